/** Following a backfill over the engine's live stream, to its end. */
import type { Backfill } from "../../shared/contract/backfills.ts";
import { backfillJson } from "./backfill-json.ts";
import { printBackfill, progressText } from "./backfill-text.ts";
import { printJson, type CliContext } from "./context.ts";
import { exitCodes, type ExitCode } from "./exit-codes.ts";
import { onInterrupt } from "./interrupts.ts";
import type { Session } from "./session.ts";
import { firstLine } from "./words.ts";

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
      if (isOver(backfill, isHost)) return finish(context, backfill);
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

function finish(context: CliContext, backfill: Backfill): ExitCode {
  if (context.json) printJson(context, { event: "backfill_finished", ...backfillJson(backfill) });
  else printBackfill(context, backfill);
  if (backfill.trouble !== null && !context.json) context.note(`It goes on when that is mended and an engine serves the workspace: ${firstLine(backfill.trouble)}`);
  const { failed, left } = backfill.counts;
  return backfill.state === "finished" && failed + left === 0 ? exitCodes.done : exitCodes.failed;
}
