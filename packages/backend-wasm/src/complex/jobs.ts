import type { Job } from "../engine/job.js";

/** Values of a description in assembly/complex/product.ts. */
export const PRODUCT = 8;

export const complexProduct: Job = (kernels, index, args) => {
  const [tasks, scratch, bytes, kind] = args as number[];
  kernels.complexProduct(tasks! + 8 * PRODUCT * index, scratch!, bytes!, kind!);
};

/** Values of a description in assembly/complex/eigen.ts. */
export const PAIR = 10;

export const pairEigen: Job = (kernels, index, args) => {
  const [pairs, n, stride] = args as number[];
  kernels.pairEigen(pairs! + 8 * PAIR * index, n!, stride!);
};

export const pairEigenvectors: Job = (kernels, index, args) => {
  const [pairs, n, stride] = args as number[];
  kernels.pairEigenvectors(pairs! + 8 * PAIR * index, n!, stride!);
};

/** Matrices and scratch of one pair after those of the other. */
export const pairSingularValues: Job = (kernels, index, args) => {
  const [a, m, n, d, e, scratch] = args as number[];
  kernels.pairSingularValues(
    a! + 32 * m! * n! * index,
    m!,
    n!,
    d! + 16 * n! * index,
    e! + 16 * n! * index,
    scratch! + 32 * (m! + n! + 3) * index,
  );
};
