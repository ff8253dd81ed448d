// A page as an application has it: bundled, with a file input. The test drives it.
import { fromBlob, openBytes } from "@svcca/io";
import { openHdf5 } from "@svcca/io/hdf5";

interface Read {
  shape: readonly number[];
  dtype: string;
  attributes: object;
  values: number[];
}

const page = globalThis as unknown as {
  readHdf5(plugins?: string): Promise<Record<string, Read | string>>;
  openPath(path: string): Promise<string>;
  readBytes(): Promise<Record<string, Read | string>>;
};
const file = () => (document.querySelector("input") as HTMLInputElement).files![0]!;

/** All arrays, or the message of the error of each. */
async function readAll(arrays: Awaited<ReturnType<typeof openBytes>>["arrays"]) {
  const found: Record<string, Read | string> = {};
  for (const { array, open } of arrays) {
    try {
      const { shape, dtype, attributes, read } = await open();
      const values = Array.from(await read(0, shape[0] ?? 1));
      found[array] = { shape, dtype, attributes, values };
    } catch (error) {
      found[array] = (error as Error).message;
    }
  }
  return found;
}

page.readHdf5 = async (plugins) => {
  const { arrays, close } = await openHdf5(file(), file().name, plugins ? { plugins } : {});
  const found = await readAll(arrays);
  await close();
  return found;
};

page.openPath = async (path) => {
  const { open, close } = await openHdf5(file(), file().name);
  const answer = await open(path).then(
    ({ name }) => name,
    (error: Error) => error.message,
  );
  await close();
  return answer;
};

page.readBytes = async () => readAll((await openBytes(fromBlob(file()), file().name)).arrays);
