// The page of browser.mjs: a file input, and a reading of all of it in blocks of rows.
import { openHdf5 } from "../../packages/io/dist/browser/hdf5.js";
import { fromBlob, openBytes } from "../../packages/io/dist/index.js";

const BLOCK = 1024;

globalThis.readAll = async () => {
  const file = document.querySelector("input").files[0];
  const begun = performance.now();
  const { arrays } = file.name.endsWith(".h5")
    ? await openHdf5(file, file.name)
    : await openBytes(fromBlob(file), file.name);
  const { shape, read } = await arrays[0].open();
  const [rows, width] = shape;
  let sum = 0;
  let values;
  for (let start = 0; start < rows; start += BLOCK) {
    const end = Math.min(start + BLOCK, rows);
    values = await read(start, end, values ? { into: values } : {});
    for (let i = 0; i < end - start; i++) sum += values[i * width];
  }
  return { sum, seconds: (performance.now() - begun) / 1000 };
};
