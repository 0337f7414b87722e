import { describe, expect, it } from "vitest";
import type { SqlEvent } from "../../../shared/contract/sql.ts";
import { QuerySession } from "./query-session.ts";
import { closedTab, newestOf, type RunInput } from "./results/runs.ts";

const input: RunInput = { connection: "w", text: "select 1", maxRows: 10 };
const statement: SqlEvent = { kind: "statement", index: 0, words: "SELECT 1", writes: false, place: { offset: 0, line: 1, column: 1 }, end: 8 };
const columns = (resultId: string): SqlEvent => ({ kind: "columns", index: 0, resultId, columns: [] });
const ended: SqlEvent = { kind: "ended", state: "success", failure: null, ms: 1 };

/** An engine that tells what it is told to; `null` ends the stream, or breaks it. */
function engine(tell: (resultId: string) => readonly SqlEvent[]): { session: QuerySession; released: string[]; cancelled: string[]; wrote: () => number } {
  const released: string[] = [];
  const cancelled: string[] = [];
  let [runs, wrote] = [0, 0];
  const sql = {
    async run() {
      runs += 1;
      return (async function* () {
        yield* tell(`r${runs}`);
      })();
    },
    release: async ({ resultIds }: { resultIds: string[] }) => (released.push(...resultIds), { released: resultIds.length }),
    cancel: async ({ queryId }: { queryId: string }) => (cancelled.push(queryId), { wasRunning: true }),
  };
  const session = new QuerySession({ client: { sql } as never, limits: () => ({ maxRows: 10 }), onWrote: () => void (wrote += 1) });
  return { session, released, cancelled, wrote: () => wrote };
}
const settled = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 5));

describe("QuerySession", () => {
  it("keeps results while nobody looks, and lets go of what is closed and of all in the end", async () => {
    const { session, released } = engine((id) => [statement, columns(id), ended]);
    let told = 0;
    const stop = session.subscribe(() => void (told += 1));
    session.run(input);
    await settled();
    stop();
    const before = told;
    session.run(input);
    await settled();
    const [first] = session.get().runs;
    expect([newestOf(session.get())?.state.outcome, session.get().runs.length, told]).toEqual(["success", 2, before]);
    session.change((all) => closedTab(all, `${first?.id} 0`));
    expect(released).toEqual(["r1"]);
    session.close();
    expect([released, session.get().runs]).toEqual([["r1", "r2"], []]);
  });

  it("says so when the engine stops in the middle, cancels by name, and tells of writing", async () => {
    const { session, cancelled, wrote } = engine(() => [{ ...statement, writes: true }]);
    session.run(input);
    session.cancel();
    await settled();
    const newest = newestOf(session.get());
    expect(newest?.state.failure?.message).toContain("stopped answering");
    expect([cancelled, wrote()]).toEqual([[newest?.id], 1]);
  });
});
