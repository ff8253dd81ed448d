import type { Backend, CallOptions } from "../backend.js";
import { breather } from "../reference/breather.js";
import { type CompleteBackend, withFallback } from "../reference/index.js";
import { complexEigh } from "./eigh.js";
import { complexMatmul } from "./matmul.js";
import { complexSingularValues } from "./svd.js";

type Methods = Required<
  Pick<Backend, "hermitianEighs" | "complexSingularValues" | "complexProducts">
>;

/** A backend that has lists of complex matrices too. */
export type ComplexBackend = CompleteBackend & Methods;

/**
 * {@link withFallback}, and complex matrices in lists: one after the other in plain JavaScript where
 * the backend does not take them, products by its own `matmul`.
 */
export function withComplexFallback(backend: Backend): ComplexBackend {
  const complete = withFallback(backend);
  const methods: Methods = {
    async hermitianEighs(matrices, { keep, ...call } = {}) {
      return oneByOne(matrices, call, (a, i) =>
        complexEigh(a, keep ? { ...call, keep: (values) => keep(values, i) } : call),
      );
    },
    async complexSingularValues(matrices, call = {}) {
      return oneByOne(matrices, call, (a) => complexSingularValues(a, call));
    },
    async complexProducts(factors, call = {}) {
      return oneByOne(factors, call, ({ a, b, adjointA = false }) =>
        complexMatmul(a, b, { backend: complete, adjointA, ...call }),
      );
    },
  };
  const { hermitianEighs, complexSingularValues: values, complexProducts } = complete;
  // Into the object itself, as its name may change.
  return Object.assign(complete, {
    hermitianEighs: hermitianEighs ?? methods.hermitianEighs,
    complexSingularValues: values ?? methods.complexSingularValues,
    complexProducts: complexProducts ?? methods.complexProducts,
  });
}

async function oneByOne<T, R>(
  list: readonly T[],
  { signal }: CallOptions,
  each: (one: T, index: number) => Promise<R>,
): Promise<R[]> {
  signal?.throwIfAborted();
  const breathe = breather(signal);
  const results: R[] = [];
  for (const [i, one] of list.entries()) {
    await breathe();
    results.push(await each(one, i));
  }
  return results;
}
