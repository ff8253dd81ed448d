import { bluestein } from "./bluestein.js";
import { oddRadix } from "./odd-radix.js";
import { radix7 } from "./radix7.js";
import { radix2, radix3, radix4, radix5 } from "./small-radix.js";
import { type Pass, type Stage, stageOf } from "./stage.js";

/** A transform of one length, ready to be applied many times. */
export interface Plan {
  readonly length: number;
  /**
   * Transforms `lanes` interleaved sequences: value j of lane q is at offset + j * lanes + q. The
   * result is in x when the answer is false, in y when it is true; the other one is spoiled.
   */
  run(
    lanes: number,
    offset: number,
    xr: Float64Array,
    xi: Float64Array,
    yr: Float64Array,
    yi: Float64Array,
  ): boolean;
}

/**
 * Prime factors from here on cost more by their sum (p² / 4 steps a factor) than by Bluestein's
 * detour over three transforms of twice the length. Measured in bench/dft.
 */
const LARGE_PRIME = 83;

const plans = new Map<number, Plan>();

/** The plan for one length from 1; made once, since its roots of unity cost more than a run. */
export function planOf(length: number): Plan {
  let plan = plans.get(length);
  if (!plan) {
    plan = makePlan(length);
    plans.set(length, plan);
  }
  return plan;
}

function makePlan(length: number): Plan {
  const factors = factorsOf(length);
  if (factors.some((factor) => factor >= LARGE_PRIME)) return chirpPlan(length);
  let rest = length;
  const stages = factors.map((radix) => {
    rest /= radix;
    return stageFor(radix, rest);
  });
  return {
    length,
    run(lanes, offset, xr, xi, yr, yi) {
      let width = lanes;
      let inY = false;
      for (const { stage, pass } of stages) {
        if (inY) pass(stage, width, offset, yr, yi, xr, xi);
        else pass(stage, width, offset, xr, xi, yr, yi);
        inY = !inY;
        width *= stage.radix;
      }
      return inY;
    },
  };
}

function chirpPlan(length: number): Plan {
  const transform = bluestein(length);
  return {
    length,
    run(lanes, offset, xr, xi) {
      for (let q = 0; q < lanes; q++) transform(xr, xi, offset + q, lanes);
      return false;
    },
  };
}

/** Fours first, then the primes upwards. */
function factorsOf(length: number): number[] {
  const factors: number[] = [];
  let rest = length;
  for (; rest % 4 === 0; rest /= 4) factors.push(4);
  for (let prime = 2; prime * prime <= rest; prime++) {
    for (; rest % prime === 0; rest /= prime) factors.push(prime);
  }
  if (rest > 1) factors.push(rest);
  return factors;
}

const SMALL: ReadonlyMap<number, Pass> = new Map([
  [2, radix2],
  [3, radix3],
  [4, radix4],
  [5, radix5],
  [7, radix7],
]);

function stageFor(radix: number, m: number): { stage: Stage; pass: Pass } {
  const pass = SMALL.get(radix);
  return pass ? { stage: stageOf(radix, m), pass } : oddRadix(radix, m);
}
