/** Throws the package's one kind of error: where, what was received, what to do. */
function fail(where: string, received: string, advice: string): never {
  throw new RangeError(`${where}: ${received}: ${advice}`);
}

/** A value as it is shown in an error: short, on one line. */
function shown(value: unknown): string {
  const text = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 40 ? `${text.slice(0, 39)}\u2026` : text;
}

/** Checks that a list has entries. */
export function checkFilled(where: string, name: string, list: ArrayLike<unknown>): void {
  if (list.length === 0) fail(where, `${name} is empty`, "give at least one entry");
}

/** Checks that a table has one line for each of `rows` and one entry a line for each of `columns`. */
export function checkTable(
  where: string,
  name: string,
  table: readonly ArrayLike<number | null>[],
  rows: readonly [name: string, count: number],
  columns: readonly [name: string, count: number],
): void {
  if (table.length !== rows[1]) {
    const received = `${name} has ${table.length} entries and ${rows[0]} has ${rows[1]}`;
    fail(where, received, `give one line of ${name} for each of ${rows[0]}`);
  }
  table.forEach((line, i) => {
    if (line.length === columns[1]) return;
    const received = `${name}[${i}] has ${line.length} entries and ${columns[0]} has ${columns[1]}`;
    fail(where, received, `give one value for each of ${columns[0]}`);
  });
}

/** Checks that a number is finite. */
export function checkFinite(where: string, name: string, value: unknown, advice: string): void {
  if (typeof value !== "number" || !Number.isFinite(value)) {
    fail(where, `${name} is ${shown(value)}`, advice);
  }
}

/** Checks that a number is finite and not below `least`. */
export function checkAtLeast(where: string, name: string, value: number, least: number): void {
  if (!(Number.isFinite(value) && value >= least)) {
    fail(where, `${name} is ${shown(value)}`, `give a number of at least ${least}`);
  }
}

// Nearer ends have too few floating-point numbers between them for ticks and colours.
const LEAST_SHARE = 1e-9;
const LEAST_SPAN = 1e-200;

/** Checks the two ends of a colour scale. */
export function checkDomain(where: string, domain: readonly [number, number]): void {
  const [from, to] = domain;
  const least = Math.max(LEAST_SPAN, LEAST_SHARE * Math.max(Math.abs(from), Math.abs(to)));
  if (!(to - from > least && Number.isFinite(to - from))) {
    fail(where, `domain is ${shown(domain)}`, "give two finite numbers apart, the smaller first");
  }
}

// Half a pixel at the default height: what float32 rounding puts outside 0..1 or out of order is
// drawn at the edge, and anything that a reader could see is an error.
const VISIBLE = 1e-3;

/** Checks that a number is a correlation or a similarity, up to rounding. */
export function checkUnit(where: string, name: string, value: unknown): void {
  checkFinite(where, name, value, "give a number from 0 to 1");
  if ((value as number) < -VISIBLE || (value as number) > 1 + VISIBLE) {
    fail(where, `${name} is ${shown(value)}`, "give a number from 0 to 1");
  }
}

/** Checks that canonical correlations go down, as the axis says, up to rounding. */
export function checkDescending(where: string, name: string, list: ArrayLike<number>): void {
  for (let i = 1; i < list.length; i++) {
    if (list[i]! > list[i - 1]! + VISIBLE) {
      const received = `${name}[${i}] is ${shown(list[i])} after ${shown(list[i - 1])}`;
      fail(where, received, "sort the coefficients, largest first");
    }
  }
}

/** Checks that percentages of training go up from 0 to 100. */
export function checkPercentages(where: string, name: string, list: readonly number[]): void {
  list.forEach((value, i) => {
    if (!(value >= 0 && value <= 100)) {
      fail(where, `${name}[${i}] is ${shown(value)}`, "give percent of training, from 0 to 100");
    }
    if (i > 0 && value <= list[i - 1]!) {
      const received = `${name}[${i}] is ${shown(value)} after ${shown(list[i - 1])}`;
      fail(where, received, "give the checkpoints in the order of training, each once");
    }
  });
}
