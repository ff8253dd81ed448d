// Compiles assembly/ twice, with and without relaxed SIMD, into one module of strings, so that the
// package needs no file access and no bundler setting.
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const folder = fileURLToPath(new URL("../", import.meta.url));

async function compile(...features) {
  const { error, stderr, binary } = await compileTo(features);
  if (error) throw new Error(`${error.message}\n${stderr}`);
  return binary;
}

async function compileTo(features) {
  let binary;
  const { error, stderr } = await asc.main(
    [
      "assembly/index.ts",
      "--baseDir",
      folder,
      "--outFile",
      "kernels.wasm",
      "--optimizeLevel",
      "3",
      "--shrinkLevel",
      "0",
      "--noAssert",
      "--runtime",
      "stub",
      "--importMemory",
      "--sharedMemory",
      "--initialMemory",
      "1",
      "--maximumMemory",
      "65536",
      "--enable",
      ["simd", "threads", ...features].join(","),
    ],
    {
      writeFile: (_name, contents) => {
        binary = contents;
      },
    },
  );
  return { error, stderr: stderr.toString(), binary };
}

/** Where the memory import says "shared, with a maximum" (3) and not just "with a maximum" (1). */
function sharedFlag(binary) {
  const name = Buffer.from("\x03env\x06memory\x02\x03", "latin1");
  const at = Buffer.from(binary).indexOf(name);
  if (at < 0) throw new Error("kernels: no shared memory import found");
  return at + name.length - 1;
}

const plain = await compile();
const relaxed = await compile("relaxed-simd");
/**
 * One character for each byte, control characters escaped: what the two have in common is then found
 * by any compression, which base64 hides. A third smaller when compressed.
 */
function text(binary) {
  return Array.from(binary, (byte) => {
    const plain = (byte >= 0x20 && byte < 0x7f) || byte >= 0xa0;
    if (!plain) return `\\x${byte.toString(16).padStart(2, "0")}`;
    const character = String.fromCharCode(byte);
    return character === '"' || character === "\\" ? `\\${character}` : character;
  }).join("");
}

const source = `/** A compiled kernel: its bytes as characters, and the byte that says that its memory is shared. */
export interface Kernel {
  readonly bytes: string;
  readonly sharedFlag: number;
}
export const plain: Kernel = { sharedFlag: ${sharedFlag(plain)}, bytes: "${text(plain)}" };
export const relaxed: Kernel = { sharedFlag: ${sharedFlag(relaxed)}, bytes: "${text(relaxed)}" };
`;
mkdirSync(`${folder}src/generated`, { recursive: true });
writeFileSync(`${folder}src/generated/kernels.ts`, source);
