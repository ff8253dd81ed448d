import type { MeasureName } from "@svcca/core";

/** What a measure is for, in a line. */
export const measureHints: { readonly [name in MeasureName]: string } = {
  svcca: "The directions that hold most of each layer, each counted alike",
  cca: "The whole subspace, however small a direction; needs many datapoints",
  pwcca: "As CCA, but directions count as much as they hold of a layer",
  cka: "The large directions decide",
  "cka-rbf": "Which datapoints are close to each other; holds n x n",
  pls: "Directions of largest covariance",
  procrustes: "Can one layer be turned onto the other",
  rsa: "Are the same datapoints unlike each other; holds n x n",
  knn: "Do datapoints have the same neighbours; holds n x n",
};
