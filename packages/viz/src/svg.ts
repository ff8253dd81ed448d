/** Attribute values; `undefined` leaves the attribute out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

// What XML 1.0 forbids in any form: control characters, lone surrogates, U+FFFE and U+FFFF. Tabs
// and line breaks are allowed, yet mean nothing in a label.
const forbidden = /[\p{Cc}\p{Cs}\ufffe\uffff]/gu;

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text made safe for element content and quoted attributes. */
export function escapeXml(text: string): string {
  return text.replace(forbidden, "\ufffd").replace(/[&<>"']/g, (character) => entities[character]!);
}

/**
 * A coordinate with at most two decimals: a hundredth of a pixel is below what anybody sees, and
 * fixed rounding keeps the output the same on every machine.
 */
export function coordinate(value: number): string {
  // The sum turns -0 into 0.
  return String(Math.round(value * 100) / 100 + 0);
}

/** Path data of a line through the places. */
export function polyline(...places: readonly (readonly [x: number, y: number])[]): string {
  return `M${places.map(([x, y]) => `${coordinate(x)} ${coordinate(y)}`).join("L")}`;
}

/** One element. Children are SVG already; text must have gone through `escapeXml`. */
export function element(name: string, attributes: Attributes, ...children: string[]): string {
  let head = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    head += ` ${key}="${typeof value === "number" ? coordinate(value) : escapeXml(value)}"`;
  }
  const content = children.join("");
  return content === "" ? `${head}/>` : `${head}>${content}</${name}>`;
}

/** What a browser shows while the pointer rests on the element that holds it. */
export function hover(text: string): string {
  return element("title", {}, escapeXml(text));
}
