import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const path = (file) => fileURLToPath(new URL(file, import.meta.url));

/** What a name stands for: command and arguments. */
function commandOf(name, { threads, python, node, wide }) {
  if (name.startsWith("numpy")) return [python, path(`../peers/${name.split("@")[0]}.py`)];
  const ours = [name, threads, ...(wide ? ["wide"] : [])];
  if (name === "kernels") return [node, path("ours-kernels.mjs"), ...ours];
  return [node, "--expose-gc", path("ours.mjs"), ...ours];
}

/**
 * A program that was started, and answers one line to each line. `numpy_best@Haswell` has OpenBLAS
 * use the kernels of that processor.
 */
export class Contender {
  constructor(name, flags) {
    this.name = name;
    const [command, ...args] = commandOf(name, flags);
    const env = { ...process.env, OPENBLAS_NUM_THREADS: String(flags.threads) };
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
