import type { Fields } from "./fields.js";
import type { Structures } from "./structures.js";

/** Kinds of messages in the header of an object. */
export const MESSAGE = { datatype: 3, externalFiles: 7, layout: 8, continuation: 16 } as const;

/** A message of an object's header. */
export interface Message {
  readonly fields: Fields;
  /** The message is elsewhere, and this says where. */
  readonly shared: boolean;
}

/** More pieces than a header is ever in. */
const MOST_PIECES = 1000;

/**
 * The messages of an object by their kind, the first of each.
 *
 * @throws SvccaError `format` when there is no header at the address.
 */
export function readMessages(file: Structures, address: number): Map<number, Message> {
  const found = new Map<number, Message>();
  const rest: Fields[] = [];
  const { isNew, ordered, first } = firstPiece(file, address);
  const headSize = isNew ? (ordered ? 6 : 4) : 8;
  rest.push(first);
  for (let pieces = 0; rest.length > 0; pieces++) {
    if (pieces > MOST_PIECES) throw file.damaged("a header in too many pieces");
    const piece = rest.shift()!;
    while (piece.left >= headSize) {
      const kind = piece.number(isNew ? 1 : 2);
      const size = piece.number(2);
      const flags = piece.number(1);
      piece.skip(headSize - (isNew ? 4 : 5));
      const fields = piece.part(size);
      if (kind === MESSAGE.continuation) {
        const place = fields.address();
        if (place === undefined) throw file.damaged("a header without its end");
        const next = file.read(place, fields.length());
        if (isNew && next.text(4) !== "OCHK") throw file.damaged("a header without its end");
        rest.push(isNew ? next.part(next.left - 4) : next);
      } else if (!found.has(kind)) {
        found.set(kind, { fields, shared: (flags & 2) !== 0 });
      }
    }
  }
  return found;
}

/** The messages behind the start of a header, of version 2 or 1. */
function firstPiece(file: Structures, address: number) {
  const start = file.read(address, 8);
  if (start.text(4) === "OHDR") {
    start.skip(1);
    const flags = start.number(1);
    const before = 6 + (flags & 0x20 ? 16 : 0) + (flags & 0x10 ? 4 : 0);
    const width = 2 ** (flags & 3);
    const size = file.read(address + before, width).number(width);
    const first = file.read(address + before + width, size);
    return { isNew: true, ordered: (flags & 4) !== 0, first };
  }
  const old = file.read(address, 16);
  if (old.number(1) !== 1) throw file.damaged("an object without a header");
  const size = old.skip(7).number(4);
  return { isNew: false, ordered: false, first: file.read(address + 16, size) };
}
