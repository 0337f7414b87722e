import { afterEach, describe, expect, it } from "vitest";
import { makePlace, type Place } from "./fixtures/spawn-cli.ts";

let made: Place;
afterEach(() => made.remove());

const dagOf = (id: string, queue: string): string => `dag: ${id}\n${queue}tasks:\n  t: { config_type: EmptyTask }\n`;
const json = (text: string): unknown => JSON.parse(text.trim().split("\n").at(-1) ?? "");

describe("dagwright queue token", { timeout: 60_000 }, () => {
  it("shows a token once, keeps when it was made, and ends it", async () => {
    made = makePlace({ "posted.dag.yaml": dagOf("posted", "queue: { http: true }\n") });
    expect((await made.dagwright("queue", "show", "posted")).out).toContain('HTTP (nothing listens), no token: "dagwright queue token" makes one');
    const first = await made.dagwright("queue", "token", "posted");
    expect([first.code, first.out.trim(), first.err]).toEqual([0, expect.stringMatching(/^dwq_[\w-]{43}$/), expect.stringContaining("shown this once")]);
    const second = json((await made.dagwright("queue", "token", "posted", "--json")).out) as { token: string };
    expect(second).toEqual({ dag_id: "posted", token: expect.stringMatching(/^dwq_[\w-]{43}$/), url: null });
    expect(second.token).not.toBe(first.out.trim());
    const shown = await made.dagwright("queue", "show", "posted", "--json");
    expect([json(shown.out), shown.out.includes("dwq_")]).toEqual([expect.objectContaining({ kind: "http", url: null, token_made_at: expect.stringMatching(/^20/), latency: null }), false]);
    expect((await made.dagwright("queue", "token", "posted", "--revoke")).err).toContain("worth nothing from now on");
    expect(json((await made.dagwright("queue", "token", "posted", "--revoke", "--json")).out)).toEqual({ dag_id: "posted", revoked: false });
    expect(json((await made.dagwright("queue", "show", "posted", "--json")).out)).toMatchObject({ token_made_at: null });
  });

  it("makes none where nothing is posted to", async () => {
    made = makePlace({ "lying.dag.yaml": dagOf("lying", "queue: { folder: in }\n"), "plain.dag.yaml": dagOf("plain", "") });
    for (const dag of ["lying", "plain"]) {
      const wrong = await made.dagwright("queue", "token", dag);
      expect([wrong.code, wrong.out, wrong.err]).toEqual([2, "", expect.stringContaining("takes no events over HTTP")]);
    }
  });
});
