import { type CallOptions, SvccaError } from "@svcca/linalg";
import { type ArrayList, within } from "../array-list.js";
import type { ByteSource } from "../bytes/byte-source.js";
import { checkRows, rowSource } from "../source.js";
import { parseDtype } from "../values/dtype.js";

const PIXELS = 3 * 32 * 32;
const RECORD = 1 + PIXELS;
/** With two labels, a coarse and a fine one. */
const RECORD_OF_100 = 2 + PIXELS;
const CLASSES = 10;

/**
 * A batch of the binary version of CIFAR-10: records of a label and 3 x 32 x 32 pixels. The format
 * has no mark of its own, so the length and each label are checked.
 *
 * Source: "Binary version" on the page of the CIFAR-10 data set.
 *
 * @throws SvccaError `format` when the length is no multiple of a record's.
 */
export function openCifar10(bytes: ByteSource, name: string): ArrayList {
  const images = bytes.byteLength / RECORD;
  if (!Number.isInteger(images) || images === 0) {
    const of100 = bytes.byteLength > 0 && bytes.byteLength % RECORD_OF_100 === 0;
    throw new SvccaError(
      "format",
      `${name}: not a CIFAR-10 batch: ${bytes.byteLength} bytes are no multiple of ${RECORD}${of100 ? `, but of ${RECORD_OF_100}, as CIFAR-100 has it, which is not read` : ""}; fetch it again`,
      { found: bytes.byteLength },
    );
  }
  const dtype = parseDtype("|u1", name);

  /** Bytes `from` to `to` of each of the records `start` to `end`. */
  function column(label: string, from: number, to: number): ByteSource {
    const width = to - from;
    return {
      byteLength: images * width,
      async slice(first, last, options?: CallOptions) {
        const [start, end] = [first / width, last / width];
        checkRows(within(name, label), start, end, images);
        const records = await bytes.slice(start * RECORD, end * RECORD, options);
        const out = new Uint8Array(last - first);
        for (let i = 0; i < end - start; i++) {
          if (records[i * RECORD]! >= CLASSES) {
            throw new SvccaError(
              "format",
              `${name}: not a CIFAR-10 batch: label ${records[i * RECORD]} of image ${start + i}; labels are 0 to 9`,
              { label: records[i * RECORD], image: start + i },
            );
          }
          out.set(records.subarray(i * RECORD + from, i * RECORD + to), i * width);
        }
        return out;
      },
    };
  }

  const stored = { dtype, dataStart: 0 };
  const layout = "NCHW";
  return [
    {
      array: "images",
      open: async () =>
        rowSource({
          ...stored,
          name: within(name, "images"),
          shape: [images, 3, 32, 32],
          attributes: { layout },
          bytes: column("images", 1, RECORD),
        }),
    },
    {
      array: "labels",
      open: async () =>
        rowSource({
          ...stored,
          name: within(name, "labels"),
          shape: [images],
          bytes: column("labels", 0, 1),
        }),
    },
  ];
}
