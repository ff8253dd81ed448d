import type { Machine } from "../engine/machine.js";
import type { Scope } from "../engine/scope.js";
import { PACK_STRIPS } from "../engine/shares.js";
import { multiplyTiles } from "./tiles.js";

/** An operand that is in WebAssembly memory already, as float64. */
export interface Stored {
  readonly at: number;
  /** Values from one stored row to the next. */
  readonly stride: number;
  /** The lines (rows of the left side, columns of the right one) are the stored rows. */
  readonly alongRows: boolean;
  readonly lines: number;
}

/** Inner indices that are packed at once. */
const DEPTH = 256;

/** Products of what is in memory, added to what is in memory. */
export class Multiplier {
  private readonly left: number;
  private readonly right: number;

  /** @param most lines of the widest operand to come. */
  constructor(
    private readonly machine: Machine,
    scope: Scope,
    most: number,
  ) {
    this.left = scope.float64((most + 4) * DEPTH);
    this.right = scope.float64((most + 4) * DEPTH);
  }

  /**
   * C += factor left right. Rows and columns of C are touched up to the next multiple of four,
   * but not changed. Of a triangle, the entries with column >= row are computed.
   */
  add(
    left: Stored,
    right: Stored,
    inner: number,
    c: number,
    stride: number,
    { factor = 1, triangle = false } = {},
  ): void {
    for (let start = 0; start < inner; start += DEPTH) {
      const depth = Math.min(DEPTH, inner - start);
      this.pack(left, start, depth, factor, this.left);
      this.pack(right, start, depth, 1, this.right);
      const shape = { rows: left.lines, cols: right.lines, inner: depth, stride, triangle };
      multiplyTiles(this.machine, this.left, this.right, c, shape);
    }
  }

  private pack(
    { at, stride, alongRows, lines }: Stored,
    start: number,
    depth: number,
    factor: number,
    target: number,
  ): void {
    const source = at + 8 * start * (alongRows ? 1 : stride);
    const shares = Math.ceil(lines / 4 / PACK_STRIPS);
    const args = [source, 0, Number(alongRows), stride, depth, lines, 0, factor, target];
    this.machine.share("pack", shares, lines * depth * 4, ...args);
  }
}
