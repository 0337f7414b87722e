/** Calls that reach the door in every wrong way: each gets a coded answer, none reaches a handler. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hostChannels, type HostChannel } from "../../shared/contract/host.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import { answerHostCall, type HostHandlers } from "./host-call.ts";

function door() {
  const reached: string[] = [];
  const lines: string[] = [];
  const names = Object.keys(hostChannels) as HostChannel[];
  const handlers = Object.fromEntries(names.map((name) => [name, (input: unknown) => reached.push(`${name} ${JSON.stringify(input)}`)])) as unknown as HostHandlers<null>;
  return { reached, lines, names, door: { handlers, log: (line: string) => lines.push(line) } };
}

const invalid = { ok: false, error: { code: "input/invalid", message: expect.any(String), details: {} } };

describe("answerHostCall", () => {
  it.each([
    ["unknown.channel", "{}"],
    ["__proto__", "{}"],
    ["constructor", "{}"],
    ["toString", "{}"],
    [null, "{}"],
    [["app.info"], "{}"],
    ["app.info", undefined],
    ["app.info", {}],
    ["app.info", ""],
    ["app.info", "{"],
    ["app.info", "null"],
    ["app.info", "[]"],
    ["app.info", '{"extra":1}'],
    ["app.info", '{"__proto__":{"a":1}}'],
    ["external.open", "{}"],
    ["external.open", '{"url":7}'],
    ["external.open", `{"url":"${"a".repeat(3000)}"}`],
    ["workspace.openRecent", '{"path":["/"]}'],
    ["menu.setContext", '{"contexts":["root"]}'],
    ["settings.set", `{"patch":{"a":"${"x".repeat(300_000)}"}}`],
    ["file.save", '{"name":"a"}'],
  ])("refuses %j with %.60j", async (channel, text) => {
    const at = door();
    expect(await answerHostCall(at.door, null, channel, text)).toEqual(invalid);
    expect([at.reached, at.lines.length]).toEqual([[], 1]);
  });

  it("passes the parsed input on, and nothing more", async () => {
    const at = door();
    expect(await answerHostCall(at.door, null, "external.open", '{"url":"https://a.b/"}')).toEqual({ ok: true, value: 1 });
    expect(at.reached).toEqual(['external.open {"url":"https://a.b/"}']);
  });

  it("answers a coded error with its code, and any other without its words", async () => {
    const at = door();
    const failing = (error: Error) => ({ ...at.door, handlers: { ...at.door.handlers, "app.info": () => Promise.reject(error) } });
    expect(await answerHostCall(failing(new AppError("workspace/untrusted", "Not yet.")), null, "app.info", "{}")).toEqual({ ok: false, error: { code: "workspace/untrusted", message: "Not yet.", details: {} } });
    const reply = await answerHostCall(failing(new Error("secret /home/x")), null, "app.info", "{}");
    expect(JSON.stringify(reply)).not.toContain("secret");
    expect(reply).toEqual({ ok: false, error: { code: "internal", message: expect.any(String), details: {} } });
  });

  it("answers five thousand random calls, and pollutes nothing", async () => {
    const at = door();
    const channel = fc.oneof(fc.constantFrom(...at.names), fc.string());
    const text = fc.oneof(fc.json(), fc.string(), fc.jsonValue().map((value) => JSON.stringify({ path: value, url: value, patch: value, __proto__: value })));
    await fc.assert(
      fc.asyncProperty(channel, text, async (name, input) => {
        const reply = await answerHostCall(at.door, null, name, input);
        expect(typeof reply.ok).toBe("boolean");
      }),
      { numRuns: 5000 },
    );
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});
