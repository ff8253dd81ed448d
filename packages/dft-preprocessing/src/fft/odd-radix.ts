import { unitCircle } from "@svcca/linalg";
import { type Pass, type Stage, stageOf } from "./stage.js";

/**
 * A pass for any odd radix, by the sums and differences of inputs j and radix - j: of
 * X[k] = sum_j x[j] (cos(2 pi j k / r) - i sin(2 pi j k / r)) the two halves of j share their
 * cosines, and X[r - k] shares both with X[k]. A quarter of the work of the plain sum.
 */
export function oddRadix(radix: number, m: number): { stage: Stage; pass: Pass } {
  const half = (radix - 1) / 2;
  const roots = Array.from({ length: radix }, (_, k) => unitCircle(k, radix));
  const cosines = new Float64Array(half * half);
  const sines = new Float64Array(half * half);
  for (let k = 1, at = 0; k <= half; k++) {
    for (let j = 1; j <= half; j++, at++) {
      const root = roots[(j * k) % radix]!;
      cosines[at] = root.cos;
      sines[at] = root.sin;
    }
  }
  const sumR = new Float64Array(half);
  const sumI = new Float64Array(half);
  const differenceR = new Float64Array(half);
  const differenceI = new Float64Array(half);

  const pass: Pass = ({ cos, sin }, lanes, offset, xr, xi, yr, yi) => {
    const step = m * lanes;
    for (let p = 0; p < m; p++) {
      const turn = p * (radix - 1) - 1;
      let i = offset + p * lanes;
      let o = offset + radix * p * lanes;
      for (const end = i + lanes; i < end; i++, o++) {
        const ar = xr[i]!;
        const ai = xi[i]!;
        let totalR = ar;
        let totalI = ai;
        for (let j = 0, a = i + step, b = i + (radix - 1) * step; j < half; j++) {
          const sr = xr[a]! + xr[b]!;
          const si = xi[a]! + xi[b]!;
          differenceR[j] = xr[a]! - xr[b]!;
          differenceI[j] = xi[a]! - xi[b]!;
          sumR[j] = sr;
          sumI[j] = si;
          totalR += sr;
          totalI += si;
          a += step;
          b -= step;
        }
        yr[o] = totalR;
        yi[o] = totalI;
        for (let k = 1, at = 0; k <= half; k++) {
          let ur = ar;
          let ui = ai;
          let vr = 0;
          let vi = 0;
          for (let j = 0; j < half; j++, at++) {
            const c = cosines[at]!;
            const s = sines[at]!;
            ur += c * sumR[j]!;
            ui += c * sumI[j]!;
            vr += s * differenceI[j]!;
            vi -= s * differenceR[j]!;
          }
          const low = o + k * lanes;
          const cLow = cos[turn + k]!;
          const sLow = sin[turn + k]!;
          yr[low] = (ur + vr) * cLow - (ui + vi) * sLow;
          yi[low] = (ur + vr) * sLow + (ui + vi) * cLow;
          const high = o + (radix - k) * lanes;
          const cHigh = cos[turn + radix - k]!;
          const sHigh = sin[turn + radix - k]!;
          yr[high] = (ur - vr) * cHigh - (ui - vi) * sHigh;
          yi[high] = (ur - vr) * sHigh + (ui - vi) * cHigh;
        }
      }
    }
  };
  return { stage: stageOf(radix, m), pass };
}
