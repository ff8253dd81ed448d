/** Terms after which a series or fraction is given up; a = 1e8 needs some ten thousand. */
const MOST_TERMS = 1e6;
const EPSILON = 2 ** -53;

/**
 * The probability that a chi-squared variable with `freedom` degrees of freedom is larger than
 * `value`: the regularized upper incomplete gamma function Q(freedom / 2, value / 2).
 *
 * Source: Abramowitz & Stegun 6.5.29 (series) and 6.5.31 (continued fraction, by Lentz's method);
 * Press et al., Numerical Recipes, 6.2.
 */
export function chiSquaredTail(value: number, freedom: number): number {
  const a = freedom / 2;
  const x = value / 2;
  if (!(x > 0)) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  return x < a + 1 ? 1 - density(a, x) * lowerSeries(a, x) : density(a, x) * upperFraction(a, x);
}

/** The sum of x^k / ((a + 1) ... (a + k)) from k = 0. */
function lowerSeries(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; k < MOST_TERMS; k++) {
    term *= x / (a + k);
    sum += term;
    if (term < sum * EPSILON) break;
  }
  return sum;
}

/** a times the continued fraction 1 / (x + 1 - a - (1 - a) / (x + 3 - a - ...)). */
function upperFraction(a: number, x: number): number {
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let fraction = d;
  for (let k = 1; k < MOST_TERMS; k++) {
    const numerator = -k * (k - a);
    b += 2;
    d = 1 / (numerator * d + b || tiny);
    c = b + numerator / c || tiny;
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 2 * EPSILON) break;
  }
  return a * fraction;
}

/** x^a e^-x / Gamma(a + 1), without the cancellation of its large logarithms. */
function density(a: number, x: number): number {
  const u = (x - a) / a;
  const logarithm = a * (Math.log1p(u) - u);
  return Math.exp(logarithm - stirlingRest(a)) / Math.sqrt(2 * Math.PI * a);
}

/** log(Gamma(a + 1)) less Stirling's approximation a log a - a + log(2 pi a) / 2. */
function stirlingRest(a: number): number {
  if (a >= 16) {
    const s = 1 / (a * a);
    return (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s / 1188)))) / a;
  }
  // Gamma(a + 1) = Gamma(a + m + 1) / ((a + 1) ... (a + m)) brings a into reach of the series.
  let product = 1;
  let b = a;
  while (b < 16) product *= ++b;
  const approximation = (v: number) => v * Math.log(v) - v + Math.log(2 * Math.PI * v) / 2;
  return approximation(b) + stirlingRest(b) - Math.log(product) - approximation(a);
}
