import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const path = (file) => fileURLToPath(new URL(file, import.meta.url));

/** What a name stands for: command and arguments. */
function commandOf(name, threads, python) {
  if (name.startsWith("numpy")) return [python, path(`../peers/${name.split("@")[0]}.py`)];
  if (name.startsWith("gpu/")) {
    return [process.execPath, "--expose-gc", path("../gpu/ours.mjs"), name.slice(4), threads];
  }
  if (name === "kernels") return [process.execPath, path("ours-kernels.mjs"), name, threads];
  return [process.execPath, "--expose-gc", path("ours.mjs"), name, threads];
}

/**
 * A program that was started, and answers one line to each line. `numpy_best@Haswell` has OpenBLAS
 * use the kernels of that processor.
 */
export class Contender {
  constructor(name, threads, python) {
    this.name = name;
    const [command, ...args] = commandOf(name, threads, python);
    const env = { ...process.env, OPENBLAS_NUM_THREADS: String(threads) };
    // Where these are set, they hold NumPy back from the kernel made for this processor.
    delete env.OPENBLAS_CORETYPE;
    delete env.OPENBLAS_L2_SIZE;
    const kernel = name.split("@")[1];
    if (kernel) env.OPENBLAS_CORETYPE = kernel;
    this.child = spawn(command, args.map(String), { env, stdio: ["pipe", "pipe", "inherit"] });
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  async ask(message) {
    this.child.stdin.write(`${JSON.stringify(message)}\n`);
    const { value, done } = await this.lines.next();
    if (done) throw new Error(`${this.name} ended without an answer`);
    return JSON.parse(value);
  }

  stop() {
    this.child.stdin.end();
  }
}
