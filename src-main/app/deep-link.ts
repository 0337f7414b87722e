/**
 * Reads a `dagwright://` link. Pure. A link only says where to look: open/<dag>, run/<dag>/<run>, find/<text>. It carries
 * ids, never paths, options or content, and nothing is ever started by it.
 */
import type { HostNavigation } from "../../shared/contract/host.ts";

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
  const [dagId, runId] = ids;
  if (verb === "open" && dagId !== undefined && ids.length === 1) return went({ to: "dag", dagId });
  if (verb === "run" && dagId !== undefined && runId !== undefined && ids.length === 2) return went({ to: "run", dagId, runId });
  return refused("it asks for something that links cannot do; they open a DAG (open/<dag>), show a run (run/<dag>/<run>) or find (find/<text>)");
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
