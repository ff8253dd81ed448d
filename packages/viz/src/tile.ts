import type { Part } from "./figure.js";

/** Parts side by side, `across` to a line, each line and each column as large as its largest. */
export function tile(parts: readonly Part[], across: number): Part {
  const columns = Math.min(across, parts.length);
  const lines = Math.ceil(parts.length / columns);
  const largest = (count: number, sizeAt: (part: Part) => number, placeAt: (i: number) => number) =>
    Array.from({ length: count }, (_, place) =>
      Math.max(...parts.filter((_, index) => placeAt(index) === place).map(sizeAt)),
    );
  const widths = largest(
    columns,
    (part) => part.width,
    (index) => index % columns,
  );
  const heights = largest(
    lines,
    (part) => part.height,
    (index) => Math.floor(index / columns),
  );
  const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0);
  return {
    width: sum(widths),
    height: sum(heights),
    draw: (x, y) =>
      parts
        .map((part, index) =>
          part.draw(
            x + sum(widths.slice(0, index % columns)),
            y + sum(heights.slice(0, Math.floor(index / columns))),
          ),
        )
        .join(""),
  };
}
