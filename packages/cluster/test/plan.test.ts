import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makePlan } from "@svcca/cluster/node";
import { encodeNpy, encodeNpz } from "@svcca/io";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { network } from "./networks.js";

const folder = mkdtempSync(join(tmpdir(), "svcca-plan-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const request = { couples: [[0, 1]] as const, choice: {}, version: "1", backend: "reference" };

test("shards cover all datapoints once, span no two files of any network, and are small", async () => {
  let run = 0;
  const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(sizes, fc.integer({ min: 1, max: 50 }), async (parts, shardRows) => {
      const rows = parts.reduce((sum, one) => sum + one, 0);
      const name = join(folder, `${run++}`);
      const column = (n: number) => encodeNpy({ shape: [n, 2], data: new Float64Array(2 * n) });
      writeFileSync(`${name}-whole.npy`, column(rows));
      for (const [i, n] of parts.entries()) writeFileSync(`${name}-part-${i}.npy`, column(n));
      const { cuts, networks } = await makePlan({
        ...request,
        networks: [
          { target: `${name}-whole.npy`, layers: [`${run - 1}-whole`] },
          { target: `${name}-part-*.npy`, layers: [`${name}-part-*.npy`] },
        ],
        shardRows,
      });
      expect(networks[1]!.parts.map((part) => part.rows)).toEqual(parts);
      expect([cuts[0], cuts.at(-1)]).toEqual([0, rows]);
      cuts.slice(1).forEach((end, i) => {
        expect(end - cuts[i]!).toBeGreaterThan(0);
        expect(end - cuts[i]!).toBeLessThanOrEqual(shardRows);
      });
      let end = 0;
      for (const one of parts) {
        end += one;
        expect(cuts).toContain(end);
      }
    }),
    { numRuns: 40 },
  );
});

test("a network that is given twice is one, and shards have some 256 MiB by themselves", async () => {
  const path = join(folder, "net.npz");
  writeFileSync(path, encodeNpz(network(100, [8, 4], 1)));
  const net = { target: path, layers: ["layer0", "layer1"] };
  const plan = await makePlan({ ...request, networks: [net, net] });
  expect(plan.networks.length).toBe(1);
  expect(plan.couples).toEqual([[0, 0]]);
  expect(plan.cuts).toEqual([0, 100]);
});

test("networks that do not fit together, and layers that are too wide, are refused", async () => {
  const paths = [90, 100].map((rows) => {
    const path = join(folder, `${rows}.npz`);
    writeFileSync(path, encodeNpz(network(rows, [3], 1)));
    return path;
  });
  const networks = paths.map((target) => ({ target, layers: ["layer0"] }));
  await expect(makePlan({ ...request, networks })).rejects.toThrow(
    `${paths[1]} has 100 datapoints, ${paths[0]} has 90; both must have seen the same`,
  );
  const wide = join(folder, "wide.npy");
  writeFileSync(wide, encodeNpy({ shape: [2, 20_000], data: new Float32Array(40_000) }));
  await expect(
    makePlan({ ...request, networks: [{ target: wide, layers: ["wide"] }], couples: [[0, 0]] }),
  ).rejects.toThrow(/wide\.npy.*: the second moments of 20000 neurons take too much memory/);
});
