/**
 * What fits at a place of a DAG file, beyond what the schema says: tasks in `deps`, connections, and the words of
 * templates. Reads only the lines around the cursor, so that it answers also where the file is broken. Pure.
 */
import type { Proposal } from "./editor-parts.ts";
import { proposeTemplateWords, type TemplateNames } from "./template-words.ts";

export interface DagWords extends TemplateNames {
  /** The task that the cursor stands in: it cannot depend on itself. */
  readonly task: string | null;
  readonly connections: readonly string[];
}

/** A plain text of YAML that means the same when it is read back. */
const plain = /^[A-Za-z_][\w./-]*$/;
const notPlain = /^(?:true|false|null|yes|no|on|off|~)$/i;

export function proposeForDag(text: string, offset: number, words: DagWords): Proposal[] {
  const before = text.slice(0, offset);
  const inTemplate = proposeTemplateWords(before, words);
  if (inTemplate !== null) return inTemplate;
  const line = before.slice(before.lastIndexOf("\n") + 1);
  if (/^\s*#|\s#/.test(line)) return [];
  if (isInList(before, line, "deps")) return names(words.tasks.filter((id) => id !== words.task), "task");
  if (/(?:^|[{,])\s*(?:- )?connection:\s+[\w.-]*$/.test(line)) return names(words.connections, "connection");
  return [];
}

function names(all: readonly string[], kind: Proposal["kind"]): Proposal[] {
  // Before what the schema proposes.
  return all.map((label) => ({ label, kind, order: `0${label}`, ...(plain.test(label) && !notPlain.test(label) ? {} : { insert: JSON.stringify(label) }) }));
}

/** The cursor stands in the value of a key: `deps: [a, |]`, `deps: |`, or in the items of a list under it. */
function isInList(before: string, line: string, key: string): boolean {
  if (new RegExp(`(?:^|[\\s{,])${key}:\\s+(?:\\[[^\\]]*|[\\w.-]*)$`).test(line)) return true;
  const item = /^( *)-(?: +[\w."'-]*)?$/.exec(line);
  const lines = before.split("\n");
  if (item !== null) {
    const indent = (item[1] ?? "").length;
    for (let at = lines.length - 2; at >= 0; at--) {
      const above = lines[at] ?? "";
      if (/^\s*(?:#|$)/.test(above) || new RegExp(`^ {${indent}}-`).test(above)) continue;
      const opened = new RegExp(`^( *)${key}:\\s*(?:#.*)?$`).exec(above);
      return opened !== null && (opened[1] ?? "").length <= indent;
    }
    return false;
  }
  return isInFlowList(lines, key);
}

/** A list in brackets that goes on over lines. */
function isInFlowList(lines: readonly string[], key: string): boolean {
  const near = lines.slice(-50).join("\n");
  const open = near.lastIndexOf("[");
  return open >= 0 && !near.slice(open).includes("]") && new RegExp(`(?:^|[\\s{,])${key}:\\s+$`).test(near.slice(0, open)) && /^[\s\w,."'#-]*$/.test(near.slice(open + 1));
}
