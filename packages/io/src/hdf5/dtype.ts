import type { Metadata } from "h5wasm";

/** The classes of HDF5 datatypes that hold numbers (H5T_class_t). */
const [INTEGER, FLOAT, BITFIELD, COMPOUND, ENUM, COMPLEX] = [0, 1, 4, 6, 8, 11];

/** The NumPy name of an HDF5 datatype; undefined when it is no number. */
export function dtypeName(type: Metadata): string | undefined {
  const { size } = type;
  const order = size === 1 ? "|" : type.littleEndian ? "<" : ">";
  const kind = kindOf(type);
  return kind && `${type.type === COMPLEX || type.type === COMPOUND ? endian(type) : order}${kind}`;
}

function kindOf({ type, size, signed, enum_type: members, compound_type: record }: Metadata) {
  const isInteger = size === 1 || size === 2 || size === 4 || size === 8;
  if (type === INTEGER && isInteger) return `${signed ? "i" : "u"}${size}`;
  if (type === FLOAT && (size === 2 || size === 4 || size === 8)) return `f${size}`;
  if (type === BITFIELD && isInteger) return `u${size}`;
  if (type === ENUM && isInteger && members?.type === INTEGER) {
    // What h5py writes for a NumPy bool.
    const names = Object.keys(members.members).sort().join();
    return names === "FALSE,TRUE" && size === 1 ? "b1" : `${signed ? "i" : "u"}${size}`;
  }
  if (type === COMPLEX && (size === 8 || size === 16)) return `c${size}`;
  const [re, im, ...more] = type === COMPOUND ? (record?.members ?? []) : [];
  const half = size / 2;
  const isComplex =
    re?.type === FLOAT &&
    im?.type === FLOAT &&
    more.length === 0 &&
    (half === 4 || half === 8) &&
    re.size === half &&
    im.size === half &&
    re.offset === 0 &&
    im.offset === half &&
    /^r/i.test(re.name) &&
    /^i/i.test(im.name) &&
    re.littleEndian === im.littleEndian;
  return isComplex ? `c${size}` : undefined;
}

const endian = ({ littleEndian, compound_type: record }: Metadata) =>
  (record?.members[0]?.littleEndian ?? littleEndian) ? "<" : ">";

/** What a datatype without a NumPy name is, in words. */
export function describeType({ type, size, vlen }: Metadata): string {
  if (type === FLOAT || type === INTEGER) return `numbers of ${size} bytes, which are not read`;
  return `${otherType({ type, vlen })}, not numbers`;
}

function otherType({ type, vlen }: Pick<Metadata, "type" | "vlen">): string {
  if (type === 3) return "text";
  if (type === COMPOUND) return "records (a compound type)";
  if (type === 9 || vlen) return "lists of varying length";
  if (type === 10) return "arrays within the array";
  if (type === 7) return "references";
  return `HDF5 class ${type}`;
}
