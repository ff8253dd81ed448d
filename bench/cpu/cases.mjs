// What is compared: pairs of layers, or 8 x 8 of them; with an image, by frequency.
export const cases = {
  a: { what: "512 x 512 neurons, n = 10,000", n: 10_000, d: 512, each: 1 },
  b: { what: "1024 x 1024, n = 10,000", n: 10_000, d: 1024, each: 1 },
  c: { what: "2048 x 2048, n = 20,000", n: 20_000, d: 2048, each: 1 },
  d: { what: "grid of 8 x 8 layers of 256, n = 5,000", n: 5000, d: 256, each: 8 },
  e: { what: "64 x 64 channels, 256,000 positions", n: 256_000, d: 64, each: 1 },
  f: {
    what: "Fourier CCA of (1000, 16, 16, 32) twice",
    ...{ n: 256_000, d: 32, each: 1, image: [16, 16] },
  },
  i: { what: "ImageNet-shaped: 256 channels, 100 images of 56 x 56", n: 313_600, d: 256, each: 1 },
  s: { what: "32 x 32 neurons, n = 500", n: 500, d: 32, each: 1 },
};

/** A case of an eighth of the neurons and a twentieth of the datapoints: whether everything runs. */
export function small({ what, n, d, ...rest }) {
  return { what: `small, instead of ${what}`, n: n / 20, d: d / 8, ...rest };
}
