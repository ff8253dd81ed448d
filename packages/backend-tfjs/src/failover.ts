import { type Backend, type ComplexBackend, SvccaError, withComplexFallback } from "@svcca/linalg";

/**
 * `first` until its device is lost or refuses to compute, and `spare` from then on; the call that
 * failed is done again there, so that nothing has to be started anew. `name` says so afterwards.
 * `dispose` is that of both.
 *
 * @param onSwitch is called once, with the reason.
 */
export function failover(
  first: Backend,
  spare: Backend,
  onSwitch: (reason: SvccaError) => void,
): ComplexBackend {
  const [before, after] = [withComplexFallback(first), withComplexFallback(spare)];
  let failed = false;
  const call = async <T>(run: (backend: ComplexBackend) => Promise<T>): Promise<T> => {
    if (failed) return run(after);
    try {
      return await run(before);
    } catch (error) {
      if (!isOfDevice(error)) throw error;
      if (!failed) onSwitch(error);
      failed = true;
      return run(after);
    }
  };
  return {
    get name() {
      return failed ? `${first.name}, then ${spare.name}` : first.name;
    },
    // What was computed before stays as accurate as it was.
    unitRoundoff: Math.max(before.unitRoundoff, after.unitRoundoff),
    momentsRoundoff: Math.max(before.momentsRoundoff, after.momentsRoundoff),
    matmul: (...args) => call((backend) => backend.matmul(...args)),
    centredProduct: (...args) => call((backend) => backend.centredProduct(...args)),
    blockMoments: (...args) => call((backend) => backend.blockMoments(...args)),
    project: (...args) => call((backend) => backend.project(...args)),
    eigh: (...args) => call((backend) => backend.eigh(...args)),
    svd: (...args) => call((backend) => backend.svd(...args)),
    singularValues: (...args) => call((backend) => backend.singularValues(...args)),
    hermitianEighs: (...args) => call((backend) => backend.hermitianEighs(...args)),
    complexSingularValues: (...args) => call((backend) => backend.complexSingularValues(...args)),
    complexProducts: (...args) => call((backend) => backend.complexProducts(...args)),
    async dispose() {
      await first.dispose?.();
      await spare.dispose?.();
    },
  };
}

function isOfDevice(error: unknown): error is SvccaError {
  return (
    error instanceof SvccaError && (error.code === "device-lost" || error.code === "device-refused")
  );
}
