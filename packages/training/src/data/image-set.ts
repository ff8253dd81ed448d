import { type ArraySource, SvccaError } from "@svcca/linalg";
import type { DataSet } from "./data-set.js";

/**
 * Images and their labels as a data set: of MNIST or CIFAR-10 files, or of any array that
 * `@svcca/io` opens. Bytes become values from 0 to 1; other numbers stay as they are.
 *
 * @param images (n, height, width), or with channels first where the attribute `layout` is `NCHW`,
 *   as CIFAR-10 files have it, and last otherwise.
 * @param labels (n), whole numbers from 0.
 * @throws SvccaError `shape-mismatch` when the axes are others or there are as many labels as
 *   images, `invalid-argument` for labels that are no classes.
 */
export async function imageSet(images: ArraySource, labels: ArraySource): Promise<DataSet> {
  const [count = 0, ...rest] = images.shape;
  if (rest.length !== 2 && rest.length !== 3) {
    throw new SvccaError(
      "shape-mismatch",
      `${images.name}: shape (${images.shape.join(", ")}); give images of (n, height, width) or with channels`,
      { shape: images.shape },
    );
  }
  if (labels.shape.length !== 1 || labels.shape[0] !== count) {
    throw new SvccaError(
      "shape-mismatch",
      `${labels.name}: shape (${labels.shape.join(", ")}) for ${count} images; give one label for each`,
      { shape: labels.shape, images: count },
    );
  }
  const channelsFirst = rest.length === 3 && images.attributes.layout === "NCHW";
  const [height, width, channels] = channelsFirst
    ? [rest[1]!, rest[2]!, rest[0]!]
    : [rest[0]!, rest[1]!, rest[2] ?? 1];
  const stored = await images.read(0, count);
  const scale = images.dtype === "|u1" ? 1 / 255 : 1;
  const inputs = new Float32Array(stored.length);
  const positions = height * width;
  for (let p = 0; p < inputs.length; p++) {
    const [image, at] = [Math.floor(p / (positions * channels)), p % (positions * channels)];
    const from = channelsFirst ? (at % channels) * positions + Math.floor(at / channels) : at;
    inputs[p] = stored[image * positions * channels + from]! * scale;
  }
  return {
    inputs,
    shape: [height, width, channels],
    count,
    targets: classTargets(await labels.read(0, count), labels.name),
  };
}

function classTargets(values: ArrayLike<number>, name: string) {
  let classes = 0;
  for (let i = 0; i < values.length; i++) {
    const label = values[i]!;
    if (!Number.isInteger(label) || label < 0 || label > 1e6) {
      throw new SvccaError(
        "invalid-argument",
        `${name}: label ${label} of image ${i}; give whole numbers from 0, one for each class`,
        { label, image: i },
      );
    }
    classes = Math.max(classes, label + 1);
  }
  return { labels: Int32Array.from(values), classes };
}
