import { inflateSync } from "node:zlib";

/** An image as bytes, four a pixel. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

/** Decodes the one kind of PNG that resvg writes: 8 bit RGBA, not interlaced. */
export function decodePng(png: Uint8Array): Pixels {
  const bytes = Buffer.from(png);
  const width = bytes.readUInt32BE(16);
  const height = bytes.readUInt32BE(20);
  if (bytes.readUInt16BE(24) !== 0x0806) throw new Error("not 8 bit RGBA");
  const parts: Buffer[] = [];
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    if (bytes.toString("latin1", at + 4, at + 8) === "IDAT") {
      parts.push(bytes.subarray(at + 8, at + 8 + length));
    }
    at += length + 12;
  }
  const data = inflateSync(Buffer.concat(parts));
  const stride = width * 4;
  const rgba = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = data[y * (stride + 1)]!;
    for (let x = 0; x < stride; x++) {
      const a = x >= 4 ? rgba[y * stride + x - 4]! : 0;
      const b = y > 0 ? rgba[(y - 1) * stride + x]! : 0;
      const c = x >= 4 && y > 0 ? rgba[(y - 1) * stride + x - 4]! : 0;
      const predicted = [0, a, b, (a + b) >> 1, paeth(a, b, c)][filter]!;
      rgba[y * stride + x] = data[y * (stride + 1) + 1 + x]! + predicted;
    }
  }
  return { width, height, rgba };
}

function paeth(a: number, b: number, c: number): number {
  const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
  if (pa <= pb && pa <= pc) return a;
  return pb <= pc ? b : c;
}

/** How many pixels of the outer border of `depth` pixels differ from the one in the corner. */
export function borderInk({ width, height, rgba }: Pixels, depth: number): number {
  let count = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const inside = x >= depth && y >= depth && x < width - depth && y < height - depth;
      if (inside) continue;
      const at = (y * width + x) * 4;
      if ([0, 1, 2].some((k) => Math.abs(rgba[at + k]! - rgba[k]!) > 8)) count++;
    }
  }
  return count;
}

/** How many pixels are darker than the given level of grey. */
export function darkPixels({ rgba }: Pixels, level: number): number {
  let count = 0;
  for (let at = 0; at < rgba.length; at += 4) {
    if (rgba[at]! < level && rgba[at + 1]! < level && rgba[at + 2]! < level) count++;
  }
  return count;
}
