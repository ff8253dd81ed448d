import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { heatMap } from "@svcca/viz";
import { expect, it } from "vitest";
import { heatMapOf } from "./examples.js";

const path = createRequire(import.meta.url).resolve("dejavu-fonts-ttf/ttf/DejaVuSans.ttf");
const font = readFileSync(path);

/** Advance width of an ASCII character, as a share of the font size, from the font's own tables. */
function advance(code: number): number {
  const tables = new Map<string, number>();
  for (let i = 0; i < font.readUInt16BE(4); i++) {
    const at = 12 + 16 * i;
    tables.set(font.toString("latin1", at, at + 4), font.readUInt32BE(at + 8));
  }
  const cmap = tables.get("cmap")!;
  for (let i = 0; i < font.readUInt16BE(cmap + 2); i++) {
    const record = cmap + 4 + 8 * i;
    const map = cmap + font.readUInt32BE(record + 4);
    if (font.readUInt16BE(record) !== 3 || font.readUInt16BE(map) !== 4) continue;
    const doubled = font.readUInt16BE(map + 6);
    for (let at = map + 14; ; at += 2) {
      if (font.readUInt16BE(at) < code) continue;
      const first = at + doubled + 2;
      const delta = first + doubled;
      const range = font.readUInt16BE(delta + doubled);
      // ASCII is one segment without a glyph list in this font.
      if (range !== 0) throw new Error("another cmap layout than expected");
      const glyph = (code + font.readUInt16BE(delta)) & 0xffff;
      return (
        font.readUInt16BE(tables.get("hmtx")! + 4 * glyph) /
        font.readUInt16BE(tables.get("head")! + 18)
      );
    }
  }
  throw new Error("no Windows Unicode cmap");
}

it("leaves each ASCII character the room that the font gives it", () => {
  const bare = { rowTitle: "", columnTitle: "" };
  const room = (name: string) =>
    Number(/ width="(\d+)"/.exec(heatMap(heatMapOf(1, { rows: [name], ...bare })))![1]);
  const empty = room("");
  // 30 letters of 11 px, 6 px between name and plot; widths of documents are whole pixels.
  for (let code = 0x21; code < 0x7f; code++) {
    const character = String.fromCharCode(code);
    const expected = 30 * 11 * advance(code) + 6;
    expect(Math.abs(room(character.repeat(30)) - empty - expected), character).toBeLessThan(2.5);
  }
});
