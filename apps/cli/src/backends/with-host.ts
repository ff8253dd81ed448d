import type { Backend, CompleteBackend } from "@svcca/linalg";

/** A backend that takes its host with it when it is disposed of. */
export function withHost(backend: CompleteBackend, host: Backend): CompleteBackend {
  return {
    ...backend,
    async dispose() {
      await backend.dispose?.();
      await host.dispose?.();
    },
  };
}
