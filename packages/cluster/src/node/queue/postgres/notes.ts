import type { PgQueryable } from "bullmq";
import { KEEP_SECONDS } from "../names.js";
import type { Notes } from "../notes.js";

/** Puts nothing under a key that has expired, whose fields would come back to life. */
const PUT = `
  WITH kept AS (
    INSERT INTO svcca.note AS note VALUES ($1, now() + make_interval(secs => $2))
    ON CONFLICT (key) DO UPDATE SET expires = EXCLUDED.expires WHERE note.expires > now()
    RETURNING key
  ), written AS (
    INSERT INTO svcca.field
      SELECT kept.key, put.field, put.value
        FROM kept, unnest($3::text[], $4::text[]) AS put (field, value)
      ON CONFLICT (key, field) DO UPDATE SET value = EXCLUDED.value
  )
  SELECT key FROM kept`;
const EXPIRE = "DELETE FROM svcca.note WHERE key = $1 AND expires <= now()";
const FIELDS = "FROM svcca.field JOIN svcca.note USING (key) WHERE expires > now() AND";
const GET = `SELECT field, value ${FIELDS} key = $1`;
const FIELD = `SELECT value ${FIELDS} key = $1 AND field = $2`;
const COUNT = `SELECT count(*)::int AS count ${FIELDS} key = $1`;
const FORGET = "DELETE FROM svcca.note WHERE key = ANY ($1)";
const UNDER = `SELECT key, field, value ${FIELDS} starts_with(key, $1)`;

interface Row {
  readonly key: string;
  readonly field: string;
  readonly value: string;
}

/** Notes in two tables of PostgreSQL. */
export function notesInPostgres(database: PgQueryable): Notes {
  return {
    async put(key, fields, seconds = KEEP_SECONDS) {
      const values = [key, seconds, Object.keys(fields), Object.values(fields)];
      while ((await database.query(PUT, values)).rows.length === 0) {
        await database.query(EXPIRE, [key]);
      }
    },
    async get(key) {
      const { rows } = await database.query<Row>(GET, [key]);
      return Object.fromEntries(rows.map(({ field, value }) => [field, value]));
    },
    async field(key, field) {
      return (await database.query<Row>(FIELD, [key, field])).rows[0]?.value;
    },
    async count(key) {
      return (await database.query<{ count: number }>(COUNT, [key])).rows[0]!.count;
    },
    async forget(keys) {
      await database.query(FORGET, [keys]);
    },
    async under(beginning) {
      const found = new Map<string, Record<string, string>>();
      for (const { key, field, value } of (await database.query<Row>(UNDER, [beginning])).rows) {
        const rest = key.slice(beginning.length);
        found.set(rest, { ...found.get(rest), [field]: value });
      }
      return found;
    },
  };
}
