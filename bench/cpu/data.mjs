// Layers with the spectrum of real ones: variance falls off over two orders of magnitude, so that
// 99 % of it is in about half of the directions, and two layers share a part of what they vary by.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeNpy } from "@svcca/io";

/** A seeded source of nearly normal numbers (sums of four bytes of a hash), fast enough for 10^8. */
function gaussian(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let h = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    h = Math.imul(h ^ (h >>> 15), 0x735a2d97);
    h ^= h >>> 15;
    const sum = (h & 255) + ((h >>> 8) & 255) + ((h >>> 16) & 255) + (h >>> 24);
    return (sum - 510) / 147.8;
  };
}

/**
 * n x d layers; each is a mixture of n x d factors, half of them common to all layers. With an
 * `image` of height and width, rows are the positions of images, and the arrays have four dimensions.
 */
export async function writeLayers(backend, folder, { n, d, count, image }, seed) {
  const shape = image ? [n / (image[0] * image[1]), ...image, d] : [n, d];
  const next = gaussian(seed);
  const common = Float32Array.from({ length: n * d }, next);
  const paths = [];
  for (let layer = 0; layer < count; layer++) {
    const factors = new Float32Array(n * d);
    for (let p = 0; p < factors.length; p++) {
      const j = p % d;
      const scale = Math.exp((-5 * j) / d);
      const share = 1 - j / d;
      factors[p] = scale * (share * common[p] + (1 - share) * next());
    }
    const mixing = Float32Array.from({ length: d * d }, () => next() / Math.sqrt(d));
    const mixed = await backend.matmul(
      { data: factors, rows: n, cols: d },
      { data: mixing, rows: d, cols: d },
    );
    const data = Float32Array.from(mixed.data, (value, p) => value + ((p % d) % 3));
    const path = join(folder, `layer-${n}-${d}-${layer}.npy`);
    writeFileSync(path, encodeNpy({ shape, data }));
    paths.push(path);
  }
  return paths;
}
