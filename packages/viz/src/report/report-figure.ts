import type { Theme } from "../theme.js";

/** A figure of a report, drawn once for each theme. */
export interface ReportFigure {
  /** Names the figure for those who cannot see it. */
  readonly title: string;
  /** The figure as a function of this package draws it: nothing but colours may differ. */
  draw(theme: Theme): string;
}
