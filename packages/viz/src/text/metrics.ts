// Advance widths of DejaVu Sans in thousandths of the font size, rounded up. A test compares them
// with the font file. Verdana, the browser's fallback, is as wide.
const ascii = [
  318, 401, 460, 838, 637, 951, 780, 275, 391, 391, 500, 838, 318, 361, 318, 337, 637, 637, 637,
  637, 637, 637, 637, 637, 637, 637, 337, 337, 838, 838, 838, 531, 1000, 685, 687, 699, 771, 632,
  576, 775, 752, 295, 295, 656, 558, 863, 749, 788, 604, 788, 695, 635, 611, 732, 685, 989, 686,
  611, 686, 391, 337, 391, 838, 500, 500, 613, 635, 550, 635, 616, 353, 635, 634, 278, 278, 580,
  278, 975, 634, 612, 635, 635, 412, 521, 393, 634, 592, 818, 592, 592, 525, 637, 337, 637, 838,
];
const latin1 = [
  318, 401, 637, 637, 637, 637, 337, 500, 500, 1000, 472, 612, 838, 361, 1000, 500, 500, 838, 401,
  401, 500, 637, 637, 318, 500, 401, 472, 612, 970, 970, 970, 531, 685, 685, 685, 685, 685, 685,
  975, 699, 632, 632, 632, 632, 295, 295, 295, 295, 775, 749, 788, 788, 788, 788, 788, 838, 788,
  732, 732, 732, 732, 611, 605, 630, 613, 613, 613, 613, 613, 613, 982, 550, 616, 616, 616, 616,
  278, 278, 278, 278, 612, 634, 612, 612, 612, 612, 612, 838, 612, 634, 634, 634, 634, 592, 635,
  592,
];

// Wider than nearly every glyph: unknown text gets too much room rather than too little.
const unknown = 1100;
const emoji = 1400;
const ellipsis = 1000;

// No letter of DejaVu Sans Bold is more than 1.27 times as wide as the regular one.
const boldFactor = 1.27;

/** Height of a line of text in font sizes. */
export const lineHeight = 1.25;

/** How far below the middle of a line its baseline is, in font sizes. */
export const baselineShift = 0.36;

function advance(codePoint: number): number {
  if (codePoint >= 32 && codePoint <= 126) return ascii[codePoint - 32]!;
  if (codePoint >= 160 && codePoint <= 255) return latin1[codePoint - 160]!;
  if (codePoint >= 0x300 && codePoint <= 0x36f) return 0;
  if (codePoint === 0x2026) return ellipsis;
  return codePoint > 0xffff ? emoji : unknown;
}

/** Width of one line in pixels: exact for Latin text in DejaVu Sans, generous for the rest. */
export function textWidth(text: string, size: number, bold = false): number {
  let sum = 0;
  for (const character of text) sum += advance(character.codePointAt(0)!);
  return (sum / 1000) * size * (bold ? boldFactor : 1);
}
