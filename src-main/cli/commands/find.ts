/** `dagwright find`: the runs behind a value. */
import { AppError } from "../../../shared/errors/app-error.ts";
import { normaliseForSearch } from "../../../shared/model/search-text.ts";
import { printJson, type CliContext } from "../context.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { findWorkspace, requireWorkspace } from "../find-workspace.ts";
import { parseWhole } from "../parse-options.ts";
import { archivedJson, printArchived, tellTroubles } from "./archive.ts";
import { noteReading } from "../reading-note.ts";
import { openSession } from "../session.ts";
import { countText, harmless, isoOf, stateText, tableText } from "../words.ts";

export interface FindOptions {
  readonly exact?: boolean;
  readonly limit?: string;
}

export async function findCommand(context: CliContext, value: string, options: FindOptions): Promise<ExitCode> {
  if (value.trim() === "") throw new AppError("input/invalid", 'find: the value is empty; give what is known, such as "dagwright find 4711".');
  const limit = parseWhole("--limit", options.limit ?? "50", { min: 1, max: 1000 });
  const workspace = findWorkspace(context.workspaceOption);
  requireWorkspace(workspace, context.workspaceOption !== undefined);
  const { trustedWorkspaces } = await import("../../platform/trusted-workspaces.ts");
  const session = await openSession({ workspace, trusted: trustedWorkspaces().has(workspace), reading: context.isReading });
  try {
    await noteReading(context, session.client);
    const asked = { text: value, limit, ...(options.exact && { exact: true }) };
    const found = await session.client.find.search(asked);
    const archived = await findArchived(context, session.client, asked);
    if (context.json) printJson(context, { ...toJson(found), ...(archived === null ? {} : { archived: archived.hits.map(archivedJson) }) });
    else printHits(context, value, found);
    if (archived !== null && !context.json) printArchived(context, archived);
    tellTroubles(context, archived?.troubles ?? []);
    return archived !== null && archived.troubles.length > 0 ? exitCodes.failed : exitCodes.done;
  } finally {
    await session.close();
  }
}

type Client = Awaited<ReturnType<typeof openSession>>["client"];

/** Runs that retention put into files; null where there is no such file, or they may not be opened. */
async function findArchived({ note }: CliContext, client: Client, asked: { text: string; limit: number; exact?: boolean }): Promise<Archived | null> {
  const { archives } = await client.archive.list({});
  if (archives.length === 0 || normaliseForSearch(asked.text) === "") return null;
  try {
    return await client.archive.search(asked);
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    note(`The archive was not searched: ${thrown.message}`);
    return null;
  }
}

type Archived = Awaited<ReturnType<Client["archive"]["search"]>>;
type Found = Awaited<ReturnType<Client["find"]["search"]>>;

function toJson({ hits, searched }: Found): Record<string, unknown> {
  return {
    hits: hits.map((hit) => ({ dag_id: hit.dagId, run_id: hit.runId, state: hit.state, key: hit.key, value: hit.value, source: hit.source, remote: hit.remote })),
    searched: searched.map((place) => ({ place: place.place, up_to: isoOf(place.upTo), runs: place.runs })),
  };
}

function printHits(context: CliContext, value: string, { hits, more, searched, tookMs }: Found): void {
  const { paint } = context;
  const head = ["STATE", "DAG", "RUN", "FOUND AS", "QUEUED"].map((word) => paint.dim(word));
  const rows = hits.map((hit) => [stateText(hit.state, paint), harmless(hit.dagId), harmless(hit.runId), harmless(`${hit.key} = ${hit.value}`).slice(0, 80), isoOf(hit.queuedAt) ?? ""]);
  if (rows.length > 0) for (const line of tableText([head, ...rows])) context.out(line);
  const places = searched.map((place) => `${place.place} (${countText(place.runs, "run")})`).join(", ");
  const found = hits.length === 0 ? `No run has "${harmless(value)}"` : `${countText(hits.length, "match").replace("matchs", "matches")}${more ? ", there are more" : ""}`;
  context.note(`${found}; searched ${places || "nothing"} in ${Math.round(tookMs)} ms.`);
}
