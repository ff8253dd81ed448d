/** How many bytes a file takes for an address and for a length. */
export interface Sizes {
  readonly address: number;
  readonly length: number;
}

/** Bytes of one structure of an HDF5 file, read from front to back; all numbers little-endian. */
export class Fields {
  readonly #bytes: Uint8Array;
  readonly #sizes: Sizes;
  readonly #damaged: () => Error;
  #at = 0;

  /** @param damaged what is thrown when more is read than is there. */
  constructor(bytes: Uint8Array, sizes: Sizes, damaged: () => Error) {
    this.#bytes = bytes;
    this.#sizes = sizes;
    this.#damaged = damaged;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  bytes(size: number): Uint8Array {
    if (!(size <= this.left)) throw this.#damaged();
    this.#at += size;
    return this.#bytes.subarray(this.#at - size, this.#at);
  }

  /** The next bytes as fields of their own. */
  part(size: number): Fields {
    return new Fields(this.bytes(size), this.#sizes, this.#damaged);
  }

  skip(size: number): this {
    this.bytes(size);
    return this;
  }

  /** A whole number of up to 8 bytes; above 2^53 only its size is right. */
  number(size: number): number {
    return this.bytes(size).reduceRight((value, byte) => value * 256 + byte, 0);
  }

  text(size: number): string {
    return String.fromCharCode(...this.bytes(size));
  }

  length(): number {
    return this.number(this.#sizes.length);
  }

  /** An address; undefined where the file has nothing. */
  address(): number | undefined {
    const bytes = this.bytes(this.#sizes.address);
    if (bytes.every((byte) => byte === 0xff)) return undefined;
    return bytes.reduceRight((value, byte) => value * 256 + byte, 0);
  }
}
