import { table } from "../../output/table.js";
import type { BackendsDocument } from "./command.js";

/** What `svcca backends` prints for people. */
export function backendsText({ machine, backends }: BackendsDocument): string {
  const { processor, processors, simd, relaxedSimd, wide, isolated, node, platform } = machine;
  const yes = (value: boolean) => (value ? "yes" : "no");
  const lines = [
    `${processor}, ${processors} processors, ${platform}, Node ${node}`,
    `WebAssembly SIMD ${yes(simd)}, relaxed SIMD ${yes(relaxedSimd)}, 256 bits ${yes(wide)}, shared memory ${yes(isolated)}`,
    "",
    table([
      ["--backend", "digits", "error", "GFLOP/s"],
      ...backends.map(({ backend, available, unitRoundoff, error, gflops }) =>
        available
          ? [
              backend,
              unitRoundoff === 2 ** -53 ? "float64" : "float32",
              error!.toExponential(0),
              gflops!.toFixed(gflops! < 10 ? 1 : 0),
            ]
          : [backend, "", "", "not here"],
      ),
    ]),
  ];
  for (const one of backends) {
    const { backend, name, available, reason, threads, adapter, tensorflow } = one;
    if (!available) lines.push(`${backend}: ${reason}`);
    else if (name === "tfjs-tensorflow") lines.push(`${backend}: TensorFlow, by ${tensorflow}`);
    else if (tensorflow) lines.push(`${backend}: ${name}; no TensorFlow: ${tensorflow}`);
    if (threads && available) lines.push(`${backend}: ${threads} threads`);
    if (adapter) {
      lines.push(
        `${backend}: ${adapter.name} (${adapter.vendor}, ${adapter.architecture})${adapter.software ? ", a software driver: auto leaves it out" : ""}`,
      );
    }
  }
  return `${lines.join("\n")}\n`;
}
