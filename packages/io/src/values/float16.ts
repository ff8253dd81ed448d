/** Made when the first value is read: it takes milliseconds, and few files need it. */
let table: Float32Array | undefined;

/** The number that 16 bits of half precision stand for, exactly. */
export function fromFloat16(bits: number): number {
  table ??= Float32Array.from({ length: 65536 }, (_, pattern) => decoded(pattern));
  return table[bits]!;
}

/** The value of a pattern of IEEE 754 half precision. */
function decoded(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** From half of the last place above the largest half-precision number: rounds to infinity. */
export const FLOAT16_OVERFLOW = 65520;

/** The 16 bits of half precision nearest to a number, ties to even. (Math.f16round is too new.) */
export function toFloat16(value: number): number {
  if (Number.isNaN(value)) return 0x7e00;
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (size >= FLOAT16_OVERFLOW) return sign | 0x7c00;
  // A place of a number below 2^-14 is 2^-24; above, 11 digits count.
  let exponent = Math.max(-14, Math.floor(Math.log2(size)));
  if (exponent > -14 && size < 2 ** exponent) exponent--;
  const places = size * 2 ** (10 - exponent);
  const down = Math.floor(places);
  const rest = places - down;
  const up = rest > 0.5 || (rest === 0.5 && down % 2 === 1);
  // Adding carries into the exponent by itself, as the format was made to.
  return sign | (((exponent + 14) << 10) + down + Number(up));
}
