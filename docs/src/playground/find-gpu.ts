/** The part of WebGPU that is used to find out whether there is any. */
interface Gpu {
  requestAdapter(): Promise<object | null>;
}

/**
 * Why this page cannot compute on a graphics card, as one line; undefined where it can. A driver that
 * only computes on the processor counts as a card here: it is right, and slow.
 */
export async function missingGpu(): Promise<string | undefined> {
  const { gpu } = navigator as { gpu?: Gpu };
  if (!isSecureContext) return "WebGPU needs https";
  if (!gpu) return "This browser has no WebGPU";
  const adapter = await gpu.requestAdapter().catch(() => null);
  return adapter ? undefined : "WebGPU finds no graphics card here";
}
