/** Following a backfill over the engine's live stream, to its end. */
import { mostIntervalsOfPage, type Backfill, type BackfillInterval } from "../../shared/contract/backfills.ts";
import { backfillJson } from "./backfill-json.ts";
import { printBackfill, progressText } from "./backfill-text.ts";
import { printJson, type CliContext } from "./context.ts";
import { exitCodes, type ExitCode } from "./exit-codes.ts";
import { onInterrupt } from "./interrupts.ts";
import type { Session } from "./session.ts";
import { firstLine, harmless, isoOf, stateText } from "./words.ts";

/** Ctrl+C leaves a backfill of another engine as it is, and pauses one that would end with us: what runs is waited for. */
export async function followBackfill(context: CliContext, session: Session, id: number): Promise<ExitCode> {
  const { client, isHost } = session;
  const events = await client.engine.events({});
  let isLeft = false;
  const stopListening = onInterrupt(() => {
    if (isHost) {
      context.note(`Pausing backfill ${id} and waiting for what runs; "dagwright backfill resume ${id}" goes on. Ctrl+C again leaves at once.`);
      client.backfills.pause({ id, reason: "Ctrl+C" }).catch(() => {}); // it ended in the meantime
      return;
    }
    isLeft = true;
    context.note(`Backfill ${id} goes on in the engine of this workspace.`);
    void events.return?.();
  });
  try {
    await events.next(); // the stream's opening word: from here on nothing is missed
    let shown = "";
    for (;;) {
      const backfill = (await client.backfills.get({ id, limit: 0 })).backfill;
      shown = show(context, backfill, shown);
      if (isOver(backfill, isHost)) return await finish(context, session, backfill);
      let isNews = false;
      while (!isNews) {
        const batch = await events.next();
        if (batch.done === true) return isLeft ? exitCodes.done : exitCodes.engineFailed;
        isNews = batch.value.some((event) => event.kind === "reset" || (event.kind === "backfills" && event.dagId === backfill.dagId));
      }
    }
  } finally {
    stopListening();
    await events.return?.();
  }
}

/** Without an engine that stays, one that is held has nobody to wait for. */
function isOver({ state, counts, trouble }: Backfill, isHost: boolean): boolean {
  if (counts.running > 0) return false;
  return state === "finished" || state === "cancelled" || state === "paused" || (isHost && trouble !== null);
}

function show(context: CliContext, backfill: Backfill, before: string): string {
  const words = progressText(backfill);
  if (words === before) return before;
  if (context.json) printJson(context, { event: "backfill", backfill_id: backfill.id, state: backfill.state, counts: backfill.counts });
  else if (context.isInteractive) context.note(words);
  return words;
}

async function finish(context: CliContext, session: Session, backfill: Backfill): Promise<ExitCode> {
  if (context.json) printJson(context, { event: "backfill_finished", ...backfillJson(backfill) });
  else {
    printBackfill(context, backfill);
    await printFailed(context, session, backfill);
  }
  if (backfill.trouble !== null && !context.json) context.note(`It goes on when that is mended and an engine serves the workspace: ${firstLine(backfill.trouble)}`);
  const { failed, cancelled, left } = backfill.counts;
  return backfill.state === "finished" && failed + cancelled + left === 0 ? exitCodes.done : exitCodes.failed;
}

const namedFailures = 10;

/** The dates whose runs failed, those that were cancelled among them, so that nobody has to look for them among all. */
async function printFailed(context: CliContext, { client }: Session, { id, dagId, counts: { failed, cancelled, total } }: Backfill): Promise<void> {
  const found: BackfillInterval[] = [];
  for (let offset = 0; offset < total && found.length < Math.min(failed + cancelled, namedFailures); offset += mostIntervalsOfPage) {
    const { intervals } = await client.backfills.get({ id, offset, limit: mostIntervalsOfPage });
    found.push(...intervals.filter(({ runState }) => runState === "failed"));
  }
  for (const { logicalDate, runId } of found.slice(0, namedFailures)) context.out(`  ${stateText("failed", context.paint)}  ${isoOf(logicalDate)}  ${harmless(runId ?? "")}`);
  if (failed + cancelled > namedFailures) context.note(`${failed + cancelled - namedFailures} more: dagwright backfill show ${id} --limit ${total}`);
  if (found.length > 0) context.note(`Why: dagwright runs show ${dagId} RUN`);
}
