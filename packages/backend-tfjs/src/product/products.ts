import { breather, type CallOptions, type Matrix64 } from "@svcca/linalg";
import type { Device, Tensor } from "../device/device.js";
import { type Operand, valuesOf } from "./operand.js";
import { groupsOf, type Tile, tilesOf } from "./tiles.js";

/** How products are cut up. */
export interface Blocking {
  /** Inner indices of one float32 product on the device. */
  readonly depth: number;
  /** Float32 products that are added up on the device before the host adds them in float64. */
  readonly sums: number;
  /** Lines of a tile of a result. */
  readonly tileLines: number;
  /** Values of results that are held on the device at once. */
  readonly held: number;
}

/**
 * For each pair (i, j) the products of the lines of operand i with those of operand j, in float64; of
 * an operand with itself exactly symmetric.
 *
 * Blocks of the inner index are uploaded once for all pairs, without waiting for the device: the next
 * block is made ready while it computes. Their products are float32, a few of them are added up there,
 * and the host adds those sums in float64.
 */
export async function products(
  device: Device,
  operands: readonly Operand[],
  pairs: readonly (readonly [number, number])[],
  blocking: Blocking,
  { signal }: CallOptions,
): Promise<Matrix64[]> {
  const breathe = breather(signal);
  const results = pairs.map(([i, j]): Matrix64 => {
    const [rows, cols] = [operands[i]!.lines, operands[j]!.lines];
    return { data: new Float64Array(rows * cols), rows, cols };
  });
  const inner = operands[0]?.inner ?? 0;
  const step = blocking.depth * blocking.sums;
  for (const tiles of groupsOf(tilesOf(operands, pairs, blocking.tileLines), blocking.held)) {
    for (let start = 0; start < inner; start += step) {
      signal?.throwIfAborted();
      const range = { start, end: Math.min(inner, start + step), depth: blocking.depth };
      const sums = await sumTiles(device, operands, tiles, range, breathe);
      // All reads are asked for before the first is waited for.
      const read = await Promise.all(sums.map((sum) => device.download(sum)));
      tiles.forEach((tile, k) => {
        addTo(results[tile.product]!, tile, read[k]!);
      });
    }
  }
  signal?.throwIfAborted();
  pairs.forEach(([i, j], k) => {
    unscale(results[k]!, operands[i]!.scales, operands[j]!.scales);
    if (i === j) mirrorUpper(results[k]!);
  });
  return results;
}

interface Range {
  readonly start: number;
  readonly end: number;
  readonly depth: number;
}

/** The sums of the products of blocks in a range, one for each tile. */
async function sumTiles(
  device: Device,
  operands: readonly Operand[],
  tiles: readonly Tile[],
  { start, end, depth }: Range,
  breathe: () => Promise<void> | undefined,
): Promise<Tensor[]> {
  const sums: (Tensor | undefined)[] = tiles.map(() => undefined);
  const uploaded = new Map<string, Tensor>();
  try {
    for (let at = start; at < end; at += depth) {
      await breathe();
      const deep = Math.min(depth, end - at);
      const part = ({ operand, line, lines }: Tile["left"]) => {
        const key = `${operand} ${line}`;
        const there = uploaded.get(key);
        if (there) return there;
        const { alongRows } = operands[operand]!;
        const values = valuesOf(operands[operand]!, { line, lines, start: at, depth: deep });
        const tensor = device.upload(values, alongRows ? lines : deep, alongRows ? deep : lines);
        uploaded.set(key, tensor);
        return tensor;
      };
      tiles.forEach(({ left, right }, k) => {
        const transposeLeft = !operands[left.operand]!.alongRows;
        const transposeRight = operands[right.operand]!.alongRows;
        const product = device.multiply(part(left), part(right), transposeLeft, transposeRight);
        const before = sums[k];
        sums[k] = product;
        if (!before) return;
        try {
          sums[k] = device.add(before, product);
        } finally {
          device.free(before);
          if (sums[k] !== product) device.free(product);
        }
      });
      for (const tensor of uploaded.values()) device.free(tensor);
      uploaded.clear();
    }
    return sums as Tensor[];
  } catch (error) {
    for (const tensor of [...uploaded.values(), ...sums]) if (tensor) device.free(tensor);
    throw error;
  }
}

function addTo({ data, cols }: Matrix64, { left, right }: Tile, values: ArrayLike<number>): void {
  for (let i = 0, p = 0; i < left.lines; i++) {
    const row = (left.line + i) * cols + right.line;
    for (let j = 0; j < right.lines; j++, p++) data[row + j]! += values[p]!;
  }
}

/** Undoes the scaling of the lines, one side after the other: both at once may leave the range. */
function unscale({ data, rows, cols }: Matrix64, left: Float64Array, right: Float64Array): void {
  for (let i = 0, p = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++, p++) data[p] = data[p]! / left[i]! / right[j]!;
  }
}

function mirrorUpper({ data, cols }: Matrix64): void {
  for (let i = 1; i < cols; i++) {
    for (let j = 0; j < i; j++) data[i * cols + j] = data[j * cols + i]!;
  }
}
