/** The kinds of tasks that can be added: one list for the palette, the quick-add and its menus. What a person adds often comes first. */
import type { TaskKind } from "../../../shared/model/dag.ts";
import { t } from "../../strings/t.ts";

/** In this order; what one likes or used last comes before them all. */
export const categories = ["Data", "Programs", "Flow", "Files"] as const;
export type Category = (typeof categories)[number];
const categoryWords: Readonly<Record<Category, string>> = { Data: t("Data"), Programs: t("Programs"), Flow: t("Flow"), Files: t("Files") };

export interface KindChoice {
  /** What favourites and recents remember. */
  readonly key: string;
  readonly category: Category;
  readonly kind: TaskKind;
  readonly title: string;
  readonly about: string;
  /** What a new task is called, before it is made unique. */
  readonly stem: string;
  readonly words: string;
  /** What is written instead of the starter of the kind. */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** Stands in the toolbar itself: most DAGs are made of these. */
  readonly isCommon?: true;
}

export const kindChoices: readonly KindChoice[] = [
  { key: "SqlTask", isCommon: true, category: "Data", kind: "SqlTask", title: "SQL", about: t("Runs SQL; builds, checks and publishes a table"), stem: "query", words: "query table select transform ddl database" },
  { key: "PythonTask", isCommon: true, category: "Programs", kind: "PythonTask", title: "Python", about: t("Runs a Python script or program"), stem: "script", words: "py program code extract load" },
  { key: "BashTask", isCommon: true, category: "Programs", kind: "BashTask", title: "Bash", about: t("Runs a shell command or script"), stem: "command", words: "shell sh terminal exec" },
  { key: "HttpTask", category: "Programs", kind: "HttpTask", title: "HTTP", about: t("Calls a server over HTTP and keeps what it answers"), stem: "call", words: "request rest api web url json" },
  { key: "SensorTask.file", category: "Flow", kind: "SensorTask", title: t("Wait for file"), about: t("Waits for a file; holds no slot"), stem: "wait_file", words: "sensor wait poke file folder arrive", fields: { file: "inbox/*.csv" } },
  { key: "SensorTask.time", category: "Flow", kind: "SensorTask", title: t("Wait for time"), about: t("Waits for a time of day, an instant or a while"), stem: "wait_time", words: "sensor wait poke clock delay sleep until" },
  { key: "SensorTask.sql", category: "Flow", kind: "SensorTask", title: t("Wait for query"), about: t("Waits until the first cell of a query is true"), stem: "wait_query", words: "sensor wait poke sql table row", fields: { sql: "select 1" } },
  { key: "SensorTask.http", category: "Flow", kind: "SensorTask", title: t("Wait for server"), about: t("Waits until a server answers as expected"), stem: "wait_server", words: "sensor wait poke http url api", fields: { http: "https://example.org/" } },
  { key: "SensorTask.dag_run", category: "Flow", kind: "SensorTask", title: t("Wait for DAG"), about: t("Waits for the run of another DAG"), stem: "wait_dag", words: "sensor wait external dag run", fields: { dag_run: "other_dag" } },
  { key: "TriggerDagTask", category: "Flow", kind: "TriggerDagTask", title: t("Start DAG"), about: t("Starts a run of another DAG, and waits for it if asked to"), stem: "start_dag", words: "trigger start run another dag conf" },
  { key: "NotifyTask", category: "Flow", kind: "NotifyTask", title: t("Message"), about: t("Sends a message to people"), stem: "tell", words: "notify mail email slack webhook alert" },
  { key: "EmptyTask", isCommon: true, category: "Flow", kind: "EmptyTask", title: t("Empty"), about: t("Does nothing; joins or parts branches"), stem: "step", words: "join noop dummy start end" },
  { key: "BranchTask", category: "Flow", kind: "BranchTask", title: t("Branch"), about: t("Follows some of the tasks after it, skips the others"), stem: "choose", words: "switch case condition decide choice path" },
  { key: "ShortCircuitTask", category: "Flow", kind: "ShortCircuitTask", title: t("Short circuit"), about: t("Skips what comes after it unless a condition holds"), stem: "go_on_if", words: "condition stop gate guard skip" },
];

const storageKey = "dagwright.task-kinds";

export interface KindUse {
  readonly favourites: readonly string[];
  /** Last used first. */
  readonly recent: readonly string[];
}

export function readKindUse(storage: Storage): KindUse {
  try {
    const value: unknown = JSON.parse(storage.getItem(storageKey) ?? "null");
    return { favourites: listOf(value, "favourites"), recent: listOf(value, "recent") };
  } catch {
    return { favourites: [], recent: [] };
  }
}

function listOf(value: unknown, name: string): string[] {
  const list: unknown = typeof value === "object" && value !== null ? Reflect.get(value, name) : null;
  return Array.isArray(list) ? list.filter((item) => typeof item === "string") : [];
}

export function noteKindUsed(storage: Storage, { key, category }: KindChoice): void {
  // A file is added once, and is of one workspace only.
  if (category === "Files") return;
  const use = readKindUse(storage);
  storage.setItem(storageKey, JSON.stringify({ ...use, recent: [key, ...use.recent.filter((each) => each !== key)] }));
}

export function toggleFavourite(storage: Storage, key: string): void {
  const use = readKindUse(storage);
  const favourites = use.favourites.includes(key) ? use.favourites.filter((each) => each !== key) : [...use.favourites, key];
  storage.setItem(storageKey, JSON.stringify({ ...use, favourites }));
}

/** Favourites, then what was used last, then the rest in its own order. */
export function orderKinds(use: KindUse): KindChoice[] {
  const rank = ({ key }: KindChoice): number => {
    if (use.favourites.includes(key)) return 0;
    const recent = use.recent.indexOf(key);
    return recent < 0 ? 1_000 : 1 + recent;
  };
  return kindChoices.toSorted((a, b) => rank(a) - rank(b));
}

/** Where a choice stands in a list: the sections of `orderKinds`, then the files. */
export function sectionOf(use: KindUse, { key, category }: KindChoice): string {
  return use.favourites.includes(key) ? t("Favourites") : use.recent.includes(key) ? t("Recent") : categoryWords[category];
}

/** The kinds that match what is typed: each word at the start of a word of the kind. */
export function filterKinds(choices: readonly KindChoice[], typed: string): KindChoice[] {
  const wordsOf = (text: string): string[] => text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
  const wanted = wordsOf(typed);
  return choices.filter(({ title, about, words }) => {
    const has = wordsOf(`${title} ${about} ${words}`);
    return wanted.every((word) => has.some((each) => each.startsWith(word)));
  });
}
