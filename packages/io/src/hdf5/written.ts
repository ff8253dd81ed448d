import { SvccaError } from "@svcca/linalg";
import { printable } from "../printable.js";
import type { Dataset, OpenHdf5 } from "./describe.js";

/**
 * HDF5 gives zeros for what was never written, without a word; values that nobody measured are no
 * data. So the index of the chunks is looked up here.
 *
 * @throws SvccaError `format` when some of the rows `start` to `end` are in no place of the file.
 */
export function checkWritten(
  file: OpenHdf5,
  { path, shape, layout }: Dataset,
  start: number,
  end: number,
): void {
  if (start === end || shape.includes(0)) return;
  if (layout.kind === "whole" ? layout.written : chunksAreThere(layout, start, end)) return;
  const rows = layout.kind === "whole" ? "its values" : `some of the rows ${start} to ${end}`;
  throw new SvccaError(
    "format",
    `${file.name}:${printable(path.slice(1))}: ${rows} were never written; write the file again`,
    { start, end },
  );
}

function chunksAreThere(
  { grid, hasChunks }: Extract<Dataset["layout"], { kind: "chunks" }>,
  start: number,
  end: number,
): boolean {
  return hasChunks(Math.floor(start / grid.chunk[0]!), Math.ceil(end / grid.chunk[0]!));
}
