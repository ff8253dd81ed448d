import { checkList, checkNames, checkObject, checkText, show } from "../check.js";
import { escapeXml } from "../svg.js";
import { oneLine } from "../text/fit.js";
import { checkDocument } from "./check-document.js";
import { collectColors } from "./colors.js";
import { csvOf } from "./csv.js";
import { bdi, tag } from "./html.js";
import type { ReportFigure } from "./report-figure.js";
import { script, scriptHash } from "./script.js";
import { furtherSection, sectionOf } from "./sections.js";
import { styleOf } from "./style.js";
import { headingOf } from "./words.js";

/** How `htmlReport` heads the page and its parts. */
export interface HtmlReportOptions {
  /** Heading of the page; `"SVCCA report"` by default. */
  readonly title?: string | undefined;
  /**
   * One name for each document, for its heading and for messages, for instance its file. By default
   * headings name the inputs of the document.
   */
  readonly names?: readonly string[] | undefined;
  /** Figures beside those of the documents, for instance `featureMaps`; none by default. */
  readonly figures?: readonly ReportFigure[] | undefined;
}

const where = "htmlReport";
const hint =
  "Point at a figure to read exact values. By keyboard: move to a figure with Tab, then from value to " +
  "value with the arrow keys, Page Up, Page Down, Home and End.";

/** Headings that stand more than once, with the number of their result. */
function distinct(headings: readonly string[]): string[] {
  return headings.map((heading, index) =>
    headings.indexOf(heading) === headings.lastIndexOf(heading)
      ? heading
      : `${heading} (result ${index + 1})`,
  );
}

/** JSON inside of a script element: nothing in it can end the element. */
function inlineJson(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}

function checkFigures(figures: readonly ReportFigure[]): void {
  checkList(where, "figures", figures);
  figures.forEach((figure, index) => {
    checkObject(where, `figures[${index}]`, figure, "title and draw");
    checkText(where, `figures[${index}].title`, figure.title);
    if (typeof figure.draw !== "function") {
      throw new TypeError(
        `${where}: figures[${index}].draw is ${show(figure.draw)}, give a function of the theme`,
      );
    }
  });
}

function check(documents: readonly unknown[], { title, names, figures }: HtmlReportOptions): void {
  checkList(where, "documents", documents);
  if (title !== undefined) checkText(where, "title", title);
  if (figures !== undefined) checkFigures(figures);
  if (names === undefined) return;
  checkNames(where, "names", names);
  if (names.length !== documents.length) {
    throw new RangeError(
      `${where}: names has ${names.length} entries for ${documents.length} documents, give one for each`,
    );
  }
}

/**
 * Makes one self-contained HTML page of results: the JSON documents that `svcca compare`, `grid`,
 * `dynamics`, `classes`, `groups` and `align` write (`schemaVersion` 1), parsed.
 *
 * Each has its warnings in words, its figures with exact values by pointer and by keyboard, its
 * numbers as tables, how it was computed, and downloads as JSON, CSV and SVG. The page follows the
 * reader's preference of light or dark, prints light, and asks for nothing from any network: its
 * content security policy allows no request and no script but its own. Without scripts it still
 * shows everything but downloads.
 *
 * `null` is a missing value. Text from documents is escaped; values that JSON cannot hold, such as
 * NaN, are refused.
 *
 * @returns an HTML document; about 150 bytes for each value of a grid, and twice that in all
 * @throws TypeError for a value of the wrong type
 * @throws RangeError for an empty or ragged input, another `schemaVersion`, an unknown `command`, a
 *   value that is not finite
 */
export function htmlReport(documents: readonly unknown[], options: HtmlReportOptions = {}): string {
  checkObject(where, "options", options, "title, names and figures");
  check(documents, options);
  const { names, title = "SVCCA report", figures = [] } = options;
  const results = documents.map((value, index) =>
    checkDocument(
      names ? JSON.stringify(names[index]!.slice(0, 80)) : `documents[${index}]`,
      value,
    ),
  );
  const colors = collectColors();
  const headings = distinct(results.map((found, index) => headingOf(found, names?.[index])));
  const sections = results.map((found, index) => sectionOf(found, index, headings[index]!, colors));
  const links = headings.map((heading, index) =>
    tag("li", {}, tag("a", { href: `#result-${index + 1}` }, bdi(heading))),
  );
  sections.push(furtherSection(figures, colors));
  if (figures.length > 0) {
    links.push(tag("li", {}, tag("a", { href: "#figures" }, "Further figures")));
  }
  const data = {
    colors: Object.fromEntries(colors.pairs.map(({ name, light }) => [name, light])),
    results: results.map((found) => ({ json: found, csv: csvOf(found) })),
  };
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src '${scriptHash}'; base-uri 'none'; form-action 'none'`;
  const count = results.length === 1 ? "One result" : `${results.length} results`;
  return (
    "<!doctype html>\n" +
    '<html lang="en"><head><meta charset="utf-8">' +
    `<meta http-equiv="Content-Security-Policy" content="${policy}">` +
    '<meta name="viewport" content="width=device-width, initial-scale=1">' +
    tag("title", {}, escapeXml(oneLine(title))) +
    `${tag("style", {}, styleOf(colors))}</head><body>` +
    tag("a", { class: "skip", href: "#result-1" }, "Skip to the first result") +
    tag(
      "header",
      {},
      tag("h1", {}, bdi(title)),
      tag("p", { class: "muted" }, `${count}. Everything on this page is in this one file.`),
      tag("p", { id: "hint", class: "note", hidden: "" }, hint),
    ) +
    (links.length > 1 ? tag("nav", { "aria-label": "Results" }, tag("ol", {}, ...links)) : "") +
    tag("main", {}, ...sections) +
    tag("div", { id: "ring", hidden: "" }) +
    tag("div", { id: "tip", role: "status", "aria-live": "polite", hidden: "" }) +
    tag("script", { type: "application/json", id: "data" }, inlineJson(data)) +
    `${tag("script", {}, script)}</body></html>\n`
  );
}
