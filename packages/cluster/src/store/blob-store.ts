/**
 * Where the machines of a study keep what they computed: moments, directions, results. Values are
 * bytes under keys such as `moments/3f/9a…`; all machines see the same store.
 *
 * One method is required. It is reading and writing in one, because that is all that a job ever
 * does: look whether its result is there, and make it if not.
 */
export interface BlobStore {
  /** What to call it in messages; without credentials. */
  readonly name: string;
  /**
   * Shows `change` the bytes under `key` (undefined when there are none), and puts what it gives in
   * their place. When it gives undefined, everything stays as it is.
   *
   * A reader sees the bytes before or after, never half of them. Two updates of one key at a time
   * need no order: both write the same.
   *
   * @returns the bytes that are under the key afterwards.
   */
  update(
    key: string,
    change: (before: Uint8Array | undefined) => Promise<Uint8Array | undefined>,
  ): Promise<Uint8Array | undefined>;
  /** Whether there are bytes under `key`. Default: `update` is asked, which reads them. */
  has?(key: string): Promise<boolean>;
  /** Lets go of the bytes under `key`, if any. Default: they stay, and take room. */
  remove?(key: string): Promise<void>;
}
