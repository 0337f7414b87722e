import { describe, expect, it } from "vitest";
import type { SqlJob } from "../ports/sql-host.ts";
import { askPublished } from "./ask-published.ts";

const publication = { table: "w.t", rowsLoaded: 7 };
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const jobOf = (kind: string): SqlJob => ({ attemptId: "s.1.0.1", connection: { id: "w" }, work: { kind } }) as unknown as SqlJob;
const ask = (answer: () => Promise<typeof publication | null>, { trusted = true, kind = "load" } = {}) => askPublished({ sqlHost: { wasPublished: answer }, isTrusted: () => trusted }, jobOf(kind));

describe("askPublished", () => {
  it("says that nothing was published only where the database said so, or there was nothing to publish", async () => {
    const nothing = { publication: null, lost: "the engine stopped while it ran; nothing was published" };
    expect(await Promise.all([ask(async () => publication), ask(async () => null), ask(async () => publication, { kind: "query" })])).toEqual([{ publication, lost: nothing.lost }, nothing, nothing]);
  });

  it("calls the outcome unknown where the database is not asked, or does not answer", async () => {
    const [untrusted, silent] = await Promise.all([ask(async () => publication, { trusted: false }), ask(() => Promise.reject(new Error("no such file")))]);
    expect([untrusted.publication, silent.publication]).toEqual([null, null]);
    expect([untrusted.lost, silent.lost]).toEqual([
      "the outcome is unknown: the engine stopped while it ran, and the database is not asked what was published, because the workspace is not trusted any more",
      "the outcome is unknown: the engine stopped while it ran, and the database could not be asked what was published: no such file",
    ]);
  });
});
