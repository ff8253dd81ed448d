/** Results as the command writes them, for tests of the report. */
export const layers = (count: number) =>
  Array.from({ length: count }, (_, index) => `layer${index}`);

const head = {
  schemaVersion: 1,
  measure: "svcca",
  datapoints: 300,
  options: { truncate: { variance: 0.99 }, average: "kept" },
  backend: "reference",
  warnings: [{ code: "few-datapoints", message: "few datapoints: take more" }],
  inputs: [
    { file: "runs/a.npz", array: "fc1", shape: [300, 64], dtype: "<f4", sha256: "00ff" },
    { file: "runs/b.npz", array: "fc1", shape: [300, 32], dtype: "<f4", sha256: "ff00" },
  ],
  version: "0.1.0",
};

export const compare = () => ({
  ...head,
  command: "compare",
  similarity: 0.5541152263004115,
  coefficients: [0.9123456789012345, 0.5, 0.25],
  kept: { x: 20, y: 21 },
  neurons: { x: 64, y: 32 },
  significance: { noiseFloor: 0.2 },
  frequencies: {
    height: 2,
    width: 2,
    similarity: [
      [0.9, 0.5],
      [0.4, 0.3],
    ],
  },
});

/** 1 on the diagonal, falling with distance; the top right corner is missing. */
const square = (size: number, sharpness = 1) =>
  Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_, column) =>
      size > 2 && row === 0 && column === size - 1
        ? null
        : 1 / (1 + sharpness * Math.abs(row - column)),
    ),
  );

export const grid = (size: number) => ({
  ...head,
  command: "grid",
  rows: layers(size),
  columns: layers(size),
  values: square(size),
});

export const dynamics = (size: number) => ({
  ...head,
  command: "dynamics",
  layers: layers(size),
  columns: layers(size),
  checkpoints: [0, 35, 75, 100].map((percent) => ({
    name: `${percent} %`,
    values: square(size, 1 + (100 - percent) / 30),
  })),
});

export const classes = (size: number) => ({
  ...head,
  command: "classes",
  layers: layers(size),
  classes: ["cat", "dog"],
  values: layers(size).map((_, layer) => [layer / size, 0.1]),
});
