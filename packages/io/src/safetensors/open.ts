import { type CallOptions, SvccaError } from "@svcca/linalg";
import { type ArrayList, within } from "../array-list.js";
import type { ByteSource } from "../bytes/byte-source.js";
import { printable } from "../printable.js";
import { rowSource } from "../source.js";
import { bfloat16, type Dtype, parseDtype } from "../values/dtype.js";
import { SAFETENSORS_DTYPES } from "./dtypes.js";

/** As the format says: a longer header is an attack on the parser. */
const MOST_HEADER = 100_000_000;

interface Tensor {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

/**
 * The tensors of a safetensors file. `layout` of the file's metadata, or `NAME.layout` for one
 * tensor, becomes the attribute of that name.
 *
 * Source: the format section of the safetensors README: no gaps, no overlaps, nothing behind.
 *
 * @param name what to call the file in messages.
 * @throws SvccaError `format`.
 */
export async function openSafetensors(
  bytes: ByteSource,
  name: string,
  options: CallOptions = {},
): Promise<ArrayList> {
  const { text, dataStart } = await readHeader(bytes, name, options);
  const { tensors, metadata } = parseHeader(text, name);
  checkPlaces(tensors, bytes.byteLength - dataStart, name);
  return tensors.map((tensor) => ({
    array: tensor.name,
    open: async () => {
      const where = within(name, tensor.name);
      const dtype = dtypeOf(tensor, where);
      const expected = tensor.shape.reduce((product, n) => product * n, dtype.itemsize);
      if (expected !== tensor.end - tensor.start) {
        throw new SvccaError(
          "format",
          `${where}: shape (${tensor.shape.join(", ")}) of ${tensor.dtype} takes ${expected} bytes, it has ${tensor.end - tensor.start}; write the file again`,
          { expected, found: tensor.end - tensor.start },
        );
      }
      const layout = metadata[`${tensor.name}.layout`] ?? metadata.layout;
      const attributes = layout === undefined ? {} : { layout };
      const { shape, start } = tensor;
      return rowSource({
        name: where,
        shape,
        dtype,
        attributes,
        bytes,
        dataStart: dataStart + start,
      });
    },
  }));
}

async function readHeader(bytes: ByteSource, name: string, options: CallOptions) {
  const size = bytes.byteLength;
  const start = await bytes.slice(0, Math.min(8, size), options);
  const length =
    size < 8 ? size : Number(new DataView(start.buffer, start.byteOffset).getBigUint64(0, true));
  if (size < 8 || length > MOST_HEADER || 8 + length > size) {
    throw new SvccaError(
      "format",
      `${name}: the header should take ${length} bytes, ${Math.max(0, size - 8)} are there; write the file again`,
      { length, available: size - 8 },
    );
  }
  const header = await bytes.slice(8, 8 + length, options);
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(header);
    return { text, dataStart: 8 + length };
  } catch (cause) {
    throw new SvccaError("format", `${name}: the header is not UTF-8 text`, {}, { cause });
  }
}

function parseHeader(text: string, name: string) {
  const wrong = (what: string, cause?: unknown) =>
    new SvccaError("format", `${name}: ${what}; write the file again`, {}, { cause });
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch (cause) {
    throw wrong(`the header is not JSON (${printable(text, 40)})`, cause);
  }
  if (!isRecord(header)) throw wrong("the header is no object");
  if (countKeys(header) !== countKeysOf(text)) throw wrong("a name comes twice in the header");
  const { __metadata__: metadata = {}, ...entries } = header;
  if (!isRecord(metadata) || Object.values(metadata).some((value) => typeof value !== "string")) {
    throw wrong("the metadata are not texts");
  }
  const tensors = Object.entries(entries).map(([key, entry]): Tensor => {
    const { dtype, shape, data_offsets: places } = isRecord(entry) ? entry : {};
    if (typeof dtype !== "string" || !isSizes(shape) || !isSizes(places) || places.length !== 2) {
      throw wrong(`"${printable(key, 40)}" in the header has no dtype, shape or data_offsets`);
    }
    return { name: key, dtype, shape, start: places[0]!, end: places[1]! };
  });
  return { tensors, metadata: metadata as Record<string, string> };
}

/** How many names of members the text of a JSON value has. */
function countKeysOf(text: string): number {
  let count = 0;
  for (const [, colon] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"\s*(:?)/g)) if (colon) count++;
  return count;
}

/** How many members the value has that was made of it: fewer, where a name came twice. */
function countKeys(value: object): number {
  let count = 0;
  const rest: object[] = [value];
  for (let one = rest.pop(); one; one = rest.pop()) {
    if (!Array.isArray(one)) count += Object.keys(one).length;
    for (const member of Object.values(one)) {
      if (typeof member === "object" && member !== null) rest.push(member);
    }
  }
  return count;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isSizes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);

function checkPlaces(tensors: readonly Tensor[], found: number, name: string): void {
  let at = 0;
  for (const { name: tensor, start, end } of [...tensors].sort(
    (a, b) => a.start - b.start || a.end - b.end,
  )) {
    if (start !== at || end < start) {
      throw new SvccaError(
        "format",
        `${within(name, tensor)}: its values are at ${start} to ${end}, expected from ${at}; write the file again`,
        { start, end, expected: at },
      );
    }
    at = end;
  }
  if (at !== found) {
    throw new SvccaError(
      "format",
      `${name}: the file is ${at > found ? "cut short" : "too long"}: its tensors take ${at} bytes, ${found} are there; write it again`,
      { expected: at, found },
    );
  }
}

function dtypeOf({ dtype }: Tensor, where: string): Dtype {
  if (dtype === "BF16") return bfloat16;
  const name = SAFETENSORS_DTYPES[dtype];
  if (name !== undefined) return parseDtype(name, where);
  throw new SvccaError(
    "unsupported",
    `${where}: dtype ${printable(dtype, 20)} is not read; save it as F32 (tensor.float())`,
    { dtype },
  );
}
