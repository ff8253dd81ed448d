/** What an attribute may hold; an undefined one is left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/**
 * Rounds a coordinate to 2 decimals: a hundredth of a pixel is not visible, and shorter numbers
 * make smaller files that are the same on every machine.
 */
export function round2(value: number): number {
  const rounded = Math.round(value * 100) / 100;
  return rounded === 0 ? 0 : rounded; // -0 would print as "-0" in templates
}

/**
 * Makes any string safe to draw: control characters and runs of white space become one space, and
 * what XML 1.0 cannot hold becomes U+FFFD.
 */
export function cleanText(text: string): string {
  return text
    .replace(/[\p{Cc}\s]+/gu, " ")
    .replace(/[\p{Cs}\uFFFE\uFFFF]/gu, "\uFFFD")
    .trim();
}

/** Escapes text for element content and for double-quoted attributes. */
export function escapeXml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** One element; `children` is markup that has been escaped already. */
export function element(name: string, attributes: Attributes, children = ""): string {
  let open = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    open += ` ${key}="${typeof value === "number" ? round2(value) : escapeXml(value)}"`;
  }
  return children === "" ? `${open}/>` : `${open}>${children}</${name}>`;
}

/** A `<title>` (shown on hover): one line for each part. */
export function hoverTitle(lines: readonly string[]): string {
  return element("title", {}, escapeXml(lines.map(cleanText).join("\n")));
}

/** Path data through points. */
export function pathThrough(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y], i) => `${i === 0 ? "M" : "L"}${round2(x)},${round2(y)}`).join("");
}
