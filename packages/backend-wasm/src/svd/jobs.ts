import type { Job } from "../engine/job.js";
import { OneThread } from "../engine/machine.js";
import { Scope } from "../engine/scope.js";
import { atOnce } from "../engine/steps.js";
import { Multiplier } from "../product/in-memory.js";
import { bidiagonalise, type TallShape } from "./bidiagonalise.js";
import { diagonalise } from "./diagonalise.js";

/** Values of a description: m, n, rows, stride, where the matrix is, where its singular values go. */
export const VALUES_OF = 6;

/** Values of memory that a thread works in. */
export function workspaceValues({ rows, stride }: TallShape): number {
  // Packed operands 256 deep; the panels of both sides; rows of scratch.
  return 2 * 260 * (rows + 8) + 64 * (rows + stride) + 8 * (rows + stride) + 2 ** 12;
}

/** The singular values of one matrix, unsorted and of any sign. */
export const singularValuesShare: Job = (kernels, index, args, thread) => {
  const [descriptions, wide, regions, bytes] = args as number[];
  const region = { at: regions! + thread.number * bytes!, bytes: bytes! };
  const machine = new OneThread(kernels, thread, wide === 1, region);
  const at = descriptions! + 8 * VALUES_OF * index;
  const [m, n, rows, stride, matrix, out] = machine.float64(at, VALUES_OF) as unknown as number[];
  const shape = { m: m!, n: n!, rows: rows!, stride: stride! };
  const scope = new Scope(machine);
  const multiplier = new Multiplier(machine, scope, shape.rows);
  const parts = atOnce(bidiagonalise(machine, scope, multiplier, matrix!, shape, undefined));
  machine.float64(out!, n!).set(atOnce(diagonalise(machine, scope, parts, n!, undefined)));
};
