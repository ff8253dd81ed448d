import { shuffledOrder, uniform } from "@svcca/linalg";
import { type DataSet, labelsOf } from "./data-set.js";

/**
 * The same datapoints with their labels in random order: there is nothing to learn but the training
 * data by heart. Networks that memorize come out less alike than networks that generalize.
 *
 * Source: Zhang et al. 2017 (arXiv 1611.03530); Morcos, Raghu, Bengio 2018 (arXiv 1806.05759),
 * section 3.1.
 *
 * @throws SvccaError `invalid-argument` for a data set of values.
 */
export function shuffledLabels(set: DataSet, seed: number): DataSet {
  const labels = labelsOf(set, "shuffledLabels");
  const order = shuffledOrder(set.count, uniform(seed));
  const mixed = Int32Array.from(order, (place) => labels[place]!);
  return { ...set, targets: { ...set.targets, labels: mixed } as DataSet["targets"] };
}
