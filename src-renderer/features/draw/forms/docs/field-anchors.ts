/** Which section of docs/dag-file.md says more about a field. Pure; a test holds it against that page. */
const ofTask: Readonly<Record<string, string>> = {
  sql: "sqltask",
  ddl: "sqltask",
  load: "sqltask",
  connection: "sqltask",
  checks: "checks",
  python: "pythontask",
  bash: "bashtask-and-emptytask",
  group: "groups-and-the-drawing",
};

const ofDag: Readonly<Record<string, string>> = { task_groups: "groups-and-the-drawing" };

/** `key` is that of the form: what lies below it is told in the same section. */
export function anchorFor(subject: "dag" | "task", key: string): string {
  return subject === "dag" ? (ofDag[key] ?? "the-dag") : (ofTask[key] ?? "every-task");
}
