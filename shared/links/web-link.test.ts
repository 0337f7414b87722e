import { describe, expect, it } from "vitest";
import { linkAt, readShowPath } from "./web-link.ts";

const run = { to: "run", dagId: "claims daily", runId: "manual__2026-01-01T00:00:00+00:00", taskId: "load" } as const;

describe("linkAt", () => {
  it("leads to the browser where it is served, and to the desktop elsewhere", () => {
    const rest = "run/claims%20daily/manual__2026-01-01T00%3A00%3A00%2B00%3A00/task/load";
    expect([linkAt("http://127.0.0.1:4123", run), linkAt(null, run)]).toEqual([`http://127.0.0.1:4123/show/${rest}`, `dagwright://${rest}`]);
    expect(readShowPath(`/show/${rest}`)).toEqual({ ok: true, navigation: run });
  });

  it("is none where no link can say it", () => expect(linkAt("http://127.0.0.1:4123", { to: "dag", dagId: "../x" })).toBeNull());
});

describe("readShowPath", () => {
  it.each(["/show/", "/show/start/a", "/show/run/a", "/show/open/..", "/show/open/a\"><script>", "/show/open/a?conf=1"])("refuses %s", (path) => expect(readShowPath(path).ok).toBe(false));
});
