// Input checks. Messages are one line: the function, what it received, what to do.

/** A row of numbers in which `null` stands for a missing value. */
export type Values = ArrayLike<number | null>;

/** A received value for a message: short, on one line. */
export function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 40));
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === "object" && value !== null) return "an object";
  return String(value).replace(/\s+/g, " ").slice(0, 40);
}

/** Fails unless `value` is an array (or typed array) with at least one entry. */
export function checkList(where: string, name: string, value: unknown): void {
  const isList = Array.isArray(value) || (ArrayBuffer.isView(value) && "length" in value);
  if (!isList) throw new TypeError(`${where}: ${name} is ${show(value)}, give an array`);
  if ((value as ArrayLike<unknown>).length === 0) {
    throw new RangeError(`${where}: ${name} is empty, give at least one entry`);
  }
}

/** Fails unless `value` is an object; `parts` says what it should hold. */
export function checkObject(where: string, name: string, value: unknown, parts: string): void {
  if (typeof value !== "object" || value === null) {
    throw new TypeError(`${where}: ${name} is ${show(value)}, give an object with ${parts}`);
  }
}

/** Fails unless `value` is a string. */
export function checkText(where: string, name: string, value: unknown): void {
  if (typeof value !== "string") {
    throw new TypeError(`${where}: ${name} is ${show(value)}, give a string`);
  }
}

/** Fails unless `value` is a non-empty array of strings. */
export function checkNames(where: string, name: string, value: unknown): void {
  checkList(where, name, value);
  const names = value as readonly unknown[];
  for (let index = 0; index < names.length; index++) {
    checkText(where, `${name}[${index}]`, names[index]);
  }
}

/** Fails unless `value` is a number from `low` to `high`, by default any finite number. */
export function checkNumber(
  where: string,
  name: string,
  value: unknown,
  low = -Number.MAX_VALUE,
  high = Number.MAX_VALUE,
): void {
  if (typeof value !== "number") {
    throw new TypeError(`${where}: ${name} is ${show(value)}, give a number`);
  }
  if (!Number.isFinite(value)) {
    throw new RangeError(`${where}: ${name} is ${value}, give a finite number`);
  }
  if (value < low || value > high) {
    throw new RangeError(`${where}: ${name} is ${value}, give a number from ${low} to ${high}`);
  }
}

/** Fails unless `value` is one of `allowed`. */
export function checkChoice(
  where: string,
  name: string,
  value: unknown,
  allowed: readonly string[],
): void {
  if (typeof value !== "string" || !allowed.includes(value)) {
    throw new RangeError(`${where}: ${name} is ${show(value)}, give one of ${allowed.join(", ")}`);
  }
}

/** Fails unless `value` is a pair of finite numbers, the lower one first. */
export function checkDomain(where: string, value: readonly [number, number]): void {
  checkList(where, "domain", value);
  checkNumber(where, "domain[0]", value[0], -1e12, 1e12);
  checkNumber(where, "domain[1]", value[1], -1e12, 1e12);
  // A narrower domain than rounding allows has no two different ticks.
  if (!(value[1] - value[0] > 1e-9 * Math.max(1, Math.abs(value[0]), Math.abs(value[1])))) {
    throw new RangeError(`${where}: domain is ${value.join(" to ")}, give two rising numbers`);
  }
}

/** Fails unless `values` has `rows` rows of `columns` entries, each a finite number or `null`. */
export function checkGrid(
  where: string,
  name: string,
  values: readonly Values[],
  rows: number,
  columns: number,
): void {
  checkList(where, name, values);
  if (values.length !== rows) {
    throw new RangeError(
      `${where}: ${name} has ${values.length} rows for ${rows} names, give one row for each name`,
    );
  }
  for (let row = 0; row < rows; row++) {
    const entries = values[row]!;
    checkList(where, `${name}[${row}]`, entries);
    if (entries.length !== columns) {
      throw new RangeError(
        `${where}: ${name}[${row}] has ${entries.length} entries for ${columns} columns, give one for each column`,
      );
    }
    for (let column = 0; column < columns; column++) {
      const value = entries[column];
      if (value === null || (typeof value === "number" && Number.isFinite(value))) continue;
      throw new RangeError(
        `${where}: ${name}[${row}][${column}] is ${show(value)}, give a finite number, or null where there is none`,
      );
    }
  }
}

/** Fails unless all values lie within `domain`: a curve must not leave its chart. */
export function checkInside(
  where: string,
  name: string,
  values: readonly Values[],
  domain: readonly [number, number],
): void {
  // Rounding may carry a similarity just past 1.
  const slack = 1e-6 * (domain[1] - domain[0]);
  values.forEach((row, index) => {
    for (let place = 0; place < row.length; place++) {
      const value = row[place] ?? null;
      if (value !== null && (value < domain[0] - slack || value > domain[1] + slack)) {
        throw new RangeError(
          `${where}: ${name}[${index}][${place}] is ${value} and outside the axis, give a domain that holds it`,
        );
      }
    }
  });
}
