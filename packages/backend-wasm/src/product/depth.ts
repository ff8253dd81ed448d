/** Values packed at once: 8 MB. Large inputs go through memory in blocks of this size. */
export const BLOCK_VALUES = 2 ** 20;
/** Inner indices under which packing and adding up would cost more than multiplying. */
export const LEAST_DEPTH = 256;
