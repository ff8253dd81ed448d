import type { Backend } from "@svcca/linalg";
import type { Queue } from "bullmq";
import type { BlobStore } from "../../store/blob-store.js";
import type { Connection } from "./connection.js";
import type { Plans } from "./plans.js";

/** What all jobs of one worker share. */
export interface Workplace {
  readonly connection: Connection;
  readonly queue: Queue;
  readonly store: BlobStore;
  readonly plans: Plans;
  readonly backend: Backend;
}
