/** A small random number generator (mulberry32), so that a run can be repeated. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Random = (below: number) => number;
type Mutation = (bytes: Uint8Array, random: Random) => Uint8Array;

/** Sizes and places that lie. */
const LIES = [0, 1, 2, 7, 127, 128, 255, 256, 65535, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1];
const WIDE_LIES = [2n ** 32n, 2n ** 40n, 2n ** 53n, 2n ** 63n - 1n, 2n ** 63n, 2n ** 64n - 1n];
const TEXT_LIES = [
  "0",
  "-1",
  "1",
  "99",
  "4294967296",
  "9007199254740993",
  "1e9",
  "184467440737095516",
];

/** Where structure is: the start, the end, and now and then anywhere. */
function place(bytes: Uint8Array, random: Random, room: number): number {
  const last = Math.max(1, bytes.length - room + 1);
  const near = Math.min(last, 512);
  const where = random(4);
  if (where === 0) return random(near);
  return where === 1 ? last - 1 - random(near) : random(last);
}

const mutations: Mutation[] = [
  // Bit flips.
  (bytes, random) => {
    for (let n = 1 + random(8); n > 0; n--) bytes[place(bytes, random, 1)]! ^= 1 << random(8);
    return bytes;
  },
  // Whole bytes.
  (bytes, random) => {
    for (let n = 1 + random(4); n > 0; n--) bytes[place(bytes, random, 1)] = random(256);
    return bytes;
  },
  (bytes, random) => bytes.subarray(0, random(bytes.length)),
  (bytes, random) => Uint8Array.from([...bytes, ...new Uint8Array(random(300)).fill(random(256))]),
  // Numbers of 2, 4 and 8 bytes, in either order.
  (bytes, random) => {
    const size = [2, 4, 8][random(3)]!;
    if (bytes.length < size) return bytes;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const at = place(bytes, random, size);
    const [lie, little] = [LIES[random(LIES.length)]!, random(4) > 0];
    if (size === 2) view.setUint16(at, lie, little);
    else if (size === 4) view.setUint32(at, lie, little);
    else view.setBigUint64(at, [BigInt(lie), ...WIDE_LIES][random(7)]!, little);
    return bytes;
  },
  // Numbers in text: shapes of npy, places of safetensors.
  (bytes, random) => {
    const head = Buffer.from(bytes.subarray(0, 2000)).toString("latin1");
    const numbers = [...head.matchAll(/\d+/g)];
    if (numbers.length === 0) return bytes;
    const { 0: found, index } = numbers[random(numbers.length)]!;
    const lie = TEXT_LIES[random(TEXT_LIES.length)]!;
    // Half of the time in the same room, so that the lengths around it stay true.
    const text = random(2) ? lie : lie.slice(0, found.length).padEnd(found.length);
    const tail = bytes.subarray(index + found.length);
    return new Uint8Array(Buffer.concat([bytes.subarray(0, index), Buffer.from(text), tail]));
  },
  // A piece of the file somewhere else in it.
  (bytes, random) => {
    const length = 1 + random(Math.min(64, bytes.length));
    const from = random(bytes.length - length + 1);
    bytes.copyWithin(random(bytes.length), from, from + length);
    return bytes;
  },
  // A piece taken out.
  (bytes, random) => {
    const at = place(bytes, random, 1);
    const tail = bytes.subarray(at + 1 + random(16));
    return new Uint8Array(Buffer.concat([bytes.subarray(0, at), tail]));
  },
];

/** A file made wrong in one to three ways. */
export function mutate(seed: Uint8Array, next: () => number): Uint8Array {
  const random: Random = (below) => Math.floor(next() * below);
  let bytes = seed.slice();
  for (let n = 1 + random(3); n > 0 && bytes.length > 1; n--) {
    bytes = mutations[random(mutations.length)]!(bytes, random).slice();
  }
  return bytes;
}
