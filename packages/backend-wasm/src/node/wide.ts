import { setFlagsFromString } from "node:v8";

/** The first version whose V8 joins the instructions of our loops. */
const FIRST_NODE = 24;
/** The last version on which the tests showed that the results are the same bits. */
const LAST_TESTED_NODE = 26;

let enabled = false;

/**
 * Whether products in this process were asked to be in instructions of 256 bits, by a backend with
 * `wide`, and can be.
 */
export function hasWide(): boolean {
  return enabled;
}

/**
 * Has V8 make one instruction of 256 bits out of two neighbouring ones of 128, where it can.
 *
 * @param wanted `auto` asks for it in tested versions only.
 * @returns whether it does.
 */
export function enableWide(wanted: boolean | "auto"): boolean {
  const last = wanted === "auto" ? LAST_TESTED_NODE : Number.POSITIVE_INFINITY;
  const version = Number.parseInt(process.versions.node, 10);
  if (!wanted || process.arch !== "x64" || version < FIRST_NODE || version > last) return false;
  try {
    setFlagsFromString("--experimental-wasm-revectorize");
    enabled = true;
  } catch {
    // Not V8, whatever it says of itself.
  }
  return enabled;
}
