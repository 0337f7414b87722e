/**
 * `dagwright://` links, read and written. Pure. A link only says where to look: open/<dag>, find/<text>, run/<dag>/<run> and behind it,
 * each once, task/<id>, try/<n>, line/<n>, face/<name>, with/<run>. It carries ids, never paths, options or content, and starts nothing.
 */
import type { HostNavigation } from "../contract/host.ts";

export const linkScheme = "dagwright";
const prefix = `${linkScheme}://`;
const idPattern = /^[\p{L}\p{N}_][\p{L}\p{N}_.:+@~ -]{0,249}$/u;
const hiddenCharacters = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

export type LinkReading = { readonly ok: true; readonly navigation: HostNavigation } | { readonly ok: false; readonly reason: string };

export function readDeepLink(link: string): LinkReading {
  if (link.length > 1024) return refused("it is longer than 1,024 characters");
  if (!link.toLowerCase().startsWith(prefix)) return refused(`it does not begin with ${prefix}`);
  const rest = link.slice(prefix.length);
  // Browsers write a slash after an authority; a query or a fragment has no meaning here and is refused, not ignored.
  if (/[?#"'<>\\^`{|}\s]/.test(rest)) return refused("it holds characters that no link of ours has");
  const parts = rest.replace(/\/$/, "").split("/").map(decodeOnce);
  const [verb, ...ids] = parts;
  if (parts.includes(null)) return refused("its percent encoding is broken");
  if (verb === "find" && ids.length === 1 && isSearchText(ids[0])) return went({ to: "find", text: ids[0] });
  if (!ids.every(isId)) return refused("an id in it is not one");
  const [dagId, runId, ...more] = ids;
  if (verb === "open" && dagId !== undefined && ids.length === 1) return went({ to: "dag", dagId });
  const view = verb === "run" ? readView(more) : null;
  if (view !== null && dagId !== undefined && runId !== undefined) return went({ to: "run", dagId, runId, ...view });
  return refused("it asks for something that links cannot do; they open a DAG (open/<dag>), show a run (run/<dag>/<run>) or find (find/<text>)");
}

/** Null when the link cannot say it: what a person named so that no link of ours would be read. */
export function deepLinkOf(navigation: HostNavigation): string | null {
  const parts = partsOf(navigation);
  if (parts === null) return null;
  const link = prefix + parts.map((part) => encodeURIComponent(part).replaceAll("'", "%27")).join("/");
  return readDeepLink(link).ok ? link : null;
}

function partsOf(navigation: HostNavigation): string[] | null {
  if (navigation.to === "dag") return ["open", navigation.dagId];
  if (navigation.to === "find") return ["find", navigation.text];
  if (navigation.to !== "run") return null;
  const { dagId, runId } = navigation;
  return ["run", dagId, runId, ...Object.entries(viewWords).flatMap(([word, key]) => (navigation[key] === undefined ? [] : [word, String(navigation[key])]))];
}

type View = Omit<Extract<HostNavigation, { to: "run" }>, "to" | "dagId" | "runId">;
const viewWords = { task: "taskId", try: "tryNumber", line: "line", face: "face", with: "other" } as const satisfies Record<string, keyof View>;

/** Pairs of a word and its value; null for anything else. */
function readView(parts: readonly string[]): View | null {
  const view: Record<string, string | number> = {};
  if (parts.length % 2 !== 0) return null;
  for (let at = 0; at < parts.length; at += 2) {
    const [word = "", value = ""] = parts.slice(at, at + 2);
    const key = Object.hasOwn(viewWords, word) ? viewWords[word as keyof typeof viewWords] : null;
    if (key === null || Object.hasOwn(view, key)) return null;
    const isNumber = key === "tryNumber" || key === "line";
    if (isNumber ? !/^[1-9]\d{0,9}$/.test(value) : key === "face" && !/^[a-z]{1,20}$/.test(value)) return null;
    view[key] = isNumber ? Number(value) : value;
  }
  return view;
}

function isId(text: string | null | undefined): text is string {
  return typeof text === "string" && idPattern.test(text) && !text.includes("..") && !hiddenCharacters.test(text);
}

function isSearchText(text: string | null | undefined): text is string {
  return typeof text === "string" && text.trim() !== "" && text.length <= 200 && !hiddenCharacters.test(text);
}

function decodeOnce(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function went(navigation: HostNavigation): LinkReading {
  return { ok: true, navigation };
}

function refused(reason: string): LinkReading {
  return { ok: false, reason };
}
