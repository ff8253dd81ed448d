import { checkChoice, checkGrid, checkNumber, type Values } from "../check.js";
import { drawHeatMap } from "./heat-map.js";
import { checkMap, type MapOptions } from "./options.js";

/** What `frequencyMap` draws. Keys are those of `frequencies` in results of the DFT route. */
export interface FrequencyMapOptions extends Omit<MapOptions, "origin"> {
  /** Numbers of vertical and horizontal frequencies: the spatial size of the smaller layer. */
  readonly height: number;
  readonly width: number;
  /**
   * One list for each vertical frequency, one entry for each horizontal one; `null` where there is
   * no value.
   */
  readonly similarity: readonly Values[];
  /**
   * `"dft"` by default, the order that a DFT gives: 0, 1, 2, ... and then the negative ones, -1
   * last. `"rising"`: from the most negative one on.
   */
  readonly order?: "dft" | "rising" | undefined;
}

const where = "frequencyMap";
// Larger maps than any network computes would only fill memory.
const mostFrequencies = 4096;

function checkSize(name: string, size: number): void {
  checkNumber(where, name, size, 1, mostFrequencies);
  if (!Number.isInteger(size)) {
    throw new RangeError(`${where}: ${name} is ${size}, give a whole number`);
  }
}

/** The frequencies of an axis from the lowest on: -s/2 <= f < s/2. */
function frequenciesOf(size: number): number[] {
  return Array.from({ length: size }, (_, place) => place - Math.floor(size / 2));
}

/**
 * Draws the similarity of two convolutional layers at each spatial frequency, zero in the middle
 * (Raghu et al. 2017, section 3.1 and appendix C: one CCA for each frequency of the DFT). The
 * middle is what averages over positions can show; the rest is where things are.
 *
 * Axes count cycles per image. Real activations give a map that is symmetric about the middle.
 *
 * @returns an SVG document
 * @throws TypeError for a value of the wrong type
 * @throws RangeError for sizes that the values do not have, a value that is not finite, an unknown
 *   choice
 */
export function frequencyMap(options: FrequencyMapOptions): string {
  const { valueLabel } = checkMap(where, options);
  const { height, width, similarity, order = "dft" } = options;
  checkChoice(where, "order", order, ["dft", "rising"]);
  checkSize("height", height);
  checkSize("width", width);
  checkGrid(where, "similarity", similarity, height, width);
  const rows = frequenciesOf(height);
  const columns = frequenciesOf(width);
  const place = (frequency: number, size: number) =>
    order === "dft" ? (frequency + size) % size : frequency + Math.floor(size / 2);
  return drawHeatMap(
    where,
    {
      ...options,
      origin: "bottom-left",
      values: rows.map((row) =>
        columns.map((column) => similarity[place(row, height)]![place(column, width)] ?? null),
      ),
      rows: rows.map(String),
      columns: columns.map(String),
      rowTitle: "vertical frequency (cycles per image)",
      columnTitle: "horizontal frequency (cycles per image)",
      title: options.title ?? `${valueLabel} by spatial frequency`,
    },
    { row: Math.floor(height / 2), column: Math.floor(width / 2) },
  );
}
