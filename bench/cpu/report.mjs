/** The middle value, or the mean of the two middle ones. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle - 1)]) / 2;
}

/** Smallest to largest. */
export function spread(values) {
  return `${Math.min(...values).toFixed(3)} to ${Math.max(...values).toFixed(3)}`;
}

const LABELS = {
  wasm: "ours",
  directions: "ours, with aligned directions",
  float32: "ours, products in float32",
  native: "ours, native products",
  reference: "ours, reference backend",
  numpy_svcca: "google's way",
  numpy_best: "best NumPy",
};

function label(name) {
  const [program, kernel] = name.split("@");
  return kernel ? `${LABELS[program]} (${kernel} kernels)` : LABELS[program];
}

/** Markdown: medians in seconds, ratios to ours, and peak memory beyond the loaded input. */
export function table(rows, names, { machine, load, threads, measure, rounds, versions, commit }) {
  const others = names.slice(1);
  const lines = [
    `Measured at ${commit} on ${machine}; threads each: ${threads}; medians of ${rounds} interleaved runs, by ${measure}; load average before each case: ${load}.`,
    ...versions.map((version) => `* ${version}`),
    "",
    `| case | ${names.map((name) => `${label(name)}, s`).join(" | ")} | ${others.map((name) => `${label(name)} / ours`).join(" | ")} |`,
    `|${" --- |".repeat(1 + names.length + others.length)}`,
    ...rows.map(({ key, what, seconds }) => {
      const medians = names.map((name) => median(seconds[name]));
      const ratios = medians.slice(1).map((value) => (value / medians[0]).toFixed(2));
      return `| ${key}: ${what} | ${medians.map((value) => value.toFixed(3)).join(" | ")} | ${ratios.join(" | ")} |`;
    }),
    "",
    "Spread of the runs in seconds, processor time of all threads in seconds (median), and peak memory beyond the runtime and the loaded input:",
    "",
    `| case | ${names.map(label).join(" | ")} |`,
    `|${" --- |".repeat(1 + names.length)}`,
    ...rows.map(({ key, seconds, busy, memory }) => {
      const cells = names.map(
        (name) =>
          `${spread(seconds[name])}; ${median(busy[name]).toFixed(3)}; ${(memory[name] / 1e6).toFixed(0)} MB`,
      );
      return `| ${key} | ${cells.join(" | ")} |`;
    }),
  ];
  return `${lines.join("\n")}\n`;
}
