/**
 * What a rename of a task or a DAG changes in files other than its own. Lines that surely mean it are told from those that only have
 * the word, which a person has to judge. Pure; own files are changed by the edits of the DAG file.
 */
import { regexLiteral } from "../base/regex-literal.ts";
import { renameInTemplates } from "../dag-file/rename-in-template.ts";
import { diffTexts } from "../document/text-diff.ts";
import type { TextChange } from "../document/text-change.ts";
import { wordPattern } from "./name-in-text.ts";

export interface Names {
  readonly from: string;
  readonly to: string;
}

export interface SearchedFile {
  readonly path: string;
  readonly text: string;
  /** Ids of the DAGs that name the file as their SQL or script. */
  readonly usedBy: readonly string[];
}

export interface LineRename {
  /** From 1. */
  readonly number: number;
  readonly before: string;
  readonly after: string;
  readonly changes: readonly TextChange[];
  /** It names what is renamed, not only a word like it. */
  readonly isSure: boolean;
}

/** Renames of a task of `dagId`: in the SQL and scripts that it alone uses, and in commands that name both. `others` have a task of the old name too. */
export function renamedTaskLines(file: SearchedFile, names: Names, { dagId, others }: { dagId: string; others: ReadonlySet<string> }): LineRename[] {
  const isOwn = file.usedBy.includes(dagId) && !file.usedBy.some((id) => id !== dagId && others.has(id));
  const sure = !isOwn ? file.text : file.path.endsWith(".py") ? renameInPython(file.text, names) : renameInTemplates(file.text, names, "block");
  const command = (line: string): string => (/\bdagwright\b/.test(line) && wordPattern(dagId).test(line) ? renameTaskWord(line, names) : line);
  return lineRenames(file.text, eachLine(sure, command), names);
}

export function renamedDagLines(file: SearchedFile, names: Names): LineRename[] {
  const command = (line: string): string => line.replace(/\bdagwright(?:\.mjs)?\s+(?:run|runs|edit|backfill|export|diff|validate)\b[^&|;]*/g, (words) => words.replace(wordPattern(names.from), names.to));
  return lineRenames(file.text, eachLine(file.text, command), names);
}

/** `xcom_pull("a")` and `context()["xcoms"]["a"]`, in either quotes, also where they are escaped in YAML. */
export function renameInPython(text: string, { from, to }: Names): string {
  const literal = regexLiteral(from);
  const quoted = String.raw`(''|\\"|'|")${literal}\2`;
  const pull = new RegExp(String.raw`(\bxcom_pull\s*\(\s*(?:task_ids?\s*=\s*)?)${quoted}`, "gu");
  const values = new RegExp(String.raw`(\bxcoms(?:''|\\"|'|")?(?:\s*\])?\s*(?:\[\s*|\.\s*get\s*\(\s*))${quoted}`, "gu");
  return text.replaceAll(pull, `$1$2${to.replaceAll("$", "$$$$")}$2`).replaceAll(values, `$1$2${to.replaceAll("$", "$$$$")}$2`);
}

function renameTaskWord(line: string, names: Names): string {
  return line.replaceAll(/((?:--task|-t)(?:\s+|=)["']?)(\S+?)(?=["']?(?:\s|$|[)};&|]))/g, (whole, flag: string, id: string) => (id === names.from ? flag + names.to : whole));
}

function eachLine(text: string, change: (line: string) => string): string {
  return text.split("\n").map(change).join("\n");
}

/** No change of a rename adds or takes a line. */
function lineRenames(before: string, sure: string, names: Names): LineRename[] {
  const now = sure.split("\n");
  let offset = 0;
  return before.split("\n").flatMap((line, at): LineRename[] => {
    const start = offset;
    offset += line.length + 1;
    const renamed = now[at] ?? line;
    const isSure = renamed !== line;
    const after = isSure ? renamed : line.replaceAll(wordPattern(names.from), () => names.to);
    if (after === line) return [];
    const changes = diffTexts(line, after).map((change) => ({ ...change, start: change.start + start, end: change.end + start }));
    return [{ number: at + 1, before: line.replace(/\r$/, ""), after: after.replace(/\r$/, ""), changes, isSure }];
  });
}
