import { escapeXml } from "../svg.js";
import type { Colors } from "./colors.js";
import type { Header, ReportDocument } from "./document.js";
import { figuresOf } from "./figures.js";
import { bdi, tag } from "./html.js";
import type { ReportFigure } from "./report-figure.js";
import { inputsTable, tablesOf } from "./tables.js";
import { summaryOf } from "./words.js";

/** Name for files of a result and of its parts: safe on every system. */
function fileName(found: ReportDocument, place: number, end: string): string {
  return `${found.command}-${place + 1}${end}`;
}

function figureHtml(figure: ReportFigure, name: string, colors: Colors): string {
  const svg = colors.merge(figure.draw("light"), figure.draw("dark"));
  // The page reads keys itself there, also where a screen reader would take them.
  const plot = tag(
    "div",
    {
      class: "plot",
      tabindex: "0",
      role: "application",
      "aria-label": figure.title,
      "aria-describedby": "hint",
    },
    svg,
  );
  const button = tag("button", { type: "button", "data-file": name, hidden: "" }, "Download SVG");
  return tag("figure", {}, plot, tag("figcaption", {}, button));
}

function warningsHtml({ warnings = [] }: Header): string {
  if (warnings.length === 0) return tag("p", {}, "None.");
  const items = warnings.map(({ code, message }) =>
    tag("li", {}, bdi(message), " ", tag("code", { class: "muted" }, escapeXml(code))),
  );
  return tag("ul", { class: "warnings" }, ...items);
}

/** Settings as pairs of a dotted name and a text. */
function flatten(settings: object, before = ""): [string, string][] {
  return Object.entries(settings).flatMap(([key, value]): [string, string][] => {
    const name = before + key;
    if (value === undefined) return [];
    if (typeof value !== "object" || value === null) return [[name, String(value ?? "none")]];
    if (Array.isArray(value) && value.every((entry) => typeof entry !== "object")) {
      return [[name, value.join(", ")]];
    }
    return flatten(value, `${name}.`);
  });
}

function factsHtml(found: ReportDocument): string {
  const { measure, backend, datapoints, version, options = {}, significance = {} } = found;
  const facts: [string, string][] = flatten({ measure, datapoints, ...options });
  facts.push(...flatten({ significance }), ...flatten({ backend, version }));
  return tag(
    "dl",
    {},
    ...facts.map(([name, text]) => tag("dt", {}, bdi(name)) + tag("dd", {}, bdi(text))),
  );
}

/** Everything about one result: words, figures, numbers, how it was computed, downloads. */
export function sectionOf(
  found: ReportDocument,
  place: number,
  heading: string,
  colors: Colors,
): string {
  const id = `result-${place + 1}`;
  const figures = figuresOf(found).map((figure, index) =>
    figureHtml(figure, fileName(found, place, `-${index + 1}.svg`), colors),
  );
  const tables = tablesOf(found);
  const button = (end: string, text: string) =>
    tag(
      "button",
      {
        type: "button",
        "data-file": fileName(found, place, end),
        "data-result": place,
        hidden: "",
      },
      text,
    );
  const { inputs = [] } = found;
  return tag(
    "section",
    { id, "aria-labelledby": `${id}-title` },
    tag("h2", { id: `${id}-title` }, bdi(heading)),
    tag("p", {}, escapeXml(summaryOf(found))),
    tag("h3", {}, "Warnings"),
    warningsHtml(found),
    figures.length > 0 ? tag("h3", {}, "Figures") + figures.join("") : "",
    tag("h3", {}, "Numbers"),
    tables === ""
      ? tag("p", {}, "This measure gives the one number above.")
      : tag("details", {}, tag("summary", {}, "Tables, rounded to four decimals"), tables),
    tag("p", {}, button(".json", "Download JSON"), button(".csv", "Download CSV")),
    tag("h3", {}, "How it was computed"),
    factsHtml(found),
    inputs.length > 0
      ? tag("details", {}, tag("summary", {}, `Inputs (${inputs.length})`), inputsTable(inputs))
      : "",
  );
}

/** Figures that belong to no single result. */
export function furtherSection(figures: readonly ReportFigure[], colors: Colors): string {
  if (figures.length === 0) return "";
  return tag(
    "section",
    { id: "figures", "aria-labelledby": "figures-title" },
    tag("h2", { id: "figures-title" }, "Further figures"),
    ...figures.map((figure, index) => figureHtml(figure, `figure-${index + 1}.svg`, colors)),
  );
}
