/** Strips that are packed in one share: 64 lines. */
export const PACK_STRIPS = 16;

/** Bits of what the kernel is told; assembly/multiply.ts has the same. */
export const TRIANGLE = 1;
export const WIDE = 2;
export const SINGLE = 4;

/** Values of a description in assembly/tridiagonal-panel.ts. */
export const PROBLEM = 14;

/** Roots of a secular equation that are found in one share. */
export const ROOTS = 8;

/** Columns whose weights are found in one share. */
export const WEIGHTS = 64;

/** Columns that a list of rotations is applied to in one share: a cache line. */
export const ROTATED_COLUMNS = 8;

/** Vectors that are made in one share, with scratch of its own. */
export const VECTORS = 32;

/** Columns that are summed up in one share. */
export const SUM_COLUMNS = 64;
