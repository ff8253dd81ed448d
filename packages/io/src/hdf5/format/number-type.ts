import type { Fields } from "./fields.js";
import { MESSAGE, readMessages } from "./object-header.js";
import type { Structures } from "./structures.js";

/** What is stored in the bytes of a number: as NumPy has it, `bfloat16`, or something else. */
export type NumberType = "plain" | "bfloat16" | "other";

const [INTEGER, FLOAT, BITFIELD, COMPOUND, ENUM, COMPLEX] = [0, 1, 4, 6, 8, 11];

/** Where the exponent is and how many bits it has, the same of the fraction, and the bias. */
const FLOATS: Readonly<Record<number, { readonly plain: string; readonly bfloat16?: string }>> = {
  2: { plain: "10,5,0,10,15", bfloat16: "7,8,0,7,127" },
  4: { plain: "23,8,0,23,127" },
  8: { plain: "52,11,0,52,1023" },
};

/**
 * What exactly numbers of a dataset are, which h5wasm tells by their size alone: HDF5 also has
 * 12-bit integers in 16 bits, and floats of any division.
 *
 * @param messages of the object's header.
 */
export function numberType(
  file: Structures,
  messages: ReturnType<typeof readMessages>,
): NumberType {
  const message = messages.get(MESSAGE.datatype);
  if (!message) throw file.damaged("a dataset without a type");
  if (!message.shared) return typeOf(message.fields);
  // A type with a name of its own is an object with a header of its own.
  const version = message.fields.number(1);
  const where = message.fields.number(1);
  if (version === 1) message.fields.skip(6);
  if (version === 3 && where !== 2) return "other";
  const address = message.fields.address();
  const named = address === undefined ? undefined : readMessages(file, address);
  const type = named?.get(MESSAGE.datatype);
  return type && !type.shared ? typeOf(type.fields) : "other";
}

/** Reads a datatype message (IV.A.2.d). */
function typeOf(type: Fields): NumberType {
  const kindAndVersion = type.number(1);
  const [kind, version] = [kindAndVersion & 15, kindAndVersion >> 4];
  const bits = type.number(3);
  const size = type.number(4);
  if (kind === INTEGER || kind === BITFIELD) {
    return type.number(2) === 0 && type.number(2) === 8 * size ? "plain" : "other";
  }
  if (kind === FLOAT) return floatOf(type, bits, size);
  if (kind === ENUM || kind === COMPLEX) return typeOf(type);
  if (kind !== COMPOUND) return "other";
  // Real and imaginary part: two members, both plain.
  for (let member = 0; member < 2; member++) {
    let length = 1;
    while (type.number(1) !== 0) length++;
    if (version < 3) type.skip((8 - (length % 8)) % 8);
    type.skip(version < 3 ? 4 : Math.floor(Math.log2(size) / 8) + 1);
    if (version === 1) type.skip(28);
    if (typeOf(type) !== "plain") return "other";
  }
  return "plain";
}

function floatOf(type: Fields, bits: number, size: number): NumberType {
  const whole = type.number(2) === 0 && type.number(2) === 8 * size;
  const division = [1, 1, 1, 1, 4].map((width) => type.number(width)).join();
  // The first bit of the fraction is implied, and the sign is the highest bit.
  const usual = whole && ((bits >> 4) & 3) === 2 && ((bits >> 8) & 255) === 8 * size - 1;
  const known = FLOATS[size];
  if (!usual || !known) return "other";
  if (division === known.plain) return "plain";
  return division === known.bfloat16 ? "bfloat16" : "other";
}
