import { collectMoments, momentsFromArrays, momentsToArrays, svccaFromMoments } from "@svcca/core";
import { describe, expect, test } from "vitest";
import { gaussianMatrix } from "./helpers.js";

async function stored() {
  const layers = [gaussianMatrix(50, 4, 1), gaussianMatrix(50, 3, 2), gaussianMatrix(50, 2, 3)];
  const moments = await collectMoments(layers, {
    pairs: [
      [0, 1],
      [0, 2],
    ],
  });
  return { moments, origins: [{ source: "a.npz:conv1", sha256: "00ff" }] };
}
const opener = (arrays: ReturnType<typeof momentsToArrays>) => async (name: string) => arrays[name];

describe("moments as named arrays", () => {
  test("come back as they were", async () => {
    const before = await stored();
    const after = await momentsFromArrays("m.npz", opener(momentsToArrays(before)));
    expect(after).toEqual(before);
    expect(await svccaFromMoments(after.moments, { pair: [0, 2] })).toEqual(
      await svccaFromMoments(before.moments, { pair: [0, 2] }),
    );
  });

  test("what is no moments, of another version or damaged is refused", async () => {
    const arrays = momentsToArrays(await stored());
    const read = (changed: object) =>
      momentsFromArrays("m.npz", opener({ ...arrays, ...changed } as typeof arrays));
    const meta = (change: object) => {
      const old = JSON.parse(new TextDecoder().decode(arrays.meta!.data as Uint8Array));
      const data = new TextEncoder().encode(JSON.stringify({ ...old, ...change }));
      return { meta: { shape: [data.length], data } };
    };
    await expect(read({ meta: undefined })).rejects.toThrow("m.npz: no second moments");
    await expect(read({ meta: { shape: [1], data: Uint8Array.of(255) } })).rejects.toThrow(
      "no second moments",
    );
    await expect(read(meta({ version: 2 }))).rejects.toThrow("moments of version 2");
    await expect(read(meta({ datapoints: -1 }))).rejects.toThrow("no second moments");
    await expect(read({ gram1: undefined })).rejects.toThrow("gram1 is missing");
    await expect(read({ cross0: arrays.cross1 })).rejects.toThrow("of another shape than (4, 3)");
    const broken = { shape: [4], data: Float64Array.of(1, 2, Number.NaN, 4) };
    await expect(read({ mean0: broken })).rejects.toThrow("mean0 is missing");
  });

  test("a pair whose cross moments were not collected is named", async () => {
    const { moments } = await stored();
    await expect(svccaFromMoments(moments, { pair: [1, 2] })).rejects.toThrow(
      "no cross moments of layers 1 and 2",
    );
  });
});
