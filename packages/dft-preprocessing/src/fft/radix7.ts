import { unitCircle } from "@svcca/linalg";
import type { Pass } from "./stage.js";

const { cos: C1, sin: S1 } = unitCircle(1, 7);
const { cos: C2, sin: S2 } = unitCircle(2, 7);
const { cos: C3, sin: S3 } = unitCircle(3, 7);

/** The pass of `oddRadix` written out for 7, the odd factor of 224, 112, 56, 28, 14 and 7. */
export const radix7: Pass = ({ m, cos, sin }, lanes, offset, xr, xi, yr, yi) => {
  const step = m * lanes;
  for (let p = 0; p < m; p++) {
    const turn = 6 * p;
    let i = offset + p * lanes;
    let o = offset + 7 * p * lanes;
    for (const end = i + lanes; i < end; i++, o++) {
      const ar = xr[i]!;
      const ai = xi[i]!;
      const t1r = xr[i + step]! + xr[i + 6 * step]!;
      const t1i = xi[i + step]! + xi[i + 6 * step]!;
      const d1r = xr[i + step]! - xr[i + 6 * step]!;
      const d1i = xi[i + step]! - xi[i + 6 * step]!;
      const t2r = xr[i + 2 * step]! + xr[i + 5 * step]!;
      const t2i = xi[i + 2 * step]! + xi[i + 5 * step]!;
      const d2r = xr[i + 2 * step]! - xr[i + 5 * step]!;
      const d2i = xi[i + 2 * step]! - xi[i + 5 * step]!;
      const t3r = xr[i + 3 * step]! + xr[i + 4 * step]!;
      const t3i = xi[i + 3 * step]! + xi[i + 4 * step]!;
      const d3r = xr[i + 3 * step]! - xr[i + 4 * step]!;
      const d3i = xi[i + 3 * step]! - xi[i + 4 * step]!;
      yr[o] = ar + t1r + t2r + t3r;
      yi[o] = ai + t1i + t2i + t3i;

      const u1r = ar + C1 * t1r + C2 * t2r + C3 * t3r;
      const u1i = ai + C1 * t1i + C2 * t2i + C3 * t3i;
      const v1r = S1 * d1i + S2 * d2i + S3 * d3i;
      const v1i = -S1 * d1r - S2 * d2r - S3 * d3r;
      let c = cos[turn]!;
      let s = sin[turn]!;
      yr[o + lanes] = (u1r + v1r) * c - (u1i + v1i) * s;
      yi[o + lanes] = (u1r + v1r) * s + (u1i + v1i) * c;
      c = cos[turn + 5]!;
      s = sin[turn + 5]!;
      yr[o + 6 * lanes] = (u1r - v1r) * c - (u1i - v1i) * s;
      yi[o + 6 * lanes] = (u1r - v1r) * s + (u1i - v1i) * c;

      const u2r = ar + C2 * t1r + C3 * t2r + C1 * t3r;
      const u2i = ai + C2 * t1i + C3 * t2i + C1 * t3i;
      const v2r = S2 * d1i - S3 * d2i - S1 * d3i;
      const v2i = -S2 * d1r + S3 * d2r + S1 * d3r;
      c = cos[turn + 1]!;
      s = sin[turn + 1]!;
      yr[o + 2 * lanes] = (u2r + v2r) * c - (u2i + v2i) * s;
      yi[o + 2 * lanes] = (u2r + v2r) * s + (u2i + v2i) * c;
      c = cos[turn + 4]!;
      s = sin[turn + 4]!;
      yr[o + 5 * lanes] = (u2r - v2r) * c - (u2i - v2i) * s;
      yi[o + 5 * lanes] = (u2r - v2r) * s + (u2i - v2i) * c;

      const u3r = ar + C3 * t1r + C1 * t2r + C2 * t3r;
      const u3i = ai + C3 * t1i + C1 * t2i + C2 * t3i;
      const v3r = S3 * d1i - S1 * d2i + S2 * d3i;
      const v3i = -S3 * d1r + S1 * d2r - S2 * d3r;
      c = cos[turn + 2]!;
      s = sin[turn + 2]!;
      yr[o + 3 * lanes] = (u3r + v3r) * c - (u3i + v3i) * s;
      yi[o + 3 * lanes] = (u3r + v3r) * s + (u3i + v3i) * c;
      c = cos[turn + 3]!;
      s = sin[turn + 3]!;
      yr[o + 4 * lanes] = (u3r - v3r) * c - (u3i - v3i) * s;
      yi[o + 4 * lanes] = (u3r - v3r) * s + (u3i - v3i) * c;
    }
  }
};
