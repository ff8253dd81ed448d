import { type Attributes, escapeXml } from "../svg.js";
import { oneLine } from "../text/fit.js";

/**
 * An HTML element with an end tag, also when empty: HTML knows no `<td/>`. Children are HTML
 * already; text must have gone through `escapeXml`.
 */
export function tag(name: string, attributes: Attributes, ...children: string[]): string {
  const head = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`);
  return `<${name}${head.join("")}>${children.join("")}</${name}>`;
}

/** A name from a file: kept apart, so that one written from right to left turns nothing else. */
export function bdi(text: string): string {
  return tag("bdi", {}, escapeXml(oneLine(text)));
}
