import { doneKey, failedKey, STUDIES, studyKey } from "./names.js";
import type { Notes } from "./notes.js";

/** How much of one kind of work is done. */
export interface KindProgress {
  /** `hash` (files), `layers`, `again.N`, `cross` (shards), `directions.N` (layers), `pairs` (jobs). */
  readonly kind: string;
  readonly done: number;
  readonly total: number;
}

/** A study as anyone who is connected sees it. */
export interface StudyStatus {
  readonly id: string;
  /** What it compares, for people. */
  readonly title: string;
  readonly version: string;
  readonly backend: string;
  /** Milliseconds since 1970. */
  readonly submitted: number;
  readonly state: "waiting" | "running" | "done" | "failed" | "cancelled" | "gone";
  /** In the order in which the work is done. Kinds that are not known yet are missing. */
  readonly progress: readonly KindProgress[];
  /** What failed for good so far: one line each. */
  readonly failures: readonly string[];
}

/** How the work of a study goes on. */
const ORDER = ["hash", "layers", "directions", "again", "cross", "pairs"];

/** What is noted of a study beside its job. */
export interface StudyNotes extends Omit<StudyStatus, "state"> {
  readonly cancelled: boolean;
}

/** The studies that were submitted within the last week, by id. */
export async function studyIds(notes: Notes): Promise<string[]> {
  return [...(await notes.under(STUDIES)).keys()];
}

/** What is noted of a study; undefined when nothing is. */
export async function notesOf(notes: Notes, id: string): Promise<StudyNotes | undefined> {
  const fields = await notes.get(studyKey(id));
  if (fields.version === undefined) return undefined;
  const kinds = Object.keys(fields).flatMap((field) =>
    field.startsWith("total:") ? [field.slice("total:".length)] : [],
  );
  kinds.sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
  const progress: KindProgress[] = [];
  for (const kind of kinds) {
    const done = await notes.count(doneKey(id, kind));
    progress.push({ kind, done, total: Number(fields[`total:${kind}`]) });
  }
  return {
    id,
    title: fields.title ?? "",
    version: fields.version,
    backend: fields.backend ?? "",
    submitted: Number(fields.submitted),
    progress,
    failures: Object.values(await notes.get(failedKey(id))),
    cancelled: fields.cancelled !== undefined,
  };
}

/** Forgets how far a study was, before it begins anew. */
export async function forgetProgress(notes: Notes, id: string): Promise<void> {
  const fields = Object.keys(await notes.get(studyKey(id)));
  const kinds = fields.flatMap((field) =>
    field.startsWith("total:") ? [field.slice("total:".length)] : [],
  );
  await notes.forget([studyKey(id), failedKey(id), ...kinds.map((kind) => doneKey(id, kind))]);
}

const place = (kind: string) => ORDER.indexOf(kind.split(".")[0]!);
