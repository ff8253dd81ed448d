import { scaleLinear } from "d3-scale";
import { type ColorMap, mapColor } from "../color.js";
import type { Part } from "../figure.js";
import { decimalsFor, fixed } from "../number.js";
import { coordinate, element } from "../svg.js";
import { blockHeight, drawBlock, drawText } from "../text/draw.js";
import { wrap } from "../text/fit.js";
import { textWidth } from "../text/metrics.js";
import type { Palette } from "../theme.js";

const barWidth = 14;
const size = 10.5;
const labelSize = 11.5;
const missingText = "no value";
const missingHeight = 30;

/** What the bar explains. */
export interface ColorBarOptions {
  readonly label: string;
  readonly domain: readonly [number, number];
  readonly map: ColorMap;
  /** Values below or above the domain exist; the end of the bar stands for them too. */
  readonly below: boolean;
  readonly above: boolean;
  /** Missing values exist and are explained below the bar. */
  readonly missing: boolean;
  readonly height: number;
  readonly palette: Palette;
}

/** A cell without a value: grey and crossed out, so that it is no colour of any map. */
export function missingCell(width: number, height: number, palette: Palette): string {
  return (
    element("rect", { width, height, fill: palette.missing }) +
    element("path", {
      d: `M0 ${height}L${width} 0`,
      stroke: palette.missingMark,
      "stroke-width": Math.min(1, width / 6),
    })
  );
}

/** Values at the ticks: the two ends, and round values that are not too near to them. */
function tickValues(domain: readonly [number, number], height: number): number[] {
  const [low, high] = domain;
  const scale = scaleLinear().domain([low, high]).range([0, height]);
  const room = 1.6 * size;
  const inner = scale
    .ticks(Math.max(1, Math.floor(height / 45)))
    .filter((value) => scale(value) >= room && scale(value) <= height - room);
  return [low, ...inner, high];
}

/** A vertical colour bar with ticks, its title beside it, and a note on missing values. */
export function colorBar(options: ColorBarOptions): Part {
  const { domain, height, map, palette } = options;
  const barHeight = height - (options.missing ? missingHeight : 0);
  const decimals = decimalsFor(domain);
  const y = scaleLinear().domain(domain).range([barHeight, 0]);
  const ticks = tickValues(domain, barHeight).map((value) => {
    // What lies beyond an end has the end's colour: say so instead of hiding it.
    const sign =
      value === domain[0] && options.below
        ? "≤ "
        : value === domain[1] && options.above
          ? "≥ "
          : "";
    return { at: y(value), text: sign + fixed(value, decimals) };
  });
  const tickWidth = Math.max(...ticks.map((tick) => textWidth(tick.text, size)));
  const label = wrap(options.label, barHeight, labelSize);
  const labelLeft = barWidth + 7 + tickWidth + 7;
  const noteWidth = options.missing ? barWidth + 7 + textWidth(missingText, size) : 0;
  return {
    width: Math.max(labelLeft + blockHeight(label, labelSize), noteWidth),
    height,
    draw(left, top) {
      const steps = Math.min(64, Math.max(16, Math.floor(barHeight)));
      let body = "";
      // Each step reaches below the next one, so that no background shows between them.
      for (let step = steps - 1; step >= 0; step--) {
        const stepTop = top + barHeight - ((step + 1) * barHeight) / steps;
        body += element("rect", {
          x: left,
          y: stepTop,
          width: barWidth,
          height: top + barHeight - stepTop,
          fill: mapColor(map, (step + 0.5) / steps),
        });
      }
      for (const tick of ticks) {
        const at = top + tick.at;
        const x = left + barWidth;
        body += element("line", { x1: x, y1: at, x2: x + 4, y2: at, stroke: palette.axis });
        body += drawText(tick.text, { x: x + 7, y: at, size, fill: palette.text });
      }
      body += drawBlock(label, {
        x: left + labelLeft,
        y: top + barHeight / 2,
        size: labelSize,
        fill: palette.text,
        anchor: "middle",
        rotate: -90,
      });
      if (options.missing) {
        const noteTop = top + height - barWidth;
        body += element(
          "g",
          { transform: `translate(${coordinate(left)} ${coordinate(noteTop)})` },
          missingCell(barWidth, barWidth, palette),
        );
        body += drawText(missingText, {
          x: left + barWidth + 7,
          y: noteTop + barWidth / 2,
          size,
          fill: palette.text,
        });
      }
      return body;
    },
  };
}
