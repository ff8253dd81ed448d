import { createWasmBackend } from "@svcca/backend-wasm/node";
import { comparePairsByFrequency } from "@svcca/core";
import { openFile } from "@svcca/io/node";
import { frequencyMap } from "@svcca/viz";
import { openExamples } from "../../apps/cli/dist/commands/demo/examples.js";
import { figures } from "../../apps/cli/dist/commands/demo/figures.js";
import { study } from "../../apps/cli/dist/commands/demo/study.js";
import { freshFolder, root } from "./paths.mjs";

/** The figures of the pages, light and dark: those of `svcca demo`, and one by frequency. */
export async function writeFigures() {
  const backend = await createWasmBackend({ threads: 1 });
  const found = await study(openExamples(), backend, {});
  const frequencies = await conv2ByFrequency(backend);
  const write = freshFolder("public/figures");
  for (const theme of ["light", "dark"]) {
    const all = { ...(await figures(found, theme)), frequencies: frequencies(theme) };
    for (const [name, svg] of Object.entries(all)) write(`${name}-${theme}.svg`, svg);
  }
  await backend.dispose();
}

async function conv2ByFrequency(backend) {
  const files = await Promise.all(
    ["a", "b"].map((net) => openFile(`${root}fixtures/data/net-${net}-100.npz`)),
  );
  const layers = await Promise.all(
    files.map(({ arrays }) => arrays.find(({ array }) => array === "conv2").open()),
  );
  const compared = comparePairsByFrequency(layers, [[0, 1]], { layout: "NCHW", backend });
  const { frequencies } = (await compared.next()).value;
  await Promise.all(files.map((file) => file.close()));
  return (theme) =>
    frequencyMap({
      ...frequencies,
      title: "conv2 of net a and conv2 of net b",
      subtitle: "SVCCA at each spatial frequency, 500 images",
      theme,
    });
}
