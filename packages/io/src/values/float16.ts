/** The value of each of the 65536 patterns of IEEE 754 half precision. */
const table: Float32Array = Float32Array.from({ length: 65536 }, (_, bits) => {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
});

/** The number that 16 bits of half precision stand for, exactly. */
export function fromFloat16(bits: number): number {
  return table[bits]!;
}
