import { expect } from "vitest";

const TAG = /<(\/?)([a-z]+)((?: [a-zA-Z\d:-]+="[^"<]*")*)(\/?)>/g;
const COORDINATES =
  / (?:x|y|x1|x2|y1|y2|cx|cy|width|height|d|viewBox|transform|font-size)="([^"]*)"/g;

/** Fails unless the text is one well-formed XML element, as far as this package writes XML. */
export function expectWellFormed(svg: string): void {
  const open: string[] = [];
  for (const [tag, closing, name, , empty] of svg.matchAll(TAG)) {
    if (closing && open.pop() !== name) throw new Error(`${tag} closes another element`);
    if (!closing && !empty) open.push(name!);
  }
  expect(open).toEqual([]);
  expect(svg.replace(TAG, "")).not.toMatch(/[<>]/);
  expect(svg.replace(/&(?:amp|lt|gt|quot);/g, "")).not.toContain("&");
  // What XML 1.0 forbids: control characters but the line break of hover texts, lone surrogates.
  expect(svg.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cs}\ufffe\uffff]/u);
}

/** Fails when a coordinate came out of a calculation that went wrong, or has over 2 decimals. */
export function expectNumbers(svg: string): void {
  const wrong = [...svg.matchAll(COORDINATES)]
    .map(([, value]) => value!)
    .filter((value) => /NaN|undefined|Infinity|null|\de|\.\d{3}/.test(value));
  expect(wrong).toEqual([]);
}
