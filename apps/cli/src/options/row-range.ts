import { parseRowRange, type RowRange } from "@svcca/io";
import { InvalidArgumentError } from "commander";

/** Reads START:END:STEP, of which each may be left out. */
export function rowRange(text: string): RowRange {
  try {
    return parseRowRange(text);
  } catch {
    throw new InvalidArgumentError("Give START:END:STEP, for example :1000 or ::10.");
  }
}
