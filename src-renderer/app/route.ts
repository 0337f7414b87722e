/**
 * Where the window is: one typed value, kept in the URL hash so that back, forward, links and reload work.
 * A hash that says nothing known is Home.
 */
import { useSyncExternalStore } from "react";
import { RunState } from "../../shared/model/states.ts";

export type Route =
  | { readonly page: "home" }
  | { readonly page: "dags" }
  | { readonly page: "dag"; readonly dagId: string; /** The face it opens with; the graph when absent. */ readonly face?: "draw"; /** To be selected in the drawing. */ readonly taskId?: string }
  | RunRoute
  | { readonly page: "runs"; readonly dagId?: string; readonly state?: RunState }
  | { readonly page: "find"; readonly text: string }
  | { readonly page: "data" }
  | { readonly page: "sql"; readonly path: string }
  | { readonly page: "table"; readonly connection: string; readonly schema: string; readonly table: string }
  | { readonly page: "settings"; readonly face?: "keys" }
  | { readonly page: "health" };

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
  /** The run that it is compared with. */
  readonly other?: string;
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
    case "runs":
      return `#/runs${formatQuery({ dag: route.dagId, state: route.state })}`;
    case "settings":
      return `#/settings${route.face === undefined ? "" : `/${route.face}`}`;
    case "home":
      return "#/";
    default:
      return `#/${route.page}`;
  }
}

function viewOf({ taskId, tryNumber, line, face, other, source }: RunRoute): Readonly<Record<string, string | number | undefined>> {
  const ofTask = taskId === undefined ? {} : { task: taskId, try: tryNumber, line };
  return { ...ofTask, face, with: other, source };
}

function formatQuery(values: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]]));
  return given.length === 0 ? "" : `?${new URLSearchParams(given).toString()}`;
}

export function parseRoute(hash: string): Route {
  const [path = "", search = ""] = splitOnce(hash.replace(/^#/, ""), "?");
  const parts = path.split("/").filter((part) => part !== "").map(decode);
  const query = new URLSearchParams(search);
  const [place, first, second, third] = parts;
  if (place === "dags") return dagRoute(first, second, third, query);
  if (place === "find") return { page: "find", text: query.get("q") ?? "" };
  if (place === "data") {
    if (first === undefined || second === undefined || third === undefined) return { page: "data" };
    return { page: "table", connection: first, schema: second, table: third };
  }
  if (place === "sql" && first !== undefined) return { page: "sql", path: first };
  if (place === "runs") return runsRoute(query);
  if (place === "settings") return first === "keys" ? { page: "settings", face: "keys" } : { page: "settings" };
  if (place === "health") return { page: place };
  return { page: "home" };
}

function runsRoute(query: URLSearchParams): Route {
  const dagId = query.get("dag");
  const state = RunState.safeParse(query.get("state"));
  return { page: "runs", ...(dagId === null ? {} : { dagId }), ...(state.success ? { state: state.data } : {}) };
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
  const given = { source: text("source"), taskId: text("task"), tryNumber: place("try"), line: place("line"), face: text("face"), other: text("with") };
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
