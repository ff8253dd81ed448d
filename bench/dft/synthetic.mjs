// A convolutional layer that is made up as it is read, image by image, the same for the same seed:
// smooth random fields with a 1/f spectrum, as natural images have, mixed into channels, rectified,
// and a little noise. Nothing is held but a pool of fields.
import { inverseDft2 } from "@svcca/dft-preprocessing";
import { gaussian } from "@svcca/linalg/testing";

const POOL = 128;
const FIELDS_PER_CHANNEL = 4;

/** @returns an ArraySource of (images, size, size, channels), float32. */
export function syntheticLayer(name, images, size, channels, seed) {
  const pool = fieldsOf(size, seed);
  const mixing = mixingOf(channels, seed + 1);
  const values = size * size * channels;
  return {
    name,
    shape: [images, size, size, channels],
    dtype: "<f4",
    attributes: { layout: "NHWC" },
    async read(start, end) {
      const out = new Float32Array((end - start) * values);
      for (let i = start; i < end; i++) {
        writeImage(out.subarray((i - start) * values), i, size, channels, pool, mixing);
      }
      return out;
    },
  };
}

function fieldsOf(size, seed) {
  const next = gaussian(seed);
  const [re, im] = [0, 1].map(() => new Float64Array(POOL * size * size));
  for (let p = 0; p < re.length; p++) {
    const [y, x] = [Math.floor(p / size) % size, p % size];
    const f = Math.hypot(Math.min(y, size - y), Math.min(x, size - x));
    re[p] = (size * next()) / Math.max(f, 0.5);
    im[p] = (size * next()) / Math.max(f, 0.5);
  }
  return inverseDft2({ re, im, shape: [POOL, 1, size, size], layout: "NCHW" }).re;
}

function mixingOf(channels, seed) {
  const next = gaussian(seed);
  return Array.from({ length: channels * FIELDS_PER_CHANNEL }, (_, p) => ({
    field: (p * 7 + Math.floor(p / FIELDS_PER_CHANNEL)) % 48,
    weight: next(),
  }));
}

/** 48 fields of the pool, each moved around by a step of its own, as this image's latent signals. */
function writeImage(out, image, size, channels, pool, mixing) {
  let state = (image + 1) * 2654435761;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 8) / 2 ** 24;
  };
  const latents = Array.from({ length: 48 }, () => ({
    start: Math.floor(random() * POOL) * size * size,
    dy: Math.floor(random() * size),
    dx: Math.floor(random() * size),
  }));
  const here = new Float64Array(48);
  for (let y = 0, p = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      for (let k = 0; k < 48; k++) {
        const { start, dy, dx } = latents[k];
        here[k] = pool[start + ((y + dy) % size) * size + ((x + dx) % size)];
      }
      for (let c = 0, m = 0; c < channels; c++, p++) {
        let sum = 0.05 * random();
        for (let k = 0; k < FIELDS_PER_CHANNEL; k++, m++) {
          sum += mixing[m].weight * here[mixing[m].field];
        }
        out[p] = Math.max(0, sum);
      }
    }
  }
}
