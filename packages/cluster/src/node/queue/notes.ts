/**
 * Small texts that the members of a cluster leave for each other, beside the queue and on the same
 * server: by key and field.
 */
export interface Notes {
  /**
   * Puts fields under a key; its other fields stay.
   *
   * @param seconds after which the key is forgotten, unless something is put there before. Default a
   *   week.
   */
  put(key: string, fields: Readonly<Record<string, string>>, seconds?: number): Promise<void>;
  /** All fields of a key; none when nothing is known of it. */
  get(key: string): Promise<Record<string, string>>;
  field(key: string, field: string): Promise<string | undefined>;
  /** How many fields a key has. */
  count(key: string): Promise<number>;
  forget(keys: readonly string[]): Promise<void>;
  /** The fields of all keys that begin so, by the rest of the key. */
  under(beginning: string): Promise<Map<string, Record<string, string>>>;
}
