import { referenceBackend } from "../reference/index.js";
import type { ConformanceCase } from "./case.js";
import { checkWithin } from "./check.js";
import { gaussianMatrix } from "./random.js";

/** Datapoints enough that a float32 sum over all of them would fail. */
const ROWS = 8192;
const COLS = 16;

export const roundingCases: readonly ConformanceCase[] = [
  {
    name: "blockMoments: rounding of a long sum leaves no directions that are not there",
    async run(backend) {
      // One direction alone, all of whose products are nearly equal: their rounding does not cancel.
      const signs = gaussianMatrix(ROWS, 1, 1).data;
      const data = Float64Array.from(
        { length: ROWS * COLS },
        (_, p) => 0.7 * Math.sign(signs[Math.floor(p / COLS)]!) * (0.3 + 1e-3 * ((p % COLS) % 7)),
      );
      const layer = { data, rows: ROWS, cols: COLS };
      const { products } = await backend.blockMoments([layer], [[0, 0]]);
      const { values } = await referenceBackend.eigh(products[0]!);
      // Float32 must add up in float64 at short intervals; float64 has room for d u.
      const { momentsRoundoff } = backend;
      const size = momentsRoundoff > 2 ** -50 ? 1 : COLS;
      const largest = Math.max(Math.abs(values[1]!), Math.abs(values.at(-1)!));
      checkWithin(largest / values[0]!, 32 * size * momentsRoundoff, "blockMoments: noise");
    },
  },
];
