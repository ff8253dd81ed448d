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

/** Two networks of different depth, as rows of one figure, or of the same. */
export const trainings = (first: number, second: number) => {
  const { layers: names, columns, checkpoints, ...rest } = dynamics(first);
  const other = dynamics(second);
  return {
    ...rest,
    layers: names,
    columns,
    checkpoints,
    networks: [
      { name: "plain", layers: names, columns, checkpoints },
      {
        name: "residual",
        layers: other.layers,
        columns: other.columns,
        checkpoints: other.checkpoints.map(({ name, values }) => ({
          name,
          values: values.map((row) => row.map((value) => value && value / 2)),
        })),
      },
    ],
  };
};

export const align = () => ({
  ...head,
  command: "align",
  similarity: 0.75,
  coefficients: [0.9, 0.8, 0.5],
  labels: [3, 7, 3, 7],
  x: {
    directions: [
      [0.1, 0.2, 0.3, 0.4],
      [0.4, 0.3, 0.2, 0.1],
    ],
    neurons: [12, 5],
    activations: [
      [1, 2, 3, 4],
      [0, 0, 1, 1],
    ],
  },
  y: {
    directions: [
      [0.1, 0.2, 0.3, 0.5],
      [0.4, 0.3, 0.2, 0.2],
    ],
    neurons: [8, 2],
    activations: [
      [1, 2, 3, 3],
      [0, 0, 2, 1],
    ],
  },
});

export const groups = () => ({
  ...head,
  command: "groups",
  layers: ["conv1", "fc1"],
  groups: [
    { name: "generalize", networks: ["g1.npz", "g2.npz", "g3.npz"] },
    { name: "memorize", networks: ["m1.npz"] },
  ],
  comparisons: [
    {
      groups: ["generalize", "generalize"],
      pairs: [
        ["g1.npz", "g2.npz"],
        ["g1.npz", "g3.npz"],
        ["g2.npz", "g3.npz"],
      ],
      values: [
        [0.9, 0.8],
        [0.8, 0.7],
        [0.7, 0.6],
      ],
      mean: [0.8, 0.7],
      spread: [0.1, 0.1],
    },
    {
      groups: ["generalize", "memorize"],
      pairs: [["g1.npz", "m1.npz"]],
      values: [[0.4, 0.3]],
      mean: [0.4, 0.3],
      spread: [0, 0],
    },
  ],
});

export const classes = (size: number) => ({
  ...head,
  command: "classes",
  layers: layers(size),
  classes: ["cat", "dog"],
  values: layers(size).map((_, layer) => [layer / size, 0.1]),
});
