import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { spread } from "../src/chart/spread.js";
import { colorMaps, contrast, luminance, mapColor, textOn } from "../src/color.js";
import { shorten, wrap } from "../src/text/fit.js";
import { textWidth } from "../src/text/metrics.js";
import { thin } from "../src/text/names.js";
import { depthColor, paletteOf } from "../src/theme.js";

/** Advance widths in font sizes of a TrueType font, by code point. */
function fontWidths(name: string): (codePoint: number) => number {
  const path = createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${name}`);
  const font = readFileSync(path);
  const tables: Record<string, number> = {};
  for (let index = 0; index < font.readUInt16BE(4); index++) {
    const at = 12 + 16 * index;
    tables[font.toString("latin1", at, at + 4)] = font.readUInt32BE(at + 8);
  }
  const { head, hhea, hmtx, cmap } = tables as Record<"head" | "hhea" | "hmtx" | "cmap", number>;
  const last = font.readUInt16BE(hhea + 34) - 1;
  let groups = 0;
  for (let index = 0; index < font.readUInt16BE(cmap + 2); index++) {
    const at = cmap + font.readUInt32BE(cmap + 8 + 8 * index);
    if (font.readUInt16BE(at) === 12) groups = at;
  }
  return (codePoint) => {
    for (let index = 0; index < font.readUInt32BE(groups + 12); index++) {
      const at = groups + 16 + 12 * index;
      const [first, end] = [font.readUInt32BE(at), font.readUInt32BE(at + 4)];
      if (codePoint < first || codePoint > end) continue;
      const glyph = Math.min(last, font.readUInt32BE(at + 8) + codePoint - first);
      return font.readUInt16BE(hmtx + 4 * glyph) / font.readUInt16BE(head + 18);
    }
    return 0;
  };
}

describe("text", () => {
  test.each([
    ["DejaVuSans.ttf", false, 0.001],
    ["DejaVuSans-Bold.ttf", true, 0.4],
  ])("widths are those of %s or a little more", (name, bold, slack) => {
    const width = fontWidths(name);
    for (const [from, to] of [
      [32, 126],
      [160, 255],
      [0x2026, 0x2026],
    ] as const) {
      for (let code = from; code <= to; code++) {
        const estimate = textWidth(String.fromCodePoint(code), 1, bold);
        expect(estimate).toBeGreaterThanOrEqual(width(code));
        expect(estimate).toBeLessThanOrEqual(width(code) + slack);
      }
    }
  });

  test("wrapped and shortened text fits and loses nothing but what it must", () => {
    const line = fc.string({ maxLength: 80 });
    fc.assert(
      fc.property(line, fc.integer({ min: 30, max: 300 }), (text, width) => {
        const lines = wrap(text, width, 12);
        for (const part of lines) expect(textWidth(part, 12)).toBeLessThanOrEqual(width);
        expect(lines.join("").replaceAll(" ", "")).toBe(text.replace(/\s/g, ""));
        expect(textWidth(shorten(text, width, 12), 12)).toBeLessThanOrEqual(width);
      }),
    );
    expect(shorten("stage3.block12.conv2", 100, 12)).toMatch(/^stage.*….*conv2$/);
    expect(shorten("conv1", 100, 12)).toBe("conv1");
  });

  test("thinned names keep their distance, the first and the last", () => {
    for (let count = 1; count < 60; count++) {
      for (let step = 1; step < 70; step++) {
        const shown = thin(count, step);
        expect(shown[0]).toBe(0);
        if (step < count) expect(shown.at(-1)).toBe(count - 1);
        shown.slice(1).forEach((place, index) => {
          expect(place - shown[index]!).toBeGreaterThanOrEqual(step);
        });
      }
    }
  });
});

describe("colours", () => {
  test.each(colorMaps)("%s gets brighter all the way", (map) => {
    const steps = Array.from({ length: 101 }, (_, index) => luminance(mapColor(map, index / 100)));
    steps.slice(1).forEach((value, index) => {
      expect(value).toBeGreaterThan(steps[index]!);
    });
  });

  test.each(["light", "dark"] as const)("are readable on the %s background", (theme) => {
    const { background, text, muted, axis, series } = paletteOf(theme);
    for (const color of [text, muted, ...series]) {
      expect(contrast(color, background)).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(axis, background)).toBeGreaterThanOrEqual(3);
    const depth = Array.from({ length: 21 }, (_, index) =>
      contrast(depthColor(paletteOf(theme), index / 20), background),
    );
    depth.forEach((value, index) => {
      expect(value).toBeGreaterThanOrEqual(2.9);
      if (index > 0) expect(value).toBeGreaterThan(depth[index - 1]!);
    });
  });

  test("text on any cell has a contrast of 4.5 or more", () => {
    for (const map of colorMaps) {
      for (let step = 0; step <= 100; step++) {
        const fill = mapColor(map, step / 100);
        expect(contrast(fill, textOn(fill))).toBeGreaterThan(4.5);
      }
    }
  });
});

describe("spread", () => {
  test("moves labels apart, within the bounds, in order, and no further than needed", () => {
    const wanted = fc.array(fc.double({ min: 0, max: 400, noNaN: true }), { maxLength: 25 });
    fc.assert(
      fc.property(wanted, (places) => {
        const spaced = spread(places, 14, 5, 395);
        const sorted = [...spaced].sort((a, b) => a - b);
        sorted.slice(1).forEach((place, index) => {
          expect(place - sorted[index]!).toBeGreaterThanOrEqual(14 - 1e-6);
        });
        for (const place of spaced) {
          expect(place).toBeGreaterThanOrEqual(5 - 1e-6);
          expect(place).toBeLessThanOrEqual(395 + 1e-6);
        }
      }),
    );
    expect(spread([10, 100, 200], 14, 0, 300)).toEqual([10, 100, 200]);
    expect(spread([100, 100], 14, 0, 300)).toEqual([93, 107]);
    expect(spread([300, 300, 300], 14, 0, 300)).toEqual([272, 286, 300]);
  });
});
