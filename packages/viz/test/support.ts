import { inflateSync } from "node:zlib";

/** An element of a parsed document. */
export interface Node {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Node[];
  text: string;
}

const entity = /&(amp|lt|gt|quot|#39);/g;
const plain: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

function plainText(text: string): string {
  if (/[<>]/.test(text) || text.replace(entity, "").includes("&")) {
    throw new Error(`unescaped text: ${text.slice(0, 60)}`);
  }
  return text.replace(entity, (_, name: string) => plain[name]!);
}

/** A strict parser for the little XML that figures use: it fails on anything else. */
export function parseXml(xml: string): Node {
  const root: Node = { name: "", attributes: {}, children: [], text: "" };
  const stack = [root];
  const token = /<(\/?)([a-z][a-zA-Z0-9]*)((?: [a-zA-Z0-9:-]+="[^"<]*")*)(\/?)>|([^<]+)/y;
  for (let at = 0; at < xml.length; at = token.lastIndex) {
    token.lastIndex = at;
    const match = token.exec(xml);
    if (!match) throw new Error(`not XML at ${at}: ${xml.slice(at, at + 60)}`);
    const [, closing, name = "", rest = "", empty, text] = match;
    const parent = stack.at(-1)!;
    if (text !== undefined) {
      parent.text += plainText(text);
    } else if (closing) {
      if (parent.name !== name) throw new Error(`</${name}> closes <${parent.name}>`);
      stack.pop();
    } else {
      const attributes: Record<string, string> = {};
      for (const [, key, value] of rest.matchAll(/ ([a-zA-Z0-9:-]+)="([^"]*)"/g)) {
        if (key! in attributes) throw new Error(`${key} twice`);
        attributes[key!] = plainText(value!);
      }
      const node: Node = { name, attributes, children: [], text: "" };
      parent.children.push(node);
      if (!empty) stack.push(node);
    }
  }
  if (stack.length !== 1 || root.children.length !== 1) throw new Error("tags are not balanced");
  return root.children[0]!;
}

/** All elements of a name below a node, in document order. */
export function all(node: Node, name: string): Node[] {
  return node.children.flatMap((child) => [
    ...(child.name === name ? [child] : []),
    ...all(child, name),
  ]);
}

/** The texts that a figure shows. */
export function texts(svg: string): string[] {
  return all(parseXml(svg), "text").map((node) => node.text);
}

/** The hover texts of a figure. */
export function hovers(svg: string): string[] {
  return all(parseXml(svg), "title").map((node) => node.text);
}

/** An image as rows of RGBA bytes. Reads what resvg writes: 8 bits, RGBA, not interlaced. */
export interface Image {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Decodes a PNG. */
export function decodePng(png: Uint8Array): Image {
  const bytes = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
  if (bytes.toString("latin1", 1, 4) !== "PNG") throw new Error("no PNG");
  const width = bytes.readUInt32BE(16);
  const height = bytes.readUInt32BE(20);
  if (bytes[24] !== 8 || bytes[25] !== 6 || bytes[28] !== 0) throw new Error("unexpected PNG kind");
  const parts: Buffer[] = [];
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    if (bytes.toString("latin1", at + 4, at + 8) === "IDAT") {
      parts.push(bytes.subarray(at + 8, at + 8 + length));
    }
    at += 12 + length;
  }
  const raw = inflateSync(Buffer.concat(parts));
  const stride = width * 4;
  const data = new Uint8Array(stride * height);
  for (let row = 0; row < height; row++) {
    const filter = raw[row * (stride + 1)];
    for (let i = 0; i < stride; i++) {
      const at = row * stride + i;
      const a = i >= 4 ? data[at - 4]! : 0;
      const b = row > 0 ? data[at - stride]! : 0;
      const c = i >= 4 && row > 0 ? data[at - stride - 4]! : 0;
      const p = a + b - c;
      const [pa, pb, pc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)];
      const paeth = pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
      const guess = [0, a, b, (a + b) >> 1, paeth][filter!]!;
      data[at] = raw[row * (stride + 1) + 1 + i]! + guess;
    }
  }
  return { width, height, data };
}

/** Whether the outermost `border` pixels all have the colour of the first one. */
export function cleanBorder(image: Image, border: number): boolean {
  const { width, height, data } = image;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const inside = x >= border && y >= border && x < width - border && y < height - border;
      if (inside) continue;
      for (let channel = 0; channel < 4; channel++) {
        if (data[(y * width + x) * 4 + channel] !== data[channel]) return false;
      }
    }
  }
  return true;
}
