/** What the palette offers for what is typed: commands, DAGs, runs, tables. Pure. */
import { commands, type Command, type CommandId } from "../../shared/commands/commands.ts";
import type { DagSummary } from "../../shared/contract/dags.ts";
import type { FindHit, FoundNames } from "../../shared/contract/find.ts";
import type { Catalog } from "../../shared/contract/warehouse.ts";
import { t, translated } from "../strings/t.ts";
import type { ShownState } from "../ui/state-look.ts";
import { best, matchScore } from "./palette-match.ts";
import { parseRoute, type Route } from "./route.ts";

export interface PaletteItem {
  readonly id: string;
  readonly group: "Open" | "DAGs" | "Tasks" | "Files" | "Runs" | "Tables" | "Assets" | "Commands" | "Search";
  readonly title: string;
  readonly detail: string;
  readonly state: ShownState | null;
  readonly keys: string | null;
  readonly act: { readonly kind: "go"; readonly route: Route } | { readonly kind: "file"; readonly path: string } | { readonly kind: "command"; readonly id: CommandId };
}

export interface PaletteSources {
  readonly dags: readonly DagSummary[];
  /** The documents that are open, last used first; what is shown now is not among them. */
  readonly open: readonly { readonly key: string; readonly title: string; readonly hash: string }[];
  readonly names: FoundNames;
  readonly hits: readonly FindHit[];
  readonly catalogs: readonly Catalog[];
  readonly mayRun: (id: CommandId) => boolean;
  readonly keysOf: (id: CommandId) => readonly string[];
}

const eachKind = 8;

/** `>` first means commands only. */
export function paletteItems(typed: string, sources: PaletteSources): PaletteItem[] {
  const text = typed.trimStart();
  if (text.startsWith(">")) return commandItems(text.slice(1).trim(), sources, Number.POSITIVE_INFINITY);
  const wanted = text.trim();
  // Nothing typed: Enter goes back to where one was before.
  if (wanted === "") return [...openItems(sources.open), ...dagItems("", sources.dags)];
  const groups = [dagItems(wanted, sources.dags), taskItems(sources), fileItems(sources.names), runItems(sources.hits), tableItems(wanted, sources.catalogs), assetItems(sources.names), commandItems(wanted, sources, eachKind)];
  return [...bestGroupFirst(wanted, groups), findItem(wanted)];
}

/** The group with the closest name stands first, so that Enter does what was meant; alike ones keep their order. What is found by other words than its name comes after. */
function bestGroupFirst(wanted: string, groups: readonly PaletteItem[][]): PaletteItem[] {
  const closest = (items: readonly PaletteItem[]): number => Math.floor(Math.max(0, ...items.map((item) => Math.max(matchScore(wanted, item.title), matchScore(wanted, lastWord(item)) / 2))));
  return groups.toSorted((one, other) => closest(other) - closest(one)).flat();
}

/** A run is mostly found by a value, a table by its name without the schema. */
function lastWord({ group, title, detail }: PaletteItem): string {
  if (group === "Runs") return detail.split(" = ").at(-1) ?? "";
  return group === "Tables" || group === "Assets" ? (title.split(".").at(-1) ?? "") : "";
}

const plain = { detail: "", state: null, keys: null } as const;

function openItems(open: PaletteSources["open"]): PaletteItem[] {
  return open.slice(0, eachKind).map(({ key, title, hash }) => ({ ...plain, id: `open:${key}`, group: "Open", title, act: { kind: "go", route: parseRoute(hash) } }));
}

function taskItems({ names, dags }: PaletteSources): PaletteItem[] {
  return names.tasks.slice(0, eachKind).map(({ dagId, taskId, kind }) => {
    const [newest] = dags.find((dag) => dag.dagId === dagId)?.lastRuns ?? [];
    const route: Route = newest === undefined ? { page: "dag", dagId, face: "draw", taskId } : { page: "run", dagId, runId: newest.runId, taskId };
    return { ...plain, id: `task:${dagId}/${taskId}`, group: "Tasks", title: taskId, detail: `${dagId} · ${kindName(kind)}`, act: { kind: "go", route } };
  });
}

function kindName(kind: string): string {
  return kind.replace(/Task$/, "");
}

function fileItems({ files }: FoundNames): PaletteItem[] {
  return files.slice(0, eachKind).map((path) => ({ ...plain, id: `file:${path}`, group: "Files", title: path.split("/").at(-1) ?? path, detail: path, act: { kind: "file", path } }));
}

function assetItems({ assets }: FoundNames): PaletteItem[] {
  return assets.slice(0, eachKind).map((name) => ({ ...plain, id: `asset:${name}`, group: "Assets", title: name, act: { kind: "go", route: { page: "assets", name } } }));
}

function commandItems(wanted: string, sources: PaletteSources, limit: number): PaletteItem[] {
  const offered: readonly (Command & { readonly id: CommandId })[] = commands.filter((command) => !command.id.startsWith("palette.") && sources.mayRun(command.id));
  return best(offered, limit, (command) => matchScore(wanted, translated(command.title), command.words)).map((command) => ({
    id: `command:${command.id}`,
    group: "Commands",
    title: translated(command.title),
    detail: "",
    state: null,
    keys: sources.keysOf(command.id)[0] ?? null,
    act: { kind: "command", id: command.id },
  }));
}

function dagItems(wanted: string, dags: readonly DagSummary[]): PaletteItem[] {
  return best(dags, eachKind, (dag) => matchScore(wanted, dag.dagId, `${dag.tags.join(" ")} ${dag.owner ?? ""} ${dag.file}`)).map((dag) => ({
    id: `dag:${dag.dagId}`,
    group: "DAGs",
    title: dag.dagId,
    detail: dag.scheduleWords ?? dag.file,
    state: dag.lastRuns[0]?.state ?? null,
    keys: null,
    act: { kind: "go", route: { page: "dag", dagId: dag.dagId } },
  }));
}

function runItems(hits: readonly FindHit[]): PaletteItem[] {
  const runs = hits.filter((hit) => hit.source !== "dag_id").slice(0, eachKind - 1);
  return runs.map((hit) => ({
    id: `run:${hit.dagId}/${hit.runId}/${hit.key}`,
    group: "Runs",
    title: hit.runId,
    detail: hit.source === "run_id" ? hit.dagId : `${hit.dagId} · ${hit.key} = ${hit.value}`,
    state: hit.state,
    keys: null,
    act: { kind: "go", route: { page: "run", dagId: hit.dagId, runId: hit.runId } },
  }));
}

/** Always there, and last: who knows what they look for finds it before. */
function findItem(wanted: string): PaletteItem {
  return { ...plain, id: "find", group: "Search", title: t("Find “{{wanted}}” in all runs", { wanted }), act: { kind: "go", route: { page: "find", text: wanted } } };
}

function tableItems(wanted: string, catalogs: readonly Catalog[]): PaletteItem[] {
  const tables = catalogs.flatMap((catalog) => catalog.tables.map((table) => ({ connection: catalog.connection, table })));
  return best(tables, eachKind, ({ table }) => matchScore(wanted, table.name, `${table.schema}.${table.name}`)).map(({ connection, table }) => ({
    id: `table:${connection}/${table.schema}/${table.name}`,
    group: "Tables",
    title: `${table.schema}.${table.name}`,
    detail: connection,
    state: null,
    keys: null,
    act: { kind: "go", route: { page: "table", connection, schema: table.schema, table: table.name } },
  }));
}
