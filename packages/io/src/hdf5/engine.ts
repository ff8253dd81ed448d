import { type CallOptions, SvccaError } from "@svcca/linalg";
import type { Envelope, Hdf5File, Hdf5Request, Reply } from "./protocol.js";

/** A worker that answers envelopes. */
export interface Port {
  send(envelope: Envelope): void;
  /** Ends it, whatever it is doing. */
  close(): void;
}

/** Starts a worker. `failed` is called when it ends by itself. */
export type StartPort = (
  replied: (reply: Reply) => void,
  failed: (reason: string) => void,
) => Port | Promise<Port>;

/**
 * How long a request may take, after the start of a worker: a read is a few megabytes, perhaps of a
 * slow disk; the rest looks at descriptions. A damaged file can make HDF5 walk in a circle instead.
 */
const MOST_SECONDS = { read: 30, describe: 8, start: 10 };
/** How long a worker waits for the next file, when it has none. */
const IDLE_MILLISECONDS = 2000;

/**
 * HDF5 in a worker: it blocks nobody, it can be ended when a damaged file makes it hang, and when
 * a file breaks it, only that file's request fails. Files are opened again in the next worker.
 */
export class Engine {
  readonly #start: StartPort;
  #port: Port | undefined;
  #pending:
    | { id: number; settle: (reply: Reply) => void; fail: (reason: string) => void }
    | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #next = 0;
  #files = 0;
  #idle: ReturnType<typeof setTimeout> | undefined;

  constructor(start: StartPort) {
    this.#start = start;
  }

  /** Asks, when all that was asked before is answered. @throws SvccaError what the worker found. */
  request<T>(file: Hdf5File, request: Hdf5Request, { signal }: CallOptions = {}): Promise<T> {
    const next = this.#last.then(() => {
      signal?.throwIfAborted();
      return this.#ask(file, request) as Promise<T>;
    });
    this.#last = next.catch(() => {});
    return next;
  }

  /** Counts a file in; its worker stays until {@link release}. */
  retain(): void {
    this.#files++;
    clearTimeout(this.#idle);
  }

  /** Lets go of a file, and of the worker when it was the last. */
  async release(file: Hdf5File): Promise<void> {
    if (this.#port) await this.request(file, { op: "close" }).catch(() => {});
    if (--this.#files > 0) return;
    this.#idle = setTimeout(() => this.#stop(), IDLE_MILLISECONDS);
    // A worker that waits keeps no program from ending.
    (this.#idle as { unref?(): void }).unref?.();
  }

  #stop(): void {
    this.#port?.close();
    this.#port = undefined;
  }

  async #ask(file: Hdf5File, request: Hdf5Request): Promise<unknown> {
    const where = "path" in request ? `${file.name}:${request.path}` : file.name;
    const id = this.#next++;
    const brief = request.op === "describe" || request.op === "list" || request.op === "texts";
    const seconds =
      (brief ? MOST_SECONDS.describe : MOST_SECONDS.read) + (this.#port ? 0 : MOST_SECONDS.start);
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      // The timer also keeps the program alive while the worker works.
      const reply = await new Promise<Reply>((resolve, reject) => {
        const fail = (reason: string) => {
          this.#stop();
          reject(
            new SvccaError(
              "format",
              `${where}: HDF5 failed on it (${reason}), as it does on damaged files; write the file again`,
              { reason },
            ),
          );
        };
        this.#pending = { id, settle: resolve, fail };
        timer = setTimeout(() => fail(`no answer in ${seconds} s`), seconds * 1000);
        this.#connect().then(
          (port) => port.send({ id, file, request }),
          (error) => fail(String(error)),
        );
      });
      if ("value" in reply) return reply.value;
      if (reply.fatal) this.#stop();
      const { code, message, facts } = reply.error;
      throw new SvccaError(code, message, facts);
    } finally {
      clearTimeout(timer);
      this.#pending = undefined;
    }
  }

  async #connect(): Promise<Port> {
    if (this.#port) return this.#port;
    // Words of a worker that was ended are not for the next one's requests.
    const port: Port = await this.#start(
      (reply) => {
        if (this.#port === port && this.#pending?.id === reply.id) this.#pending.settle(reply);
      },
      (reason) => {
        if (this.#port !== port) return;
        this.#port = undefined;
        this.#pending?.fail(reason);
      },
    );
    this.#port = port;
    return port;
  }
}
