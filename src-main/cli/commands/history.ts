/** `dagwright history`: what the history takes, and packing what is old of it. */
import { parseDuration } from "../../../shared/base/duration.ts";
import { AppError } from "../../../shared/errors/app-error.ts";
import { printJson, type CliContext } from "../context.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { bytesText, countText, durationText } from "../words.ts";
import { withSession } from "./runs.ts";

export interface CompactOptions {
  readonly olderThan?: string;
}

export async function showHistory(context: CliContext): Promise<ExitCode> {
  return withSession(context, false, async ({ client }) => {
    const { compactAfter, runs, packed, due, packedBytes, databaseBytes, freeBytes, isAtWork } = await client.history.status({});
    if (context.json) printJson(context, { compact_after: compactAfter, runs, packed, due, packed_bytes: packedBytes, database_bytes: databaseBytes, free_bytes: freeBytes, at_work: isAtWork });
    else {
      context.out(`${countText(runs, "run")}, ${packed} of them packed into ${bytesText(packedBytes)}; the database takes ${bytesText(databaseBytes)}, of which ${bytesText(freeBytes)} are free for new runs.`);
      context.out(compactAfter === null ? "None is packed by itself." : `${countText(due, "run")} ended more than ${compactAfter} ago and may be packed${isAtWork ? "; that is under way" : ""}.`);
    }
    return exitCodes.done;
  });
}

export async function compactHistory(context: CliContext, { olderThan }: CompactOptions): Promise<ExitCode> {
  const olderThanMs = olderThan === undefined ? undefined : parseDuration(olderThan);
  if (olderThanMs === null) throw new AppError("input/invalid", `--older-than: found ${JSON.stringify(olderThan)}; expected a duration such as 7d or 12h.`);
  return withSession(context, false, async ({ client }) => {
    const { packed, spared, freedBytes, ms, isCancelled } = await client.history.compact(olderThanMs === undefined ? {} : { olderThanMs });
    if (context.json) printJson(context, { packed, spared, freed_bytes: freedBytes, ms, cancelled: isCancelled });
    else {
      context.out(`${isCancelled ? "Cancelled: " : ""}${countText(packed, "run")} packed in ${durationText(ms)}; ${bytesText(freedBytes)} free in the database for new runs.`);
      if (spared > 0) context.note(`${countText(spared, "run")} stayed as they are: something of them is under way, or they are too large while tasks run.`);
    }
    return isCancelled ? exitCodes.failed : exitCodes.done;
  });
}

export async function cancelCompaction(context: CliContext): Promise<ExitCode> {
  return withSession(context, false, async ({ client }) => {
    const { wasAtWork } = await client.history.cancel({});
    if (context.json) printJson(context, { was_at_work: wasAtWork });
    else context.note(wasAtWork ? "Ended after the runs at hand; what is packed stays so." : "Nothing is being packed.");
    return exitCodes.done;
  });
}
