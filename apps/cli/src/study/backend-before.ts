import { readFile } from "node:fs/promises";

/** The backends that give the same results whenever they are asked for. */
const STEADY = ["reference", "wasm", "native"] as const;

/** The outputs of a study from which it would go on: none where it begins anew. */
export function resumable({
  output = [],
  force,
}: {
  output?: readonly { readonly path: string }[];
  force?: boolean;
}): readonly { readonly path: string }[] {
  return force ? [] : output;
}

/**
 * The backend of an interrupted run that an output would go on from. `auto` measures, and what is
 * faster may be another one the next time: results of two backends must not end in one file.
 *
 * @param outputs the first is what a run goes on from.
 */
export async function backendBefore(
  outputs: readonly { readonly path: string }[],
): Promise<(typeof STEADY)[number] | undefined> {
  const [first] = outputs;
  if (!first) return undefined;
  const text = await readFile(`${first.path}.partial`, "utf8").catch(() => "");
  try {
    const { backend } = JSON.parse(text.slice(0, text.indexOf("\n")));
    return STEADY.find((name) => name === backend);
  } catch {
    // Damaged, or of something else: who opens the journal says so.
    return undefined;
  }
}
