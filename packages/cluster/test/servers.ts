import { Redis } from "ioredis";
import { Client } from "pg";
import { hasPostgres, startPostgres } from "./postgres.js";
import { hasRedis, startRedis } from "./redis.js";

/** What a queue can live on, and how to get one here. */
export const servers = [
  {
    name: "Redis",
    debian: "redis-server",
    isThere: hasRedis,
    start: () => startRedis(),
    watch: watchRedis,
  },
  {
    name: "PostgreSQL",
    debian: "postgresql",
    isThere: hasPostgres,
    start: () => startPostgres(),
    watch: watchPostgres,
  },
];

/** A look at what a server was told. */
interface Watch {
  /** Bytes that it received so far. */
  received(): Promise<number>;
  /** Bytes of the largest thing that it holds. */
  largest(): Promise<number>;
  close(): Promise<void>;
}

async function watchRedis(url: string): Promise<Watch> {
  const redis = new Redis(url);
  return {
    received: async () => Number(/total_net_input_bytes:(\d+)/.exec(await redis.info("stats"))![1]),
    async largest() {
      const keys = await redis.keys("*");
      const sizes = await Promise.all(keys.map((key) => redis.memory("USAGE", key)));
      return Math.max(...sizes.map(Number));
    },
    async close() {
      redis.disconnect();
    },
  };
}

async function watchPostgres(url: string): Promise<Watch> {
  const client = new Client(url);
  await client.connect();
  const number = async (sql: string) => Number((await client.query(sql)).rows[0].number);
  return {
    // What was written, as it goes into its log.
    received: () => number("SELECT pg_current_wal_lsn() - '0/0' AS number"),
    largest: () =>
      number(
        `SELECT greatest(
           (SELECT max(length(data::text) + length(opts::text)) FROM bullmq.job),
           (SELECT max(length(value::text)) FROM bullmq.job_dependency),
           (SELECT max(length(value)) FROM svcca.field)
         ) AS number`,
      ),
    close: () => client.end(),
  };
}
