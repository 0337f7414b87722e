/** The words and filters that templates know, by where they stand. A test of the engine compares them with what it gives them. */

export type TemplatePlace = "task" | "message" | "response" | "queue";

const ofRuns = ["ds", "ds_nodash", "ts", "ts_nodash", "logical_date", "data_interval_start", "data_interval_end", "dag", "run_id", "dag_run", "conf", "triggering_asset_events", "params", "var", "prep_schema", "final_schema", "xcom", "xcom_values", "secret", "this", "task", "try_number", "attempt_id"];
const ofMessages = ["event", "what", "error", "link", "state", "failed_tasks", "deadline"];

export const templateFunctions: readonly string[] = ["xcom_pull", "range", "dict", "namespace", "cycler", "joiner"];

const wordsAt: Readonly<Record<TemplatePlace, ReadonlySet<string>>> = { task: new Set(ofRuns), message: new Set([...ofRuns, ...ofMessages]), response: new Set([...ofRuns, "response"]), queue: new Set(["conf"]) };
const withMap = (words: ReadonlySet<string>): ReadonlySet<string> => new Set([...words, "map"]);
const mappedWordsAt: typeof wordsAt = { task: withMap(wordsAt.task), message: withMap(wordsAt.message), response: withMap(wordsAt.response), queue: wordsAt.queue };

/** Words that need no call; `map` is one of them in mapped tasks only. */
export function templateWordsAt(place: TemplatePlace, isMapped: boolean): ReadonlySet<string> {
  return (isMapped ? mappedWordsAt : wordsAt)[place];
}

/** What stands below a word whose parts are always the same. */
export const templateMembers: Readonly<Record<string, readonly string[]>> = {
  dag: ["dag_id", "owner"],
  dag_run: ["run_id", "run_type", "conf"],
  task: ["task_id"],
  deadline: ["name", "due", "reason"],
  response: ["status", "headers", "text", "json"],
};

/** What `map` always has. Of a task that expands over named lists it has those names, too. */
export const mapWords: readonly string[] = ["index", "item", "label"];

/** Dates in Airflow, text here. */
export const dateWords: readonly string[] = ["ds", "ds_nodash", "ts", "ts_nodash", "logical_date", "data_interval_start", "data_interval_end"];

export const templateFilters: readonly string[] = [
  ...["ds", "ds_nodash", "ts", "ts_nodash", "ts_nodash_with_tz", "format"],
  ...["abs", "attr", "batch", "bool", "capitalize", "chain", "count", "d", "default", "dictsort", "e", "escape", "filesizeformat", "first", "float", "groupby", "indent", "int", "items", "join", "last", "length", "lines", "list", "lower", "map", "max", "min"],
  ...["pluralize", "pprint", "reject", "rejectattr", "replace", "reverse", "round", "safe", "select", "selectattr", "slice", "sort", "split", "string", "striptags", "sum", "title", "tojson", "trim", "truncate", "unique", "upper"],
];
