/**
 * Where the window is: one typed value, kept in the URL hash so that back, forward, links and reload work.
 * A hash that says nothing known is Home.
 */
import { useSyncExternalStore } from "react";
import { assetKinds, type AssetKind } from "../../shared/contract/asset-choice.ts";
import { readShowPath } from "../../shared/links/web-link.ts";
import { RunState, type RunType } from "../../shared/model/states.ts";

export type Route =
  | { readonly page: "home" }
  | { readonly page: "dags" }
  | { readonly page: "dag"; readonly dagId: string; /** The face it opens with; the graph when absent. */ readonly face?: "draw"; /** To be selected in the drawing. */ readonly taskId?: string }
  | RunRoute
  | RunsRoute
  | AuditRoute
  | TimelineRoute
  | { readonly page: "find"; readonly text: string }
  | { readonly page: "data" }
  | { readonly page: "sql"; readonly path: string }
  | { readonly page: "table"; readonly connection: string; readonly schema: string; readonly table: string }
  | { readonly page: "settings"; readonly face?: "keys" }
  | { readonly page: "schedules" }
  | AssetsRoute
  | { readonly page: "pools" }
  | { readonly page: "retention" }
  | { readonly page: "health" };

/** All assets, narrowed, and the one that is looked at. */
export interface AssetsRoute {
  readonly page: "assets";
  readonly name?: string;
  readonly kind?: AssetKind;
  readonly text?: string;
}

/** The list of runs, narrowed. Days as `2026-11-21`, both included. */
interface RunsRoute {
  readonly page: "runs";
  readonly dagId?: string;
  readonly state?: RunState;
  readonly runType?: (typeof runTypesListed)[number];
  readonly from?: string;
  readonly to?: string;
  /** A part of the run id. */
  readonly text?: string;
}

/** Tries are in no list of runs. */
export const runTypesListed = ["manual", "scheduled", "asset_triggered", "backfill"] as const satisfies readonly RunType[];

/** How much of time the timeline shows at once. */
export const timelineSpans = ["1h", "6h", "24h", "3d", "7d", "30d"] as const;

/** All runs over time, narrowed. */
interface TimelineRoute {
  readonly page: "timeline";
  readonly span?: (typeof timelineSpans)[number];
  readonly state?: RunState;
  readonly runType?: (typeof runTypesListed)[number];
  /** A part of the DAG's id. */
  readonly text?: string;
}

/** A run as it is looked at. What is absent is as the page had it. */
export interface RunRoute {
  readonly page: "run";
  readonly dagId: string;
  readonly runId: string;
  /** Whose history it is in; absent is this machine's. */
  readonly source?: string;
  readonly taskId?: string;
  readonly tryNumber?: number;
  /** Of the try's log, from 1. */
  readonly line?: number;
  /** The face of the page, such as `grid`. */
  readonly face?: string;
  /** The run that it is compared with, and whose history that is in where it is not this machine's. */
  readonly other?: string;
  readonly otherSource?: string;
}

/** What people did: all of it, or to one DAG or run. */
export interface AuditRoute {
  readonly page: "audit";
  readonly dagId?: string;
  readonly runId?: string;
}

export function formatRoute(route: Route): string {
  switch (route.page) {
    case "dag":
      return `#/dags/${encodeURIComponent(route.dagId)}${route.face === undefined ? "" : `/${route.face}`}${route.taskId === undefined ? "" : formatQuery({ task: route.taskId })}`;
    case "run":
      return `#/dags/${encodeURIComponent(route.dagId)}/runs/${encodeURIComponent(route.runId)}${formatQuery(viewOf(route))}`;
    case "find":
      return `#/find${formatQuery({ q: route.text === "" ? undefined : route.text })}`;
    case "table":
      return `#/data/${[route.connection, route.schema, route.table].map(encodeURIComponent).join("/")}`;
    case "sql":
      return `#/sql/${encodeURIComponent(route.path)}`;
    case "timeline":
      return `#/timeline${formatQuery({ span: route.span, state: route.state, type: route.runType, dag: route.text })}`;
    case "runs":
      return `#/runs${formatQuery({ dag: route.dagId, state: route.state, type: route.runType, from: route.from, to: route.to, id: route.text })}`;
    case "assets":
      return `#/assets${route.name === undefined ? "" : `/${encodeURIComponent(route.name)}`}${formatQuery({ kind: route.kind, q: route.text })}`;
    case "audit":
      return `#/audit${formatQuery({ dag: route.dagId, run: route.runId })}`;
    case "settings":
      return `#/settings${route.face === undefined ? "" : `/${route.face}`}`;
    case "home":
      return "#/";
    default:
      return `#/${route.page}`;
  }
}

function viewOf({ taskId, tryNumber, line, face, other, otherSource, source }: RunRoute): Readonly<Record<string, string | number | undefined>> {
  const ofTask = taskId === undefined ? {} : { task: taskId, try: tryNumber, line };
  return { ...ofTask, face, with: other, withSource: otherSource, source };
}

function formatQuery(values: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]]));
  return given.length === 0 ? "" : `?${new URLSearchParams(given).toString()}`;
}

/** A link from a mail. */
function shownRoute(path: string): Route {
  const reading = readShowPath(path);
  const to = reading.ok ? reading.navigation : null;
  if (to?.to === "dag") return { page: "dag", dagId: to.dagId };
  if (to?.to === "find") return { page: "find", text: to.text };
  if (to?.to !== "run") return { page: "home" };
  const { to: _, ...place } = to;
  return { page: "run", ...(Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined)) as Omit<RunRoute, "page">) };
}

export function parseRoute(hash: string): Route {
  const [path = "", search = ""] = splitOnce(hash.replace(/^#/, ""), "?");
  const parts = path.split("/").filter((part) => part !== "").map(decode);
  const query = new URLSearchParams(search);
  const [place, first, second, third] = parts;
  if (place === "show") return shownRoute(path);
  if (place === "dags") return dagRoute(first, second, third, query);
  if (place === "find") return { page: "find", text: query.get("q") ?? "" };
  if (place === "data") {
    if (first === undefined || second === undefined || third === undefined) return { page: "data" };
    return { page: "table", connection: first, schema: second, table: third };
  }
  if (place === "sql" && first !== undefined) return { page: "sql", path: first };
  if (place === "runs") return runsRoute(query);
  if (place === "audit") return auditRoute(query);
  if (place === "assets") return assetsRoute(first, query);
  if (place === "timeline") return timelineRoute(query);
  if (place === "settings") return first === "keys" ? { page: "settings", face: "keys" } : { page: "settings" };
  if (place === "health" || place === "schedules" || place === "pools" || place === "retention") return { page: place };
  return { page: "home" };
}

function runsRoute(query: URLSearchParams): Route {
  const given = (name: string): string | undefined => query.get(name) || undefined;
  const day = (name: string): string | undefined => (/^\d{4}-\d{2}-\d{2}$/.test(given(name) ?? "") ? given(name) : undefined);
  const asked = { dagId: given("dag"), state: RunState.safeParse(query.get("state")).data, runType: runTypesListed.find((type) => type === query.get("type")), from: day("from"), to: day("to"), text: given("id")?.slice(0, 200) };
  return { page: "runs", ...Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)) };
}

function timelineRoute(query: URLSearchParams): Route {
  const asked = { span: timelineSpans.find((span) => span === query.get("span")), state: RunState.safeParse(query.get("state")).data, runType: runTypesListed.find((type) => type === query.get("type")), text: query.get("dag")?.slice(0, 200) || undefined };
  return { page: "timeline", ...Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)) };
}

function assetsRoute(name: string | undefined, query: URLSearchParams): Route {
  const asked = { name, kind: assetKinds.find((kind) => kind === query.get("kind")), text: query.get("q")?.slice(0, 200) || undefined };
  return { page: "assets", ...Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)) };
}

function auditRoute(query: URLSearchParams): Route {
  const [dagId, runId] = [query.get("dag"), query.get("run")];
  return { page: "audit", ...(dagId === null ? {} : { dagId }), ...(dagId === null || runId === null ? {} : { runId }) };
}

function dagRoute(dagId: string | undefined, word: string | undefined, runId: string | undefined, query: URLSearchParams): Route {
  if (dagId === undefined) return { page: "dags" };
  const drawn = query.get("task");
  if (word === "draw") return { page: "dag", dagId, face: "draw", ...(drawn === null ? {} : { taskId: drawn }) };
  if (word !== "runs" || runId === undefined) return { page: "dag", dagId };
  return { page: "run", dagId, runId, ...viewIn(query) };
}

function viewIn(query: URLSearchParams): Omit<RunRoute, "page" | "dagId" | "runId"> {
  const text = (name: string): string | undefined => query.get(name) ?? undefined;
  const place = (name: string): number | undefined => {
    const value = Number(query.get(name));
    return Number.isInteger(value) && value > 0 ? value : undefined;
  };
  const given = { source: text("source"), taskId: text("task"), tryNumber: place("try"), line: place("line"), face: text("face"), other: text("with"), otherSource: text("withSource") };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function splitOnce(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Goes to a place. `replace` leaves no step in the history, for changes such as a moved selection. */
export function navigate(route: Route, options: { replace?: boolean } = {}): void {
  const hash = formatRoute(route);
  if (hash === formatRoute(currentRoute())) return;
  if (options.replace === true) {
    history.replaceState(null, "", hash);
    dispatchEvent(new HashChangeEvent("hashchange"));
  } else {
    location.hash = hash;
  }
}

let parsed: { hash: string; route: Route } | null = null;

/** The same object for the same hash, so that it may serve as a snapshot. */
export function currentRoute(): Route {
  if (parsed?.hash !== location.hash) parsed = { hash: location.hash, route: parseRoute(location.hash) };
  return parsed.route;
}

function subscribe(changed: () => void): () => void {
  addEventListener("hashchange", changed);
  return () => removeEventListener("hashchange", changed);
}

export function useRoute(): Route {
  return useSyncExternalStore(subscribe, currentRoute);
}
