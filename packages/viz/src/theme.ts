/** The colours of a figure. */
export interface Theme {
  readonly background: string;
  /** Titles and labels. */
  readonly ink: string;
  /** Subtitles, axis titles and notes: at least 4.5:1 against the background. */
  readonly muted: string;
  readonly grid: string;
  readonly axis: string;
  /** Cells without a value, and the slash that tells them from a grey-printed value. */
  readonly missing: string;
  readonly missingMark: string;
  /** Series colours in order: at least 3:1 against the background, apart for colour-blind eyes. */
  readonly series: readonly string[];
  /** The part of the depth colour map with at least 3:1 against the background. */
  readonly depthRange: readonly [number, number];
}

export type ThemeName = "light" | "dark";

const light: Theme = {
  background: "#ffffff",
  ink: "#1a1a1a",
  muted: "#595959",
  grid: "#e4e4e4",
  axis: "#8a8a8a",
  missing: "#cccccc",
  missingMark: "#707070",
  series: ["#0072b2", "#d55e00", "#00795a", "#a8467f", "#8a6a00", "#444444"],
  depthRange: [0, 0.64],
};

const dark: Theme = {
  background: "#14161a",
  ink: "#f0f0f0",
  muted: "#b4b8be",
  grid: "#2c3037",
  axis: "#737880",
  missing: "#555a62",
  missingMark: "#a0a4aa",
  series: ["#56b4e9", "#e69f00", "#2fbf95", "#e08bbb", "#f0e442", "#dddddd"],
  depthRange: [0.42, 1],
};

/** The theme of that name; light when none is given, as figures mostly go into papers. */
export function themeNamed(where: string, name: ThemeName = "light"): Theme {
  if (name === "light") return light;
  if (name === "dark") return dark;
  throw new RangeError(`${where}: theme is ${JSON.stringify(name)}: use "light" or "dark"`);
}
