import { textWidth } from "./metrics.js";

/** One line: line breaks, tabs and runs of spaces become one space. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** The longest beginning of `text`, one character at least, that is no wider than `width`. */
function beginning(text: string, width: number, size: number, bold: boolean): string {
  let kept = "";
  for (const character of text) {
    if (kept !== "" && textWidth(kept + character, size, bold) > width) break;
    kept += character;
  }
  return kept;
}

/** Breaks text into lines no wider than `width`, inside a word where a word alone is wider. */
export function wrap(text: string, width: number, size: number, bold = false): string[] {
  const lines: string[] = [];
  let line = "";
  for (let word of oneLine(text).split(" ")) {
    const joined = line === "" ? word : `${line} ${word}`;
    if (textWidth(joined, size, bold) <= width) {
      line = joined;
      continue;
    }
    if (line !== "") lines.push(line);
    while (textWidth(word, size, bold) > width) {
      const head = beginning(word, width, size, bold);
      if (head === word) break;
      lines.push(head);
      word = word.slice(head.length);
    }
    line = word;
  }
  if (line !== "") lines.push(line);
  return lines;
}

/**
 * The text, shortened in the middle until it is no wider than `width`. Layer names differ at both
 * ends ("stage3.block12.conv2"), so both ends stay.
 */
export function shorten(text: string, width: number, size: number): string {
  const line = oneLine(text);
  if (textWidth(line, size) <= width) return line;
  const characters = [...line];
  for (let kept = characters.length - 1; kept > 1; kept--) {
    const front = Math.ceil(kept / 2);
    const end = characters.length - (kept - front);
    const candidate = `${characters.slice(0, front).join("")}…${characters.slice(end).join("")}`;
    if (textWidth(candidate, size) <= width) return candidate;
  }
  return "…";
}
