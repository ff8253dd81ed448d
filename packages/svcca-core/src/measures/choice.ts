import { type CompareOptions, ccaMeasure } from "./cca.js";
import { type CkaOptions, ckaMeasure } from "./cka.js";
import { type CkaRbfOptions, ckaRbfMeasure } from "./cka-rbf.js";
import type { Measure } from "./measure.js";
import { type MutualKnnOptions, mutualKnnMeasure } from "./mutual-knn.js";
import { assertChoice } from "./options.js";
import { plsMeasure } from "./pls.js";
import { procrustesMeasure } from "./procrustes.js";
import { type PwccaOptions, pwccaMeasure } from "./pwcca.js";
import type { MeasureName, Similarity } from "./result.js";
import { type RsaOptions, rsaMeasure } from "./rsa.js";
import { svccaMeasure, type TruncateOption } from "./svcca.js";

/** A measure by its name, with the options of that measure; those of others are not looked at. */
export type MeasureChoice = {
  /** Default `svcca`. */
  readonly measure?: MeasureName;
} & CompareOptions &
  TruncateOption &
  Pick<PwccaOptions, "side"> &
  Pick<CkaOptions, "estimator" | "batch"> &
  Pick<CkaRbfOptions, "bandwidth"> &
  Pick<RsaOptions, "distance" | "correlation"> &
  Pick<MutualKnnOptions, "neighbours">;

const measures: { [name in MeasureName]: (options: MeasureChoice) => Measure<Similarity> } = {
  svcca: svccaMeasure,
  cca: ccaMeasure,
  pwcca: pwccaMeasure,
  cka: ckaMeasure,
  "cka-rbf": ckaRbfMeasure,
  pls: plsMeasure,
  procrustes: procrustesMeasure,
  rsa: rsaMeasure,
  knn: mutualKnnMeasure,
};

/** The names of all measures. */
export const measureNames = Object.keys(measures) as readonly MeasureName[];

/** @throws SvccaError `invalid-argument` for a measure or an option of it that is none. */
export function measureOf(choice: MeasureChoice): Measure<Similarity> {
  const { measure = "svcca" } = choice;
  assertChoice("measure", measure, measureNames);
  return measures[measure](choice);
}
