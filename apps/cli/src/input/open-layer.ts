import { parseTarget, selectRows } from "@svcca/io";
import { openArray } from "@svcca/io/node";
import type { ArraySource } from "@svcca/linalg";
import type { ReadingFlags } from "../options/comparison.js";
import { sha256 } from "./hash.js";
import { neuronsFirst } from "./neurons-first.js";

/** A layer of the command line, opened. */
export interface OpenLayer {
  /** As the comparison reads it. */
  readonly source: ArraySource;
  close(): Promise<void>;
  /** What the JSON document says of it; reads the whole file for its hash. */
  describe(): Promise<object>;
}

/** Opens `FILE[:ARRAY]` and turns and cuts it as the flags say. */
export async function openLayer(
  target: string,
  { neuronsFirst: turn, rows }: Pick<ReadingFlags, "neuronsFirst" | "rows">,
): Promise<OpenLayer> {
  const { source: stored, files, close } = await openArray(target);
  try {
    const turned = turn ? neuronsFirst(stored) : stored;
    return {
      source: rows ? selectRows(turned, rows) : turned,
      close,
      async describe() {
        const { file, array } = parseTarget(target);
        const { shape, dtype } = stored;
        const name = array === undefined ? {} : { array };
        return { file, ...name, shape, dtype, sha256: await sha256(files) };
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
