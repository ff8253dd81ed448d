import { createWasmBackend as createSingle } from "@svcca/backend-wasm";
import { createWasmBackend } from "@svcca/backend-wasm/node";
import { conformanceCases } from "@svcca/linalg/testing";
import { afterAll, describe, test } from "vitest";

const backends = {
  "two threads": await createWasmBackend({ threads: 2 }),
  "one thread": await createWasmBackend({ threads: 1 }),
  "one thread, not fused": await createWasmBackend({ threads: 1, fused: false }),
  "the entry for pages": await createSingle(),
};
afterAll(() => Promise.all(Object.values(backends).map((backend) => backend.dispose?.())));

for (const [what, backend] of Object.entries(backends)) {
  describe(what, () => {
    for (const { name, run } of conformanceCases()) test(name, () => run(backend));
  });
}
