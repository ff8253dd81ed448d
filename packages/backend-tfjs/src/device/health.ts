import { SvccaError } from "@svcca/linalg";
import type { TfjsBackend } from "./tfjs.js";

/** Whether a device is still there, and whether it did what it was told. */
export class Health {
  private reason: string | undefined;
  private readonly gone: Promise<never>;

  constructor(
    private readonly name: string,
    private readonly backend: TfjsBackend,
  ) {
    this.gone = new Promise((_, reject) => {
      void backend.device?.lost.then(({ message }) => {
        this.reason ??= message || "no reason was given";
        reject(this.error());
      });
    });
    // Whoever works at that moment hears of it; nobody else has to.
    this.gone.catch(() => {});
  }

  /** @throws SvccaError `device-lost`, also after `dispose`. */
  assertThere(): void {
    if (this.backend.gpgpu?.gl.isContextLost()) this.reason ??= "the WebGL context was lost";
    if (this.reason !== undefined) throw this.error();
  }

  /**
   * Does some work, one at a time. A GPU reports what it could not do (no memory for a buffer) beside
   * its results, which are zeros then, and so does one that is lost while it works: both are errors.
   *
   * @throws SvccaError `device-lost`; `device-refused` for what the device did not do.
   */
  async watch<T>(work: () => Promise<T>): Promise<T> {
    this.assertThere();
    const { device } = this.backend;
    if (!device) {
      const result = await work();
      this.assertThere();
      return result;
    }
    const scopes = ["validation", "out-of-memory", "internal"] as const;
    for (const scope of scopes) device.pushErrorScope(scope);
    let result: T | undefined;
    let thrown: { error: unknown } | undefined;
    try {
      result = await Promise.race([work(), this.gone]);
    } catch (error) {
      thrown = { error };
    }
    const refusals = scopes.map(() => device.popErrorScope().catch(() => null));
    const refused = (await Promise.all(refusals)).find((one) => one !== null);
    // A read that a lost device cuts short may fail before the loss is told of.
    if (thrown) await new Promise((resolve) => setTimeout(resolve, 0));
    this.assertThere();
    if (refused) throw this.refusal(refused.message);
    if (thrown) throw thrown.error;
    return result as T;
  }

  dispose(): void {
    this.reason ??= "the backend was disposed of";
  }

  private error(): SvccaError {
    return new SvccaError(
      "device-lost",
      `tfjs-${this.name}: the device is lost (${this.reason}); create the backend anew, or use another one`,
      { backend: this.name, reason: this.reason },
    );
  }

  private refusal(message: string): SvccaError {
    const [first] = message.split("\n");
    return new SvccaError(
      "device-refused",
      `tfjs-${this.name}: the device refused to compute (${first}); use another backend`,
      { backend: this.name, reason: message },
    );
  }
}
