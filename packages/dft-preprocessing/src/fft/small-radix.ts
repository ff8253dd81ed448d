import type { Pass } from "./stage.js";

// Each pass is written out, since these few lines are where all the time goes. Per sequence p:
// load the `radix` inputs, transform them, turn output j by the root of unity p j, store.

export const radix2: Pass = ({ m, cos, sin }, lanes, offset, xr, xi, yr, yi) => {
  const step = m * lanes;
  for (let p = 0; p < m; p++) {
    const c = cos[p]!;
    const s = sin[p]!;
    let i = offset + p * lanes;
    let o = offset + 2 * p * lanes;
    for (const end = i + lanes; i < end; i++, o++) {
      const ar = xr[i]!;
      const ai = xi[i]!;
      const br = xr[i + step]!;
      const bi = xi[i + step]!;
      yr[o] = ar + br;
      yi[o] = ai + bi;
      const dr = ar - br;
      const di = ai - bi;
      yr[o + lanes] = dr * c - di * s;
      yi[o + lanes] = dr * s + di * c;
    }
  }
};

const SIN60 = Math.sqrt(3) / 2;

export const radix3: Pass = ({ m, cos, sin }, lanes, offset, xr, xi, yr, yi) => {
  const step = m * lanes;
  for (let p = 0; p < m; p++) {
    const [c1, s1, c2, s2] = [cos[2 * p]!, sin[2 * p]!, cos[2 * p + 1]!, sin[2 * p + 1]!];
    let i = offset + p * lanes;
    let o = offset + 3 * p * lanes;
    for (const end = i + lanes; i < end; i++, o++) {
      const ar = xr[i]!;
      const ai = xi[i]!;
      const br = xr[i + step]!;
      const bi = xi[i + step]!;
      const cr = xr[i + 2 * step]!;
      const ci = xi[i + 2 * step]!;
      const tr = br + cr;
      const ti = bi + ci;
      yr[o] = ar + tr;
      yi[o] = ai + ti;
      const ur = ar - 0.5 * tr;
      const ui = ai - 0.5 * ti;
      const vr = SIN60 * (bi - ci);
      const vi = SIN60 * (cr - br);
      const b1r = ur + vr;
      const b1i = ui + vi;
      const b2r = ur - vr;
      const b2i = ui - vi;
      yr[o + lanes] = b1r * c1 - b1i * s1;
      yi[o + lanes] = b1r * s1 + b1i * c1;
      yr[o + 2 * lanes] = b2r * c2 - b2i * s2;
      yi[o + 2 * lanes] = b2r * s2 + b2i * c2;
    }
  }
};

export const radix4: Pass = ({ m, cos, sin }, lanes, offset, xr, xi, yr, yi) => {
  const step = m * lanes;
  for (let p = 0; p < m; p++) {
    const [c1, s1, c2, s2] = [cos[3 * p]!, sin[3 * p]!, cos[3 * p + 1]!, sin[3 * p + 1]!];
    const [c3, s3] = [cos[3 * p + 2]!, sin[3 * p + 2]!];
    let i = offset + p * lanes;
    let o = offset + 4 * p * lanes;
    for (const end = i + lanes; i < end; i++, o++) {
      const ar = xr[i]!;
      const ai = xi[i]!;
      const br = xr[i + step]!;
      const bi = xi[i + step]!;
      const cr = xr[i + 2 * step]!;
      const ci = xi[i + 2 * step]!;
      const dr = xr[i + 3 * step]!;
      const di = xi[i + 3 * step]!;
      const er = ar + cr;
      const ei = ai + ci;
      const fr = ar - cr;
      const fi = ai - ci;
      const gr = br + dr;
      const gi = bi + di;
      const hr = bi - di;
      const hi = dr - br;
      yr[o] = er + gr;
      yi[o] = ei + gi;
      const b1r = fr + hr;
      const b1i = fi + hi;
      const b2r = er - gr;
      const b2i = ei - gi;
      const b3r = fr - hr;
      const b3i = fi - hi;
      yr[o + lanes] = b1r * c1 - b1i * s1;
      yi[o + lanes] = b1r * s1 + b1i * c1;
      yr[o + 2 * lanes] = b2r * c2 - b2i * s2;
      yi[o + 2 * lanes] = b2r * s2 + b2i * c2;
      yr[o + 3 * lanes] = b3r * c3 - b3i * s3;
      yi[o + 3 * lanes] = b3r * s3 + b3i * c3;
    }
  }
};

const COS72 = (Math.sqrt(5) - 1) / 4;
const COS144 = -(Math.sqrt(5) + 1) / 4;
const SIN72 = Math.sqrt(10 + 2 * Math.sqrt(5)) / 4;
const SIN144 = Math.sqrt(10 - 2 * Math.sqrt(5)) / 4;

export const radix5: Pass = ({ m, cos, sin }, lanes, offset, xr, xi, yr, yi) => {
  const step = m * lanes;
  for (let p = 0; p < m; p++) {
    const [c1, s1, c2, s2] = [cos[4 * p]!, sin[4 * p]!, cos[4 * p + 1]!, sin[4 * p + 1]!];
    const [c3, s3, c4, s4] = [cos[4 * p + 2]!, sin[4 * p + 2]!, cos[4 * p + 3]!, sin[4 * p + 3]!];
    let i = offset + p * lanes;
    let o = offset + 5 * p * lanes;
    for (const end = i + lanes; i < end; i++, o++) {
      const ar = xr[i]!;
      const ai = xi[i]!;
      const t1r = xr[i + step]! + xr[i + 4 * step]!;
      const t1i = xi[i + step]! + xi[i + 4 * step]!;
      const d1r = xr[i + step]! - xr[i + 4 * step]!;
      const d1i = xi[i + step]! - xi[i + 4 * step]!;
      const t2r = xr[i + 2 * step]! + xr[i + 3 * step]!;
      const t2i = xi[i + 2 * step]! + xi[i + 3 * step]!;
      const d2r = xr[i + 2 * step]! - xr[i + 3 * step]!;
      const d2i = xi[i + 2 * step]! - xi[i + 3 * step]!;
      yr[o] = ar + t1r + t2r;
      yi[o] = ai + t1i + t2i;
      const u1r = ar + COS72 * t1r + COS144 * t2r;
      const u1i = ai + COS72 * t1i + COS144 * t2i;
      const u2r = ar + COS144 * t1r + COS72 * t2r;
      const u2i = ai + COS144 * t1i + COS72 * t2i;
      const v1r = SIN72 * d1i + SIN144 * d2i;
      const v1i = -SIN72 * d1r - SIN144 * d2r;
      const v2r = SIN144 * d1i - SIN72 * d2i;
      const v2i = -SIN144 * d1r + SIN72 * d2r;
      yr[o + lanes] = (u1r + v1r) * c1 - (u1i + v1i) * s1;
      yi[o + lanes] = (u1r + v1r) * s1 + (u1i + v1i) * c1;
      yr[o + 2 * lanes] = (u2r + v2r) * c2 - (u2i + v2i) * s2;
      yi[o + 2 * lanes] = (u2r + v2r) * s2 + (u2i + v2i) * c2;
      yr[o + 3 * lanes] = (u2r - v2r) * c3 - (u2i - v2i) * s3;
      yi[o + 3 * lanes] = (u2r - v2r) * s3 + (u2i - v2i) * c3;
      yr[o + 4 * lanes] = (u1r - v1r) * c4 - (u1i - v1i) * s4;
      yi[o + 4 * lanes] = (u1r - v1r) * s4 + (u1i - v1i) * c4;
    }
  }
};
