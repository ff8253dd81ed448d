import type { Redis } from "ioredis";
import { KEEP_SECONDS, PREFIX } from "../names.js";
import type { Notes } from "../notes.js";

/** Notes as hashes in Redis. */
export function notesInRedis(redis: Redis): Notes {
  // Under a name of their own: what earlier versions left beside them is not hashes.
  const keyOf = (key: string) => `${PREFIX}:note:${key}`;
  return {
    async put(key, fields, seconds = KEEP_SECONDS) {
      // Both or none: what never expires would be a ghost for ever.
      const done = await redis.multi().hset(keyOf(key), fields).expire(keyOf(key), seconds).exec();
      const failed = done?.find(([error]) => error)?.[0];
      if (failed) throw failed;
    },
    get: (key) => redis.hgetall(keyOf(key)),
    async field(key, field) {
      return (await redis.hget(keyOf(key), field)) ?? undefined;
    },
    count: (key) => redis.hlen(keyOf(key)),
    async forget(keys) {
      await redis.del(keys.map(keyOf));
    },
    async under(beginning) {
      const names = new Set<string>();
      const match = `${keyOf(beginning)}*`;
      for await (const page of redis.scanStream({ match, count: 1000 })) {
        for (const name of page as string[]) names.add(name);
      }
      const found = new Map<string, Record<string, string>>();
      for (const name of names) {
        const fields = await redis.hgetall(name);
        // It may have been forgotten meanwhile.
        if (Object.keys(fields).length > 0) found.set(name.slice(match.length - 1), fields);
      }
      return found;
    },
  };
}
