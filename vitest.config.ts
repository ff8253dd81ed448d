import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

// The tests run against the built packages: what is tested is what ships.
export default defineConfig({
  test: {
    include: [
      "{packages,apps}/*/test/**/*.test.ts",
      "fixtures/test/**/*.test.ts",
      "docs/test/**/*.test.ts",
      "tests/**/*.test.ts",
    ],
    // On two processors vitest would take one file at a time, though most tests wait for a process.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Libraries never log: what reaches the console in a test is a failure of its own.
    onConsoleLog: (text) => {
      throw new Error(`a test printed to the console: ${text.slice(0, 200)}`);
    },
  },
});
