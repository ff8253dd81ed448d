import {
  assertSchemaCompatibility,
  LATEST_SCHEMA_VERSION,
  type PgPoolClient,
  runMigrations,
  SchemaMigrationRequiredError,
} from "bullmq";

/** The schema of BullMQ's tables: the only one that it uses with a pool that is handed to it. */
export const QUEUE_SCHEMA = "bullmq";

/** The notes: every key has a time until which it counts, and fields. */
const NOTES = `
  CREATE SCHEMA IF NOT EXISTS svcca;
  CREATE TABLE IF NOT EXISTS svcca.note (
    key text PRIMARY KEY,
    expires timestamptz NOT NULL
  );
  CREATE TABLE IF NOT EXISTS svcca.field (
    key text REFERENCES svcca.note ON DELETE CASCADE,
    field text,
    value text NOT NULL,
    PRIMARY KEY (key, field)
  );`;

/** Lets one at a time make the tables: "svca" in ASCII. */
const LOCK = 0x73766361;

/** Makes the tables where they are missing, and forgets notes that are out of date. */
export async function prepareSchema(client: PgPoolClient): Promise<void> {
  // Looked at first: only who makes tables needs the right to.
  if ((await queueVersion(client)) < LATEST_SCHEMA_VERSION) {
    await runMigrations(client, QUEUE_SCHEMA);
  }
  const { rows } = await client.query("SELECT to_regclass('svcca.field') AS there");
  if (rows[0].there === null) {
    // All in one query is one transaction.
    await client.query(`SELECT pg_advisory_xact_lock(${LOCK}); ${NOTES}`);
  }
  await client.query("DELETE FROM svcca.note WHERE expires < now()");
}

async function queueVersion(client: PgPoolClient): Promise<number> {
  try {
    return await assertSchemaCompatibility(client, QUEUE_SCHEMA);
  } catch (error) {
    if (error instanceof SchemaMigrationRequiredError) return 0;
    throw error;
  }
}
