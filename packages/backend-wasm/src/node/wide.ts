import { setFlagsFromString } from "node:v8";

/** The first version whose V8 joins the instructions of our loops. */
const FIRST_NODE = 24;

/**
 * Has V8 make one instruction of 256 bits out of two neighbouring ones of 128, where it can.
 *
 * @returns whether it can.
 */
export function enableWide(): boolean {
  if (process.arch !== "x64" || Number.parseInt(process.versions.node, 10) < FIRST_NODE) {
    return false;
  }
  setFlagsFromString("--experimental-wasm-revectorize");
  return true;
}
