import { createRequire } from "node:module";
import { Resvg } from "@resvg/resvg-js";
import { checkList, checkNumber, checkText, show } from "../check.js";

/** How a figure becomes an image. */
export interface PngOptions {
  /** Image pixels per figure pixel, 0.1 to 20; 2 by default, sharp on current screens. */
  readonly scale?: number | undefined;
  /** A CSS colour behind figures that do not fill their background; transparent by default. */
  readonly background?: string | undefined;
  /** Paths of further TrueType fonts, for writing systems that DejaVu Sans lacks; none by default. */
  readonly fonts?: readonly string[] | undefined;
}

const where = "renderPng";
// 256 megapixels take 1 GiB while they are drawn.
const mostPixels = 2 ** 28;
const { resolve } = createRequire(import.meta.url);

// Without a font resvg silently draws no text; with the system's fonts it draws another figure on
// every machine. The figures' margins are computed for these.
const shipped = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"];

/**
 * Renders a figure of this package as PNG, the same on every machine.
 *
 * @throws TypeError for a value of the wrong type
 * @throws RangeError for a scale out of range, an image of more than 2^28 pixels, an SVG that
 *   cannot be read, or a colour that is none
 */
export function renderPng(svg: string, options: PngOptions = {}): Uint8Array {
  const { scale = 2, background, fonts = [] } = options;
  checkText(where, "svg", svg);
  checkNumber(where, "scale", scale, 0.1, 20);
  if (background !== undefined) checkText(where, "background", background);
  if (fonts.length > 0) checkList(where, "fonts", fonts);
  try {
    const image = open(svg, scale, background, fonts);
    const pixels = image.width * image.height * scale ** 2;
    if (pixels <= mostPixels) return image.render().asPng();
  } catch (cause) {
    const reason = show(cause instanceof Error ? cause.message : cause);
    const message = `${where}: ${reason}, give the SVG of a figure and a CSS colour`;
    throw new RangeError(message, { cause });
  }
  throw new RangeError(
    `${where}: the image would have more than ${mostPixels / 2 ** 20} megapixels, give a smaller scale`,
  );
}

function open(
  svg: string,
  scale: number,
  background: string | undefined,
  fonts: readonly string[],
): Resvg {
  return new Resvg(svg, {
    fitTo: { mode: "zoom", value: scale },
    ...(background === undefined ? {} : { background }),
    font: {
      loadSystemFonts: false,
      fontFiles: [...shipped.map((name) => resolve(`dejavu-fonts-ttf/ttf/${name}`)), ...fonts],
      defaultFontFamily: "DejaVu Sans",
    },
    logLevel: "off",
  });
}
