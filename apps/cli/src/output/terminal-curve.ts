/** Bars of an eighth to seven eighths of a line; a full line is the last. */
const EIGHTHS = ["", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
const LINES = 8;
const MOST_COLUMNS = 60;

/**
 * The coefficients of a comparison as bars for a terminal, largest first, on a scale from 0 to 1,
 * with a dotted line at the noise floor, where there is one. More coefficients than 60 are averaged in groups.
 *
 * @param paint colours a bar.
 */
export function terminalCurve(
  coefficients: ArrayLike<number>,
  noiseFloor?: number,
  paint: (text: string) => string = (text) => text,
): string {
  const heights = grouped(coefficients);
  const floorLine =
    noiseFloor === undefined ? -1 : Math.min(LINES - 1, Math.floor(noiseFloor * LINES));
  const lines: string[] = [];
  for (let line = LINES - 1; line >= 0; line--) {
    const bars = heights.map((height) => {
      const eighths = Math.round(height * LINES * 8) - line * 8;
      return EIGHTHS[Math.max(0, Math.min(8, eighths))] || (line === floorLine ? "┄" : " ");
    });
    const label = line === LINES - 1 ? "1.0 ┤" : line === LINES / 2 - 1 ? "0.5 ┤" : "    │";
    const note = line === floorLine ? `┄ ${noiseFloor!.toFixed(2)} by chance` : "";
    lines.push(`${label}${paint(bars.join("")).trimEnd()}${note && ` ${note}`}`.trimEnd());
  }
  const last = String(coefficients.length);
  lines.push(`0.0 └${"─".repeat(heights.length)}`);
  const gap = heights.length - 1 - last.length;
  lines.push(`     1${gap >= 0 ? `${" ".repeat(gap)}${last}` : ""}  direction`);
  return `${lines.join("\n")}\n`;
}

function grouped(values: ArrayLike<number>): number[] {
  const columns = Math.min(values.length, MOST_COLUMNS);
  return Array.from({ length: columns }, (_, column) => {
    const start = Math.floor((column * values.length) / columns);
    const end = Math.floor(((column + 1) * values.length) / columns);
    let sum = 0;
    for (let i = start; i < end; i++) sum += values[i]!;
    return sum / (end - start);
  });
}
