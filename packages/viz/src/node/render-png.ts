import { createRequire } from "node:module";
import { Resvg } from "@resvg/resvg-js";

/** Options of {@link renderPng}. */
export interface RenderPngOptions {
  /** Pixels of the image for one pixel of the SVG; 2 by default, sharp on screens of today. */
  readonly scale?: number;
}

// Without a font file resvg silently draws no text, and system fonts differ between machines.
const FONT = createRequire(import.meta.url).resolve("dejavu-fonts-ttf/ttf/DejaVuSans.ttf");

// 400 MB of pixels: beyond that the native renderer may end the whole process.
const MOST_PIXELS = 1e8;

/**
 * Renders a figure of this package as PNG, the same on every machine: with DejaVu Sans from the
 * package `dejavu-fonts-ttf`, never with system fonts. Letters that DejaVu Sans lacks (Chinese,
 * emoji) become boxes.
 *
 * @throws RangeError when `scale` is not a positive number, the text is not an SVG document, or the
 *   image would have more than 100 million pixels.
 */
export function renderPng(svg: string, options: RenderPngOptions = {}): Uint8Array {
  const { scale = 2 } = options;
  if (!(scale > 0 && Number.isFinite(scale))) {
    throw new RangeError(`renderPng: scale is ${scale}: give a positive number, for example 2`);
  }
  const image = parse(svg, scale);
  const pixels = image.width * image.height * scale * scale;
  if (pixels > MOST_PIXELS) {
    const received = `the image would be ${image.width}x${image.height} at scale ${scale}`;
    throw new RangeError(`renderPng: ${received}: give a smaller scale or fewer cells`);
  }
  // A plain array: a Buffer may be a view into memory that Node shares.
  return new Uint8Array(image.render().asPng());
}

function parse(svg: string, scale: number): Resvg {
  try {
    return new Resvg(svg, {
      fitTo: { mode: "zoom", value: scale },
      font: { fontFiles: [FONT], loadSystemFonts: false, defaultFontFamily: "DejaVu Sans" },
      logLevel: "off",
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split("\n", 1)[0] : String(cause);
    const advice = "pass the string that a figure function returned";
    throw new RangeError(`renderPng: the SVG cannot be read (${reason}): ${advice}`, { cause });
  }
}
