import { cka, svcca } from "@svcca/core";
import { qr, referenceBackend } from "@svcca/linalg";
import { gaussianMatrix } from "@svcca/linalg/testing";

// A layer of 20 neurons, and the same layer with its neurons mixed by a rotation: no neuron of the
// one is a neuron of the other, but what they span is the same.
const x = gaussianMatrix(500, 20, 1);
const { q } = await qr(gaussianMatrix(20, 20, 2));
const rotated = await referenceBackend.matmul(x, q);

// The correlation of each neuron with the neuron in its place.
const alike = Array.from({ length: 20 }, (_, j) => {
  const [a, b] = [x, rotated].map(({ data }) =>
    Array.from({ length: 500 }, (_, i) => data[i * 20 + j]!),
  );
  const [ma, mb] = [a!, b!].map((list) => list.reduce((sum, v) => sum + v, 0) / 500);
  const dot = (p: number[], mp: number, q: number[], mq: number) =>
    p.reduce((sum, v, i) => sum + (v - mp) * (q[i]! - mq), 0);
  return Math.abs(dot(a!, ma!, b!, mb!)) / Math.sqrt(dot(a!, ma!, a!, ma!) * dot(b!, mb!, b!, mb!));
});

export default [
  `neuron by neuron: ${(alike.reduce((sum, v) => sum + v, 0) / 20).toFixed(2)}`,
  `SVCCA: ${(await svcca(x, rotated)).similarity.toFixed(6)}`,
  `CKA: ${(await cka(x, rotated)).similarity.toFixed(6)}`,
];
