/** Turns values of a scale into text of even precision. */
export type NumberText = (value: number) => string;

/**
 * Text for values of a scale that spans `span`: three digits of the span, so 0..1 gives "0.87" and
 * 0..100 gives "87"; powers of ten where that would take more than eight decimals.
 */
export function numberText(span: number): NumberText {
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(span)));
  return (value) => {
    if (decimals > 8 || Math.abs(value) >= 1e6) return value.toPrecision(3);
    const text = value.toFixed(decimals);
    return Number(text) === 0 ? (0).toFixed(decimals) : text; // no "-0.00"
  };
}
