import { setFlagsFromString } from "node:v8";
import { hasRelaxedSimd } from "../engine/kernels.js";

/**
 * Node 20 has relaxed SIMD behind a flag of V8, which can be set until the kernels are compiled.
 * Later versions have it without, and print an error for the flag.
 */
export function enableRelaxedSimd(): void {
  if (Number.parseInt(process.versions.node, 10) > 20 || hasRelaxedSimd()) return;
  setFlagsFromString("--experimental-wasm-relaxed-simd");
}
