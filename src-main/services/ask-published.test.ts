import { describe, expect, it } from "vitest";
import type { SqlJob } from "../ports/sql-host.ts";
import { askPublished } from "./ask-published.ts";

const publication = { table: "w.t", rowsLoaded: 7 };
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const jobOf = (kind: string, mode: string): SqlJob => ({ attemptId: "s.1.0.1", connection: { id: "w" }, work: { kind, load: { mode } } }) as unknown as SqlJob;
const ask = (answer: () => Promise<typeof publication | null>, { trusted = true, kind = "load", mode = "append" } = {}) => askPublished({ sqlHost: { wasPublished: answer }, isTrusted: () => trusted }, jobOf(kind, mode));

describe("askPublished", () => {
  it("says that nothing was published only where the database said so, or there was nothing to publish", async () => {
    const nothing = { publication: null, isKnown: true, mayRerun: true, lost: "the engine stopped while it ran; nothing was published" };
    expect(await Promise.all([ask(async () => publication), ask(async () => null), ask(async () => publication, { kind: "query" })])).toEqual([{ ...nothing, publication }, nothing, nothing]);
  });

  it("calls the outcome unknown where the database is not asked, or does not answer", async () => {
    const [untrusted, silent] = await Promise.all([ask(async () => publication, { trusted: false }), ask(() => Promise.reject(new Error("no such file")))]);
    expect([untrusted.publication, silent.publication, untrusted.isKnown, silent.isKnown]).toEqual([null, null, false, false]);
    expect([untrusted.lost, silent.lost]).toEqual([
      "the outcome is unknown: the engine stopped while it ran, and the database is not asked what was published, because the workspace is not trusted any more",
      "the outcome is unknown: the engine stopped while it ran, and the database could not be asked what was published: no such file",
    ]);
  });

  it("lets only what adds no rows a second time be done again where it is unknown", async () => {
    const answers = await Promise.all(["append", "merge", "replace"].map((mode) => ask(() => Promise.reject(new Error("gone")), { mode })));
    expect(answers.map(({ mayRerun }) => mayRerun)).toEqual([false, true, true]);
  });
});
