import { collectMoments, mergeMoments, svcca, svccaFromMoments } from "@svcca/core";
import { gaussianMatrix } from "@svcca/linalg/testing";

// Two layers that share something, on 3,000 datapoints.
const x = gaussianMatrix(3000, 30, 1);
const noise = gaussianMatrix(3000, 30, 2);
const y = { ...x, data: x.data.map((v, i) => v + noise.data[i]!) };

// Three machines hold a third each, and send nothing but second moments.
const third = ({ data, cols }: typeof x, k: number) => ({
  rows: 1000,
  cols,
  data: data.subarray(k * 1000 * cols, (k + 1) * 1000 * cols),
});
const parts = [];
for (const k of [0, 1, 2]) parts.push(await collectMoments([third(x, k), third(y, k)]));
const [first, ...rest] = parts;
const whole = rest.reduce((sum, part) => mergeMoments(sum, part), first!);

const apart = await svccaFromMoments(whole);
const together = await svcca(x, y);
const difference = Math.abs(apart.similarity - together.similarity);

export default [
  `in three parts: ${apart.similarity.toFixed(12)}`,
  `in one:         ${together.similarity.toFixed(12)}`,
  `they differ by less than 1e-12: ${difference < 1e-12}`,
];
