import type { DftOptions, MeasureChoice } from "@svcca/core";
import type { Settings } from "./settings.js";

/** What the library is told, by the names of its options, without the backend and the like. */
export function choiceOf(settings: Settings): MeasureChoice {
  const { measure, truncation, amount, average, estimator, spatial, layout, time } = settings;
  const rule = truncation === "singular-sum" ? "singularValueSum" : truncation;
  return {
    measure,
    ...(measure === "svcca" ? { truncate: { [rule]: amount } as MeasureChoice["truncate"] } : {}),
    ...(measure === "svcca" || measure === "cca" ? { average } : {}),
    ...(measure === "cka" && estimator !== "biased" ? { estimator } : {}),
    ...(spatial === "dft" ? {} : { spatial }),
    ...(layout === "" ? {} : { layout }),
    time,
  } as MeasureChoice;
}

/** The same for a comparison by spatial frequency. */
export function frequencyChoiceOf(settings: Settings): DftOptions {
  const { measure, truncate, average, layout } = choiceOf(settings);
  return { measure, truncate, average, layout } as DftOptions;
}
