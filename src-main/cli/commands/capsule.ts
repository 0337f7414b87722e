/** `dagwright capsule` and `dagwright incident`: a run as one file, opened again here, and the page that tells of a failure. */
import { copyFileSync, existsSync, openSync, readSync, renameSync, rmSync, statSync, writeFileSync, closeSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { CapsuleManifest } from "../../../shared/capsule/manifest.ts";
import { type CapsuleChoices, defaultChoices, uploadPieceBytes } from "../../../shared/contract/capsules.ts";
import { AppError, reasonOf } from "../../../shared/errors/app-error.ts";
import { type CliContext, printJson } from "../context.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { onInterrupt } from "../interrupts.ts";
import { parseWhole } from "../parse-options.ts";
import type { Session } from "../session.ts";
import { countText, harmless, isoOf, stateText, tableText } from "../words.ts";
import { findRun, withSession } from "./runs.ts";

export interface ExportOptions {
  readonly out?: string;
  readonly force?: boolean;
  readonly logs?: boolean;
  readonly tables?: boolean;
  readonly xcoms?: boolean;
  readonly names?: boolean;
  readonly maskParam?: readonly string[];
  readonly maskConf?: readonly string[];
  readonly mask?: readonly string[];
  readonly rows?: string;
}

export interface IncidentOptions {
  readonly out?: string;
  readonly force?: boolean;
  readonly maskColumn?: readonly string[];
}

export async function exportCapsule(context: CliContext, dag: string, run: string | undefined, options: ExportOptions): Promise<ExitCode> {
  return withSession(context, true, async (session) => {
    const ref = await findRun(session, dag, run);
    const out = targetOf(options, `${plainName(ref.dagId)}-${plainName(ref.runId)}.dagwright-run`);
    const choices = await choicesOf(session, ref, options);
    const stopping = new AbortController();
    const leave = onInterrupt(() => stopping.abort());
    try {
      for await (const event of await session.client.capsules.export({ ...ref, choices, target: { to: "download", name: basename(out) } }, { signal: stopping.signal })) {
        if (event.kind !== "done") continue;
        moveInto(join(session.workspace, ".dagwright", "downloads", `${basename(event.download ?? "")}.dagwright-run`), out);
        if (context.json) printJson(context, { file: out, bytes: event.bytes, manifest: event.manifest });
        else tellExport(context, out, event);
      }
      return exitCodes.done;
    } finally {
      leave();
    }
  });
}

export async function openCapsule(context: CliContext, file: string): Promise<ExitCode> {
  const path = resolve(file);
  if (!existsSync(path) || !statSync(path).isFile()) throw new AppError("input/invalid", `${file}: there is no such file; give a run capsule (*.dagwright-run).`, { path });
  return withSession(context, false, async ({ client, isHost }) => {
    const uploadId = await handOver(client, path);
    for await (const event of await client.capsules.open({ uploadId })) {
      if (event.kind !== "done") continue;
      const { source, run } = event.capsule;
      if (context.json) printJson(context, { source, dag_id: run.dagId, run_id: run.runId, state: run.state });
      else {
        context.out(`Opened ${harmless(run.dagId)} ${harmless(run.runId)} (${stateText(run.state, context.paint)}) as ${source}.`);
        context.note(isHost ? 'See it with "dagwright serve --open", or in the window: File, Open a run capsule.' : "It is in the window that shows this workspace: File, Open a run capsule.");
      }
    }
    return exitCodes.done;
  }, true);
}

/** Reads the manifest alone; needs no workspace and no engine. */
export async function showCapsule(context: CliContext, file: string): Promise<ExitCode> {
  const [{ openZip }, { readManifest }] = await Promise.all([import("../../platform/zip-reader.ts"), import("../../services/capsule/unpack-capsule.ts")]);
  const archive = await openZip(resolve(file));
  try {
    const manifest = readManifest(await archive.read("manifest.json", 64 * 1024 * 1024));
    if (context.json) printJson(context, manifest);
    else tellManifest(context, manifest);
    return exitCodes.done;
  } finally {
    await archive.close();
  }
}

export async function incident(context: CliContext, dag: string, run: string | undefined, options: IncidentOptions): Promise<ExitCode> {
  return withSession(context, false, async (session) => {
    const ref = await findRun(session, dag, run);
    const { name, html } = await session.client.capsules.incident({ ...ref, maskedColumns: [...(options.maskColumn ?? [])] });
    if (options.out === "-") {
      context.write(html);
      return exitCodes.done;
    }
    const out = targetOf(options, name);
    writeBeside(out, html);
    if (context.json) printJson(context, { file: out, bytes: Buffer.byteLength(html) });
    else context.out(`Wrote ${harmless(out)}.`);
    return exitCodes.done;
  });
}

async function choicesOf({ client }: Session, ref: { dagId: string; runId: string }, options: ExportOptions): Promise<CapsuleChoices> {
  const base = { ...defaultChoices, logs: options.logs ?? true, xcoms: options.xcoms ?? true, origin: options.names ?? true, params: [...(options.maskParam ?? [])], conf: [...(options.maskConf ?? [])], maxRows: parseWhole("--rows", options.rows ?? String(defaultChoices.maxRows), { min: 1, max: 10_000_000 }) };
  if (options.tables === false) return { ...base, outputs: [] };
  if (options.mask === undefined) return base;
  const { outputs } = await client.capsules.plan(ref);
  const wanted = options.mask.map(readMask);
  const known = outputs.filter(({ note, isOfRun }) => note === null && isOfRun !== false);
  const strange = wanted.find(({ table, column }) => !known.some((output) => isNamed(output, table) && output.columns.some(({ name }) => name === column)));
  if (strange !== undefined) throw new AppError("input/invalid", `--mask ${strange.table}.${strange.column}: the run has no such column; its tables are ${known.map(({ schema, table }) => `${schema}.${table}`).join(", ") || "none"}.`);
  return { ...base, outputs: known.map((output) => ({ taskId: output.taskId, schema: output.schema, table: output.table, masks: Object.fromEntries(wanted.filter(({ table }) => isNamed(output, table)).map(({ column, how }) => [column, how])) })) };
}

function isNamed({ schema, table }: { schema: string; table: string }, name: string): boolean {
  return name === table || name === `${schema}.${table}`;
}

/** `table.column`, `table.column=replace`. */
function readMask(text: string): { table: string; column: string; how: "hash" | "replace" } {
  const found = /^(.+)\.([^.=]+)(?:=(hash|replace))?$/.exec(text);
  if (found === null) throw new AppError("input/invalid", `--mask ${text}: write TABLE.COLUMN, or TABLE.COLUMN=replace.`);
  return { table: found[1] ?? "", column: found[2] ?? "", how: found[3] === "replace" ? "replace" : "hash" };
}

function targetOf({ out, force = false }: { out?: string; force?: boolean }, name: string): string {
  const file = resolve(out ?? name);
  if (existsSync(file) && statSync(file).isDirectory()) return targetOf({ out: join(file, name), force }, name);
  if (existsSync(file) && !force) throw new AppError("input/invalid", `${out ?? name}: is there already; choose another name with --out, or say --force.`, { file });
  return file;
}

function plainName(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}._-]+/gu, "-").slice(0, 80);
}

/** Whole or not at all, also on another disk. */
function moveInto(from: string, to: string): void {
  const part = `${to}.${process.pid}.part`;
  try {
    copyFileSync(from, part);
    renameSync(part, to);
  } catch (thrown) {
    rmSync(part, { force: true });
    throw new AppError("input/invalid", `${to}: could not be written: ${reasonOf(thrown)}.`, { to }, { cause: thrown });
  } finally {
    rmSync(from, { force: true });
  }
}

function writeBeside(file: string, text: string): void {
  const part = `${file}.${process.pid}.part`;
  try {
    writeFileSync(part, text);
    renameSync(part, file);
  } catch (thrown) {
    rmSync(part, { force: true });
    throw new AppError("input/invalid", `${file}: could not be written: ${reasonOf(thrown)}.`, { file }, { cause: thrown });
  }
}

async function handOver(client: Session["client"], path: string): Promise<string> {
  const bytes = statSync(path).size;
  const { uploadId } = await client.capsules.beginUpload({ file: basename(path), bytes });
  const handle = openSync(path, "r");
  try {
    const piece = Buffer.alloc(uploadPieceBytes);
    for (let at = 0; at < bytes; ) {
      const read = readSync(handle, piece, 0, piece.length, at);
      if (read === 0) break;
      await client.capsules.upload({ uploadId, data: piece.toString("base64", 0, read) });
      at += read;
    }
    return uploadId;
  } finally {
    closeSync(handle);
  }
}

function tellExport(context: CliContext, out: string, { bytes, manifest }: { bytes: number; manifest: CapsuleManifest }): void {
  context.out(`Wrote ${harmless(out)}: ${countText(bytes, "byte")}, ${countText(manifest.logs.filter(({ entry }) => entry !== null).length, "log")}, ${countText(manifest.outputs.filter(({ entry }) => entry !== null).length, "table")}.`);
  for (const { schema, table, rows, totalRows, isCut, entry, note } of manifest.outputs) {
    if (entry === null) context.note(`${harmless(`${schema}.${table}`)} is not in it: ${harmless(note ?? "")}.`);
    else if (isCut) context.note(`${harmless(`${schema}.${table}`)} is cut: ${rows} of ${totalRows ?? "more"} rows.`);
  }
  if (manifest.masks.secrets > 0) context.note(`Secrets, or what looks like one, were taken out at ${countText(manifest.masks.secrets, "place")}.`);
  for (const note of manifest.notes) context.note(harmless(note));
}

function tellManifest(context: CliContext, manifest: CapsuleManifest): void {
  const { run, tool, origin, exportedAt, outputs, logs, texts } = manifest;
  const facts = [
    ["DAG", run.dagId],
    ["run", run.runId],
    ["state", run.state],
    ["began", isoOf(run.startedAt) ?? "never"],
    ["ended", isoOf(run.endedAt) ?? "never"],
    ["made", `${isoOf(exportedAt) ?? ""} by ${tool.name} ${tool.version}${origin.host === null ? "" : ` on ${origin.host}`}`],
    ["logs", `${logs.filter(({ entry }) => entry !== null).length} of ${logs.length}`],
    ["texts", texts.map(({ path }) => path).join(", ") || "none"],
    ["masked", maskedWords(manifest).join(", ") || "nothing chosen"],
  ].map((row) => row.map(harmless));
  for (const line of tableText(facts)) context.out(line);
  if (outputs.length === 0) return;
  context.out("");
  const rows = outputs.map(({ taskId, schema, table, rows: count, totalRows, isCut, entry, note }) => [taskId, `${schema}.${table}`, entry === null ? `not here: ${note ?? ""}` : isCut ? `${count} of ${totalRows ?? "more"} rows` : countText(count, "row")].map(harmless));
  for (const line of tableText([["TASK", "TABLE", "ROWS"], ...rows])) context.out(line);
}

function maskedWords({ masks, outputs, origin }: CapsuleManifest): string[] {
  const columns = outputs.flatMap(({ schema, table, columns: all }) => all.flatMap(({ name, mask }) => (mask === null ? [] : [`${schema}.${table}.${name} (${mask === "hash" ? "hashed" : "replaced"})`])));
  const names = origin.host === null && origin.workspace === null ? ["names of computer, workspace and people"] : [];
  return [...masks.params.map((name) => `param ${name}`), ...masks.conf.map((name) => `conf ${name}`), ...(masks.xcoms ? ["XComs"] : []), ...columns, ...names];
}
