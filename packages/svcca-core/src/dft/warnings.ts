import type { Warning } from "../result/warnings.js";
import { visibleError } from "../routes/rounding.js";
import type { ComparedFrequency } from "./frequency.js";

/** What a comparison by frequencies has to say about itself, most important first. */
export function dftWarnings(
  compared: readonly ComparedFrequency[],
  facts: {
    readonly empty: number;
    readonly datapoints: number;
    readonly channels: { readonly x: number; readonly y: number };
    readonly error: number;
  },
): Warning[] {
  const { empty, datapoints, channels, error } = facts;
  const warnings: Warning[] = [];
  const widest = Math.max(channels.x, channels.y);
  if (datapoints <= widest) {
    warnings.push({
      code: "fewer-datapoints-than-neurons",
      message: `${datapoints} datapoints for ${widest} channels: correlations at each frequency are large whatever the layers hold; use more datapoints, several times the channels`,
    });
  }
  const trivial = compared.reduce((most, { kept: { x, y } }) => {
    return Math.max(most, Math.min(x, y, x + y - (datapoints - 1)));
  }, 0);
  if (trivial > 0) {
    warnings.push({
      code: "trivial-coefficients",
      message: `up to ${trivial} coefficient${trivial === 1 ? " is" : "s are"} 1 at a frequency for any data of these sizes: the similarity means little; use more datapoints than both layers have directions together, better ten times that`,
    });
  }
  if (empty > 0) {
    warnings.push({
      code: "frequencies-without-variance",
      message: `at ${empty} ${empty === 1 ? "frequency" : "frequencies"} one layer does not vary; they were left out of the mean`,
    });
  }
  for (const side of ["x", "y"] as const) {
    // A channel that is constant over space varies at the zero frequency alone, and is not dead.
    const dead = compared.reduce(
      (least, one) => Math.min(least, one.constant[side]),
      channels[side],
    );
    if (dead > 0) {
      warnings.push({
        code: "constant-neurons",
        message: `${side}: ${dead} of ${channels[side]} channels are constant at every frequency and were left out`,
      });
    }
  }
  if (compared.some((one) => one.error > visibleError(one.unitRoundoff))) {
    warnings.push({
      code: "limited-accuracy",
      message: `rounding may change the coefficients by up to ${error.toExponential(0)}: directions are about as small as the last digit of the data or of their transform; keep fewer (truncate)`,
    });
  }
  return warnings;
}
