// Advance widths of U+0020 to U+007E in DejaVu Sans, in thousandths of the font size, rounded up.
// A test compares them with the font file.
const ASCII = [
  318, 401, 460, 838, 637, 951, 780, 275, 391, 391, 500, 838, 318, 361, 318, 337, 637, 637, 637,
  637, 637, 637, 637, 637, 637, 637, 337, 337, 838, 838, 838, 531, 1000, 685, 687, 699, 771, 632,
  576, 775, 752, 295, 295, 656, 558, 863, 749, 788, 604, 788, 695, 635, 611, 732, 685, 989, 686,
  611, 686, 391, 337, 391, 838, 500, 500, 613, 635, 550, 635, 616, 353, 635, 634, 278, 278, 580,
  278, 975, 634, 612, 635, 635, 412, 521, 393, 634, 592, 818, 592, 592, 525, 637, 337, 637, 838,
];

const FIRST = 0x20;
// As wide as the letters of every script in DejaVu Sans but a few ligatures, which the padding of the
// figure absorbs. Too wide costs some margin; too narrow would cut a label off.
const OTHER = 1.25;
// Emoji and other characters beyond the first plane.
const ASTRAL = 1.4;

/** Width in pixels of text in DejaVu Sans of `size` pixels: exact for ASCII, else generous. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width * size;
}

/** Width of one character as a multiple of the font size. */
export function characterWidth(character: string): number {
  const code = character.codePointAt(0)!;
  const ascii = ASCII[code - FIRST];
  if (ascii !== undefined) return ascii / 1000;
  return code > 0xffff ? ASTRAL : OTHER;
}
