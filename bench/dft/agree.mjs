// Agreement with numpy.fft.fft2: every height and width from 1 to 64, and larger odd, even and
// prime ones, random values, by dft2 and on the threads of the WebAssembly backend. Exits with 1
// when a size is off by more than 1e-12.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createWasmBackend } from "@svcca/backend-wasm/node";
import { dft2, dft2With } from "@svcca/dft-preprocessing";
import { gaussian } from "@svcca/linalg/testing";
import { openNumpy } from "./numpy.mjs";

const BOUND = 1e-12;
const sizes = Array.from({ length: 64 }, (_, i) => [i + 1, ((i * 37 + 37) % 64) + 1]);
sizes.push([112, 112], [224, 224], [113, 225], [227, 97], [251, 2], [1, 1009]);

const backend = await createWasmBackend({ threads: 2 });
const folder = mkdtempSync(join(tmpdir(), "svcca-dft-"));
let worst = { error: 0, text: "" };
let versions = "";
for (const [height, width] of sizes) {
  const shape = [2, height, width, 3];
  const next = gaussian(height * 1000 + width);
  const data = Float64Array.from({ length: 6 * height * width }, () => next());
  const numpy = await openNumpy(join(folder, "x"), data, shape);
  if (!numpy) {
    console.log("agree: python3 with NumPy is needed; skipped");
    break;
  }
  versions = numpy.versions;
  await numpy.save("numpy.fft.fft2", join(folder, "y"));
  numpy.close();
  const bytes = readFileSync(join(folder, "y"));
  const wanted = new Float64Array(
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
  );
  const block = { data, shape, layout: "NHWC" };
  const ways = { dft2: dft2(block), dft2With: await dft2With(backend, block) };
  for (const [way, { re, im }] of Object.entries(ways)) {
    let [error, largest] = [0, 0];
    for (let p = 0; p < re.length; p++) {
      largest = Math.max(largest, Math.hypot(wanted[2 * p], wanted[2 * p + 1]));
      error = Math.max(error, Math.hypot(re[p] - wanted[2 * p], im[p] - wanted[2 * p + 1]));
    }
    if (error / largest > worst.error) {
      worst = { error: error / largest, text: `${height} x ${width} by ${way}` };
    }
  }
}
await backend.dispose();
rmSync(folder, { recursive: true });
if (versions) {
  console.log(
    `${sizes.length} sizes against ${versions}: largest relative error ${worst.error.toExponential(1)}, at ${worst.text}`,
  );
  if (!(worst.error < BOUND)) process.exitCode = 1;
}
