import { createNativeBackend } from "@svcca/backend-native/node";
import { createWasmBackend } from "@svcca/backend-wasm/node";
import { conformanceCases } from "@svcca/linalg/testing";
import { afterAll, describe, test } from "vitest";

const host = await createWasmBackend({ threads: 1 });
const backends = {
  "however small the product": await createNativeBackend({ host, threads: 2, leastFlops: 0 }),
  "as it comes": await createNativeBackend({ host }),
};
afterAll(() => Promise.all([...Object.values(backends), host].map((one) => one.dispose?.())));

for (const [what, backend] of Object.entries(backends)) {
  describe(what, () => {
    for (const { name, run } of conformanceCases()) test(name, () => run(backend));
  });
}
