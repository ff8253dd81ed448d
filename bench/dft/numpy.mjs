// A Python that transforms one file of values, and waits to be asked.
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("numpy_fft.py", import.meta.url));

/** @returns the names of its transforms and what runs them, or undefined without Python or NumPy. */
export async function openNumpy(file, data, shape) {
  writeFileSync(file, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  // A core type that is forced for other programs would slow OpenBLAS down.
  const { OPENBLAS_CORETYPE: _, OPENBLAS_L2_SIZE: __, ...env } = process.env;
  const child = spawn(process.env.PYTHON ?? "python3", [script, file, ...shape.map(String)], {
    env,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  child.on("error", () => {});
  const ask = async (text) => {
    child.stdin.write(`${text}\n`);
    return (await lines.next()).value;
  };
  const first = await lines.next();
  if (first.done) return undefined;
  const [versions, names] = first.value.split("\t");
  return {
    versions,
    names: names.split("|"),
    seconds: async (name) => Number(await ask(name)),
    save: (name, path) => ask(`save\t${name}\t${path}`),
    close: () => child.stdin.end(),
  };
}
