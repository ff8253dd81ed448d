import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The example networks that ship with the command: where they are, and what they are. */
export interface Examples {
  readonly folder: string;
  /** From the input on. */
  readonly layers: readonly string[];
  /** Per cent of training at which activations were kept. */
  readonly checkpoints: readonly number[];
  /** Share of new images that each trained network gets right. */
  readonly accuracy: { readonly a: number; readonly b: number };
}

interface Manifest {
  readonly architecture: readonly string[];
  readonly checkpoints: readonly {
    readonly net: string;
    readonly percent: number;
    readonly accuracy: { readonly heldOut: number };
  }[];
}

export function openExamples(): Examples {
  const folder = fileURLToPath(new URL("../../../examples", import.meta.url));
  const manifest: Manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
  const accuracy = (net: string) =>
    manifest.checkpoints.find((c) => c.net === net && c.percent === 100)!.accuracy.heldOut;
  return {
    folder,
    layers: manifest.architecture.map((line) => line.slice(0, line.indexOf(":"))),
    checkpoints: manifest.checkpoints.filter((c) => c.net === "net-a").map((c) => c.percent),
    accuracy: { a: accuracy("net-a"), b: accuracy("net-b") },
  };
}

/** The file with the activations of a network after so many per cent of its training. */
export function networkFile(folder: string, net: "a" | "b", percent: number): string {
  return join(folder, `net-${net}-${String(percent).padStart(3, "0")}.npz`);
}
