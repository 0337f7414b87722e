/** `dagwright diff`: what is different between two versions of a DAG file, by task and field; runs nothing, changes nothing. */
import type { DocumentVersion } from "../../../shared/contract/documents.ts";
import { contentOfText } from "../../../shared/dag-diff/dag-content.ts";
import { diffDags, isEmptyDiff, type DagDiff, type FieldChange, type ItemChange } from "../../../shared/dag-diff/dag-diff.ts";
import { kindWords, summaryWords, valueWords } from "../../../shared/dag-diff/diff-words.ts";
import { AppError } from "../../../shared/errors/app-error.ts";
import { createGitHistory } from "../../platform/git-history.ts";
import { createKeptTexts } from "../../platform/kept-texts.ts";
import { systemClock } from "../../platform/system-clock.ts";
import { trustedWorkspaces } from "../../platform/trusted-workspaces.ts";
import { openWorkspace } from "../../platform/workspace-folder.ts";
import { createWorkspaceFiles } from "../../platform/workspace-files.ts";
import { Documents } from "../../services/documents.ts";
import { printJson, type CliContext } from "../context.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { fileArgument } from "../file-of-dag.ts";
import { findWorkspace } from "../find-workspace.ts";
import { lineDiff } from "../line-diff.ts";
import { harmless } from "../words.ts";

export interface DiffOptions {
  readonly list?: boolean;
}

/** `from` and `to` are numbers of the list, or commits; without `to` it is the file as it is, without `from` the newest version. */
export async function diffCommand(context: CliContext, dag: string, sides: { from: string | undefined; to: string | undefined }, options: DiffOptions): Promise<ExitCode> {
  const root = findWorkspace(context.workspaceOption);
  const file = fileArgument(openWorkspace(root), dag);
  const documents = new Documents({ files: createWorkspaceFiles(root), kept: createKeptTexts(root), history: createGitHistory(root), clock: systemClock, isTrusted: () => trustedWorkspaces().has(root), onWritten: () => {} });
  const { versions, note } = await documents.versions(file);
  if (options.list) return printVersions(context, file, versions, note);
  const from = pick(versions, sides.from ?? "1", file, note);
  const to = sides.to === undefined ? null : pick(versions, sides.to, file, note);
  const before = (await documents.version({ path: file, id: from.id })).text;
  const after = to === null ? (await documents.open(file)).text : (await documents.version({ path: file, id: to.id })).text;
  const [old, now] = [contentOfText(before), contentOfText(after)];
  const diff = old === null || now === null ? null : diffDags(old, now);
  const lines = lineDiff(before, after);
  if (context.json) printJson(context, { file, from: from.id, to: to?.id ?? null, changes: diff, diff: lines.join("\n") });
  else print(context, file, diff, lines);
  return exitCodes.done;
}

function pick(versions: readonly DocumentVersion[], word: string, file: string, note: string | null): DocumentVersion {
  const named = /^[0-9a-f]{7,64}$/.test(word) ? versions.find(({ id }) => id.startsWith(`git:${word}`)) : undefined;
  const found = named ?? versions[Number(word) - 1];
  if (found !== undefined) return found;
  const has = versions.length === 0 ? `it has none yet.${note === null ? "" : ` ${note}`}` : `give a number from 1 (the newest) to ${versions.length}, or a commit with 7 letters or more; --list shows them.`;
  throw new AppError("input/invalid", `${file}: there is no version ${JSON.stringify(word)}; ${has}`, { version: word });
}

function printVersions(context: CliContext, file: string, versions: readonly DocumentVersion[], note: string | null): ExitCode {
  if (context.json) printJson(context, { file, versions, note });
  else {
    for (const [at, { id, source, at: time, title, author }] of versions.entries()) {
      const name = source === "git" ? `${id.slice(4, 11)}  ${title}${author === null ? "" : ` (${author})`}` : "saved";
      context.out(`${String(at + 1).padStart(3)}  ${new Date(time).toISOString().replace(/\.\d+Z$/, "Z")}  ${harmless(name)}`);
    }
    if (note !== null) context.note(note);
  }
  return exitCodes.done;
}

function print(context: CliContext, file: string, diff: DagDiff | null, lines: readonly string[]): void {
  const { paint } = context;
  const colors = { "-": paint.red, "+": paint.green, "@": paint.cyan } as const;
  if (lines.length === 0) return context.note(`${file}: nothing is different.`);
  if (diff === null) context.note("One of the two is no YAML that can be read; these are its lines.");
  else if (isEmptyDiff(diff)) context.note("Only comments, layout or the drawing are different.");
  else printChanges(context, diff);
  context.out("");
  for (const line of lines) context.out((colors[line[0] as keyof typeof colors] ?? String)(harmless(line)));
}

function printChanges(context: CliContext, diff: DagDiff): void {
  context.out(context.paint.bold(summaryWords(diff)));
  for (const field of diff.dag) context.out(`  ${fieldText(field)}`);
  const items = (noun: string, changes: readonly ItemChange[]): void => {
    for (const { id, kind, fields } of changes) {
      context.out(`${noun} ${harmless(id)}: ${kindWords[kind]}`);
      if (kind === "changed") for (const field of fields) context.out(`  ${fieldText(field)}`);
    }
  };
  items("task", diff.tasks);
  items("group", diff.groups);
  items("note", diff.notes);
  for (const { from, to, kind } of diff.edges) context.out(`edge ${harmless(from)} → ${harmless(to)}: ${kindWords[kind]}`);
}

function fieldText({ path, before, after }: FieldChange): string {
  const words = (value: unknown): string => (value === undefined ? "not written" : oneLine(valueWords(value)));
  return `${harmless(path)}: ${words(before)} → ${words(after)}`;
}

function oneLine(text: string): string {
  const [first = "", ...rest] = harmless(text).split("\n");
  return rest.length === 0 ? first : `${first} … (${rest.length + 1} lines)`;
}
