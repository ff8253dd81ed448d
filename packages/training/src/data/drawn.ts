import { uniform } from "@svcca/linalg";
import type { DataSet } from "./data-set.js";
import { normal } from "./normal.js";
import { GLYPHS, type Point, type Stroke } from "./strokes.js";

/** Side of an image, in pixels. */
const SIDE = 16;

/** The classes of {@link drawnImages}, in the order of the labels. */
export const drawnClasses: readonly string[] = [...GLYPHS.keys()];

/** How hard the task is: chosen so that nets have to train for some epochs to pass 90 %. */
export const drawnDistortion = {
  rotation: 0.35,
  shear: 0.25,
  scale: [0.65, 1],
  shift: 1.5,
  wobble: 0.08,
  halfWidth: [0.4, 1],
  ink: [0.5, 1],
  noise: 0.15,
} as const;

/**
 * Images of 16 x 16 pixels, one channel, of ten classes of glyph (bar, plus, saltire, tee, ell, ring,
 * square, triangle, zee, arch), each turned, sheared, scaled, shifted and bent at random, with a
 * stray stroke and noise: a task that needs no file, and that a small network learns in a minute.
 *
 * @param perClass how many images of each class; they come sorted by class.
 * @param seed other images for another seed: one for training, another for testing.
 */
export function drawnImages(perClass: number, seed: number): DataSet {
  const next = uniform(seed);
  const count = perClass * drawnClasses.length;
  const inputs = new Float32Array(count * SIDE * SIDE);
  const labels = Int32Array.from({ length: count }, (_, index) => Math.floor(index / perClass));
  for (let index = 0; index < count; index++) {
    const image = inputs.subarray(index * SIDE * SIDE, (index + 1) * SIDE * SIDE);
    drawGlyph(image, GLYPHS.get(drawnClasses[labels[index]!]!)!, next);
  }
  return {
    inputs,
    shape: [SIDE, SIDE, 1],
    count,
    targets: { labels, classes: drawnClasses.length },
  };
}

function drawGlyph(image: Float32Array, strokes: readonly Stroke[], next: Random): void {
  const place = randomPlacement(next);
  const placed: Stroke[] = strokes.map((stroke) => stroke.map(place));
  const halfWidth = between(next, ...drawnDistortion.halfWidth);
  const ink = between(next, ...drawnDistortion.ink);
  // A short stray stroke: the nets have to look at the whole shape, not at one telling pixel.
  placed.push(strayStroke(next));

  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      let distance = Number.POSITIVE_INFINITY;
      for (const stroke of placed) {
        distance = Math.min(distance, distanceToStroke(x + 0.5, y + 0.5, stroke));
      }
      // Full ink inside the stroke, fading out over one pixel.
      const cover = Math.min(1, Math.max(0, halfWidth + 0.5 - distance));
      image[y * SIDE + x] = ink * cover + drawnDistortion.noise * normal(next);
    }
  }
}

type Random = () => number;

const between = (next: Random, low: number, high: number) => low + (high - low) * next();

/** From glyph coordinates to pixels: a random affine map, and each corner moved a little. */
function randomPlacement(next: Random): (point: Point) => Point {
  const angle = between(next, -drawnDistortion.rotation, drawnDistortion.rotation);
  const shear = between(next, -drawnDistortion.shear, drawnDistortion.shear);
  const width = between(next, ...drawnDistortion.scale) * (SIDE / 2 - 2);
  const height = between(next, ...drawnDistortion.scale) * (SIDE / 2 - 2);
  const left = SIDE / 2 + between(next, -drawnDistortion.shift, drawnDistortion.shift);
  const top = SIDE / 2 + between(next, -drawnDistortion.shift, drawnDistortion.shift);
  return ([x, y]) => {
    const wideX = (x + shear * y + drawnDistortion.wobble * normal(next)) * width;
    const highY = (y + drawnDistortion.wobble * normal(next)) * height;
    return [
      left + wideX * Math.cos(angle) - highY * Math.sin(angle),
      top + wideX * Math.sin(angle) + highY * Math.cos(angle),
    ];
  };
}

function strayStroke(next: Random): Stroke {
  const x = between(next, 0, SIDE);
  const y = between(next, 0, SIDE);
  return [
    [x, y],
    [x + between(next, -3, 3), y + between(next, -3, 3)],
  ];
}

function distanceToStroke(x: number, y: number, stroke: Stroke): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (let corner = 1; corner < stroke.length; corner++) {
    const [fromX, fromY] = stroke[corner - 1]!;
    const [toX, toY] = stroke[corner]!;
    const alongX = toX - fromX;
    const alongY = toY - fromY;
    const squared = alongX * alongX + alongY * alongY;
    const reached = squared === 0 ? 0 : ((x - fromX) * alongX + (y - fromY) * alongY) / squared;
    const share = Math.min(1, Math.max(0, reached));
    nearest = Math.min(nearest, Math.hypot(x - fromX - share * alongX, y - fromY - share * alongY));
  }
  return nearest;
}
