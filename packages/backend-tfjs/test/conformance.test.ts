import { createTfjsBackend } from "@svcca/backend-tfjs";
import { conformanceCases } from "@svcca/linalg/testing";
import { afterAll, describe, expect, test } from "vitest";
import { tf } from "./tfjs.js";

for (const name of ["cpu", "wasm"]) {
  describe(`tfjs-${name}`, async () => {
    // Every product goes to the device, however small.
    const backend = await createTfjsBackend(tf, { backend: name, leastFlops: 0 });
    afterAll(() => backend.dispose?.());
    for (const { name: what, run } of conformanceCases()) test(what, () => run(backend));

    test("says what it is", () => {
      expect(backend.name).toBe(`tfjs-${name}`);
      expect(backend.unitRoundoff).toBe(2 ** -24);
    });
  });
}
