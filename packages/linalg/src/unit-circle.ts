/**
 * cos and sin of 2 pi k / n, each correct to about one rounding, also where k runs over many
 * turns: the angle is first brought into the first eighth of the circle in whole numbers.
 *
 * A Fourier transform is only as accurate as its roots of unity; Math.cos of a large rounded
 * angle is not.
 */
export function unitCircle(k: number, n: number): { cos: number; sin: number } {
  let turn = k % n;
  if (turn < 0) turn += n;
  // In units of an eighth of a turn: turn / n = eighth / 8 + rest.
  const eighth = Math.floor((8 * turn) / n);
  const odd = eighth % 2 === 1;
  // The distance to the nearest multiple of a quarter turn, in turns times 8 n: exact.
  const distance = odd ? (eighth + 1) * n - 8 * turn : 8 * turn - eighth * n;
  const angle = (Math.PI * distance) / (4 * n);
  const [near, far] = [Math.cos(angle), Math.sin(angle)];
  switch (eighth) {
    case 0:
      return { cos: near, sin: far };
    case 1:
      return { cos: far, sin: near };
    case 2:
      return { cos: -far, sin: near };
    case 3:
      return { cos: -near, sin: far };
    case 4:
      return { cos: -near, sin: -far };
    case 5:
      return { cos: -far, sin: -near };
    case 6:
      return { cos: far, sin: -near };
    default:
      return { cos: near, sin: -far };
  }
}
