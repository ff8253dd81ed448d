import { type ArraySource, type RowOptions, SvccaError } from "@svcca/linalg";
import { within } from "../array-list.js";
import { concatRows } from "../concat.js";
import { printable } from "../printable.js";
import type { Target } from "../target.js";
import { type OpenArray, openTarget } from "./open-target.js";

/**
 * Opens arrays of several files as one long array. One file is open at a time, so there can be
 * more of them than a process may open.
 *
 * @param name what to call the whole in messages.
 * @throws SvccaError what opening any of them throws, and `shape-mismatch` when they differ.
 */
export async function openShards(name: string, targets: readonly Target[]): Promise<OpenArray> {
  let current: { target: Target; opened: OpenArray } | undefined;
  // Reads wait for each other: there is one open file.
  let last: Promise<unknown> = Promise.resolve();

  async function sourceOf(target: Target): Promise<ArraySource> {
    if (current?.target !== target) {
      await current?.opened.close();
      current = undefined;
      current = { target, opened: await openTarget(target) };
    }
    return current.opened.source;
  }

  async function shard(target: Target): Promise<ArraySource> {
    const { shape, dtype, attributes } = await sourceOf(target);
    const name = target.array === undefined ? target.file : within(target.file, target.array);
    return {
      name: printable(name),
      shape,
      dtype,
      attributes,
      read(start, end, options: RowOptions = {}) {
        const next = last.then(async () => {
          options.signal?.throwIfAborted();
          const source = await sourceOf(target);
          if (source.shape.join() !== shape.join()) {
            throw new SvccaError(
              "format",
              `${source.name}: the file changed while it was read`,
              {},
            );
          }
          return source.read(start, end, options);
        });
        last = next.catch(() => {});
        return next;
      },
    };
  }

  const close = async () => current?.opened.close();
  try {
    const shards: ArraySource[] = [];
    for (const target of targets) shards.push(await shard(target));
    const files = targets.map(({ file }) => file);
    return { source: concatRows(printable(name), shards), files, close };
  } catch (error) {
    await close();
    throw error;
  }
}
