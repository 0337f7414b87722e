import { expect, it } from "vitest";
import type { SqlEvent } from "../../../../shared/contract/sql.ts";
import { begun, broken, fold, type QueryState } from "./query-state.ts";

const place = { offset: 0, line: 1, column: 1 };
const column = { name: "a", type: "INTEGER", kind: "integer" } as const;
const failure = { message: "no such table", detail: null, state: "", place, kind: "sql" } as const;
const after = (...events: readonly SqlEvent[]): QueryState => events.reduce(fold, begun(1_000));
const statement = (index: number, writes = false): SqlEvent => ({ kind: "statement", index, words: "SELECT", writes, place, end: 8 });

it("gathers what is told of each statement, and keeps the others as they are", () => {
  const state = after(
    { kind: "started", queryId: "q", statements: 2, at: 5 },
    statement(0),
    { kind: "columns", index: 0, resultId: "r0", columns: [column] },
    { kind: "rows", index: 0, rows: 7 },
    { kind: "finished", index: 0, resultId: "r0", rows: 9, capped: true, ms: 3 },
    statement(1, true),
    { kind: "notice", index: 1, text: "careful" },
    { kind: "failed", index: 1, failure, ms: 4 },
    { kind: "ended", state: "failed", failure, ms: 8 },
  );
  expect(state).toMatchObject({ phase: "ended", outcome: "failed", ms: 8, wrote: true });
  expect(state.statements[0]).toMatchObject({ resultId: "r0", columns: [column], rows: 9, capped: true, ms: 3, failure: null });
  expect(state.statements[1]).toMatchObject({ resultId: null, notices: ["careful"], failure, ms: 4 });
});

it("ends in words when the engine is gone, with what had come", () => {
  const state = broken(after(statement(0)), "The engine stopped.", 1_250);
  expect(state).toMatchObject({ phase: "ended", outcome: "failed", ms: 250, failure: { kind: "connection", message: "The engine stopped." } });
  expect(state.statements).toHaveLength(1);
});
