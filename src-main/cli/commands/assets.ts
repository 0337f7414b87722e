/** `dagwright assets …`: what tasks load and DAGs wait for, and loads from elsewhere. */
import { assetKinds, chooseAssets, type AssetKind } from "../../../shared/contract/asset-choice.ts";
import type { AssetConsumer, AssetInfo } from "../../../shared/contract/assets.ts";
import { suggestion } from "../../../shared/dag-file/did-you-mean.ts";
import { AppError } from "../../../shared/errors/app-error.ts";
import type { AssetEvent } from "../../../shared/model/asset.ts";
import { printJson, type CliContext } from "../context.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { parseWhole } from "../parse-options.ts";
import { countText, harmless, isoOf, tableText } from "../words.ts";
import { withSession } from "./runs.ts";

export function listAssets(context: CliContext, { search, only }: { readonly search?: string; readonly only?: string }): Promise<ExitCode> {
  const kind = only === undefined ? undefined : kindOf(only);
  return withSession(context, false, async ({ client }) => {
    const all = (await client.assets.list({})).assets;
    const assets = chooseAssets(all, { text: search, kind });
    if (context.json) return printed(context, { assets: assets.map(assetJson) });
    if (all.length === 0) context.note("No assets: no task publishes a table or has outlets, and no DAG waits for any.");
    else if (assets.length === 0) context.note(`None of ${countText(all.length, "asset")} matches.`);
    const head = ["ASSET", "LAST LOAD", "ROWS", "LOADED BY", "CALLS FOR"].map((word) => context.paint.dim(word));
    if (assets.length > 0) for (const line of tableText([head, ...assets.map((asset) => [harmless(asset.name), isoOf(asset.last?.at ?? null) ?? "never", rowsText(asset.last), producersText(asset) || "no DAG", consumersText(asset.consumers) || "no DAG"])])) context.out(line);
    return exitCodes.done;
  });
}

export function showAsset(context: CliContext, name: string, { limit }: { readonly limit?: string }): Promise<ExitCode> {
  const most = parseWhole("--limit", limit ?? "20", { min: 1, max: 1_000 });
  return withSession(context, false, async ({ client }) => {
    const { asset, events } = await client.assets.get({ name, limit: most });
    if (context.json) return printed(context, { ...assetJson(asset), loads: events.map(({ event, runs }) => ({ ...eventJson(event), runs: runs.map(({ dagId, runId }) => ({ dag_id: dagId, run_id: runId })) })) });
    context.out(`${harmless(asset.name)}: loaded by ${producersText(asset) || "no task"}; calls for ${consumersText(asset.consumers) || "nothing"}`);
    for (const { dagId, isOn, progress } of asset.consumers) if (isOn && progress !== null && progress.missing.length > 0) context.out(`${harmless(dagId)} still needs ${missingText(progress)}`);
    if (events.length === 0) context.note("It was not loaded yet.");
    for (const line of tableText(events.map(({ event, runs }) => [isoOf(event.at) ?? "", rowsText(event), fromText(event), runs.map(({ dagId, runId }) => `→ ${harmless(dagId)} ${harmless(runId)}`).join(", ")]))) context.out(line);
    return exitCodes.done;
  });
}

export function emitAsset(context: CliContext, name: string, { rows, note }: { readonly rows?: string; readonly note?: string }): Promise<ExitCode> {
  const given = { name, ...(rows === undefined ? {} : { rows: parseWhole("--rows", rows, { min: 0, max: Number.MAX_SAFE_INTEGER }) }), ...(note === undefined ? {} : { note }) };
  return withSession(context, true, async ({ client }) => {
    const { event, consumers } = await client.assets.emit(given);
    if (context.json) return printed(context, { ...eventJson(event), consumers: consumers.map(consumerJson) });
    context.note(`${harmless(event.asset)} counts as loaded at ${isoOf(event.at) ?? ""}; ${consumers.length === 0 ? "no DAG waits for it" : `it calls for ${consumersText(consumers)}`}. Runs start while the window or "dagwright serve" is open.`);
    return exitCodes.done;
  });
}

function kindOf(text: string): AssetKind {
  const kind = assetKinds.find((one) => one === text);
  if (kind !== undefined) return kind;
  throw new AppError("input/invalid", `--only: "${text}" must be one of ${assetKinds.join(", ")}.${suggestion(text, assetKinds)}`, { only: text });
}

function printed(context: CliContext, answer: object): ExitCode {
  printJson(context, answer);
  return exitCodes.done;
}

function assetJson({ name, producers, consumers, last, events }: AssetInfo): object {
  return { asset: name, producers: producers.map(({ dagId, taskId }) => ({ dag_id: dagId, task_id: taskId })), consumers: consumers.map(consumerJson), last: last === null ? null : eventJson(last), events };
}

function consumerJson({ dagId, isOn, hasCome, isEnough, progress }: AssetConsumer): object {
  return { dag_id: dagId, on: isOn, came: hasCome, enough: isEnough, waits: progress };
}

export function eventJson({ id, asset, at, from, logicalDate, rows, by, note }: AssetEvent): object {
  return {
    ...{ event: id, asset, at: isoOf(at) },
    from: from === null ? null : { dag_id: from.dagId, run_id: from.runId, task_id: from.taskId, ...(from.mapIndex === null ? {} : { map_index: from.mapIndex }), try_number: from.tryNumber },
    ...{ logical_date: isoOf(logicalDate), rows, by, note },
  };
}

const producersText = ({ producers }: AssetInfo): string => producers.map(({ dagId, taskId }) => `${harmless(dagId)}.${harmless(taskId)}`).join(", ");
const consumersText = (consumers: readonly AssetConsumer[]): string => consumers.map((one) => `${harmless(one.dagId)}${farText(one)}`).join(", ");
const farText = ({ isOn, progress }: AssetConsumer): string => (!isOn ? " (off)" : progress === null ? "" : ` (${progress.came} of ${progress.of} came)`);

function missingText({ came, of, missing }: NonNullable<AssetConsumer["progress"]>): string {
  const more = of - came - missing.length;
  return [...missing.map(harmless), ...(more > 0 ? [`${more} more`] : [])].join(", ");
}

const rowsText = (event: AssetEvent | null): string => (event === null || event.rows === null ? "" : countText(event.rows, "row"));

export function fromText({ from, by, note }: AssetEvent): string {
  if (from === null) return `told of by ${harmless(by?.name ?? "") || (by?.kind ?? "somebody")}${note === null ? "" : `: ${harmless(note)}`}`;
  return `${harmless(from.dagId)} ${harmless(from.runId)} ${harmless(from.taskId)}${from.mapIndex === null ? "" : `[${from.mapIndex}]`}`;
}
