/** Every error code Dagwright may answer with. `area/what`; the list is closed so that screens can switch over it. */
export const errorCodes = [
  "dag/not-found",
  "dag/invalid",
  "task/not-found",
  "run/not-found",
  "run/already-exists",
  "run/not-active",
  "run/task-active",
  "run/unknown-source",
  "backfill/not-found",
  "backfill/over",
  "backfill/overlaps",
  "audit/not-found",
  "act/too-late",
  "params/invalid",
  "conf/invalid",
  "template/failed",
  "workspace/untrusted",
  "workspace/invalid",
  "workspace/busy",
  "workspace/outside",
  "document/not-found",
  "document/exists",
  "document/refused",
  "document/not-text",
  "document/read-only",
  "document/not-saved",
  "connection/not-found",
  "connection/failed",
  "sql/failed",
  "sql/refused",
  "query/cancelled",
  "result/not-found",
  "log/not-found",
  "capsule/invalid",
  "capsule/newer",
  "capsule/too-large",
  "settings/invalid",
  "store/newer",
  "store/damaged",
  "store/full",
  "engine/unavailable",
  "engine/stopping",
  "input/invalid",
  "internal",
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** True for a text that is one of the codes above (wire data is not trusted to be). */
export function isErrorCode(text: unknown): text is ErrorCode {
  return typeof text === "string" && (errorCodes as readonly string[]).includes(text);
}
