import { SvccaError } from "@svcca/linalg";
import { type ArrayList, within } from "./array-list.js";
import type { ByteSource } from "./bytes/byte-source.js";
import { gunzippedBytes } from "./bytes/gunzipped.js";
import { openCifar10 } from "./cifar/open.js";
import { DETECT_BYTES, detectFormat, type Format } from "./detect.js";
import { openIdx } from "./idx/open.js";
import { openNpy } from "./npy/open.js";
import { openNpz } from "./npz/open.js";
import { printable } from "./printable.js";
import { openSafetensors } from "./safetensors/open.js";
import { naturalOrder } from "./target.js";
import { portableZip, type ZipTools } from "./zip/tools.js";

/** What a file of any format but HDF5 holds. */
export interface BytesFile {
  readonly format: Format;
  /** In natural order (conv2 before conv10). */
  readonly arrays: ArrayList;
  /** An npy file's or an npz entry's bytes by array name. */
  readonly bytesOf?: (array: string) => Promise<ByteSource>;
}

/**
 * Finds out what bytes are and lists their arrays: npy, npz, safetensors, IDX (also gzip), CIFAR-10.
 * Works wherever there are bytes: {@link fromBlob}, {@link fromUrl}, {@link fromBytes}.
 *
 * @param fileName what to call it in messages; its ending counts only where the content does not
 *   tell, as with CIFAR-10.
 * @throws SvccaError `format` for a damaged file, `unsupported` for another kind (HDF5 needs a
 *   worker: `openHdf5` of `@svcca/io/hdf5`).
 */
export async function openBytes(bytes: ByteSource, fileName: string): Promise<BytesFile> {
  const start = await bytes.slice(0, Math.min(DETECT_BYTES, bytes.byteLength));
  return openAs(detectFormat(start, fileName), bytes, fileName, portableZip);
}

/** The same for bytes of a format that is known. */
export async function openAs(
  format: Format | undefined,
  bytes: ByteSource,
  path: string,
  tools: ZipTools,
): Promise<BytesFile> {
  const name = printable(path);
  switch (format) {
    case "npy":
    case "idx":
      return single(format, bytes, path);
    case "gzip": {
      const inner = await gunzippedBytes(bytes, name, tools);
      const start = await inner.slice(0, Math.min(DETECT_BYTES, inner.byteLength));
      const plain = path.replace(/\.gz$/i, "");
      const kind = detectFormat(start, plain);
      if (kind === "npy" || kind === "idx") return single(kind, inner, plain);
      break;
    }
    case "npz": {
      const entries = await openNpz(bytes, name, tools);
      const arrays = entries.map(({ name: array, open }) => ({
        array,
        open: async () => openNpy(await open(), within(name, array)),
      }));
      const bytesOf = async (array: string) => entries.find((one) => one.name === array)!.open();
      return { format, arrays: sorted(arrays), bytesOf };
    }
    case "safetensors":
      return { format, arrays: sorted(await openSafetensors(bytes, name)) };
    case "cifar10":
      return { format, arrays: openCifar10(bytes, name) };
  }
  throw new SvccaError(
    "unsupported",
    format === "hdf5"
      ? `${name}: HDF5 is read by a worker; open it with openHdf5 of @svcca/io/hdf5`
      : `${name}: not a kind of file that is read; npy, npz, HDF5, safetensors, IDX and CIFAR-10 are`,
    { path, format },
  );
}

function single(format: "npy" | "idx", bytes: ByteSource, path: string): BytesFile {
  const open = format === "npy" ? openNpy : openIdx;
  const array = path.replace(/^.*[\\/]/, "").replace(/(.)\.(npy|idx|bin)$/i, "$1");
  const arrays = [{ array, open: () => open(bytes, printable(path)) }];
  return format === "npy" ? { format, arrays, bytesOf: async () => bytes } : { format, arrays };
}

const sorted = (arrays: ArrayList): ArrayList =>
  [...arrays].sort((a, b) => naturalOrder(a.array, b.array));
