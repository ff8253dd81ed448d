import { characterWidth, textWidth } from "./measure.js";

/** Breaks text into lines of at most `width` pixels: at spaces, or inside a word that is wider. */
export function wrapText(text: string, width: number, size: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (textWidth(longer, size) <= width) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    const pieces = splitWord(word, width, size);
    line = pieces.pop() ?? "";
    lines.push(...pieces);
  }
  if (line !== "") lines.push(line);
  return lines;
}

// Layer names are single words, best broken after one of these.
const SEPARATOR = /^.*[._/:-]/su;

function splitWord(word: string, width: number, size: number): string[] {
  const pieces: string[] = [];
  let piece = "";
  let used = 0;
  for (const character of word) {
    const advance = characterWidth(character) * size;
    if (piece !== "" && used + advance > width) {
      const head = SEPARATOR.exec(piece)?.[0] ?? piece;
      // A break far from the end of the line would cost more lines than it is worth.
      const kept = head.length * 2 > piece.length ? head : piece;
      pieces.push(kept);
      piece = piece.slice(kept.length);
      used = textWidth(piece, size);
    }
    piece += character;
    used += advance;
  }
  if (piece !== "") pieces.push(piece);
  return pieces;
}

/**
 * Text of at most `width` pixels, with an ellipsis in the middle where it was longer: layer names
 * differ at their start (the block) and at their end (the operation).
 */
export function shortenText(text: string, width: number, size: number): string {
  if (textWidth(text, size) <= width) return text;
  const half = (width - textWidth("\u2026", size)) / 2;
  const characters = [...text];
  const head = fitting(characters, half, size);
  const tail = fitting(characters.reverse(), half, size).reverse();
  return `${head.join("")}\u2026${tail.join("")}`;
}

function fitting(characters: readonly string[], width: number, size: number): string[] {
  let used = 0;
  const end = characters.findIndex((character) => {
    used += characterWidth(character) * size;
    return used > width;
  });
  return characters.slice(0, end === -1 ? characters.length : end);
}
