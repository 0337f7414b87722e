import { describe, expect, it } from "vitest";
import { AppError } from "../../../../shared/errors/app-error.ts";
import type { LogChunk } from "../../../../shared/contract/runs.ts";
import { createLogSession, type LogPhase, type LogSession, type LogSource } from "./log-session.ts";

const chunk = (text: string, offset: number, size: number, complete: boolean): LogChunk => ({ text, offset, nextOffset: offset + text.length, size, complete, droppedBytes: 0 });
const never: LogSource["follow"] = () => Promise.reject(new Error("must not follow"));

function reaches(session: LogSession, phase: LogPhase): Promise<void> {
  return new Promise((resolve) => {
    const check = (): void => void (session.snapshot().phase === phase && resolve());
    session.subscribe(check);
    session.start();
    check();
  });
}

describe("log session", () => {
  it("reads a finished log piece by piece and follows nothing", async () => {
    const text = "one\ntwo\nthree\n";
    const session = createLogSession({ read: async (offset) => chunk(text.slice(offset, offset + 4), offset, text.length, true), follow: never });
    await reaches(session, "complete");
    expect(session.snapshot()).toMatchObject({ lineCount: 3, loadedBytes: 14, size: 14 });
    expect(session.snapshot().buffer.text()).toBe(text);
  });

  it("goes on with what is written while it watches, passing over what it has", async () => {
    async function* follow() {
      yield chunk("one\n", 0, 4, false);
      yield chunk("two\n", 4, 8, false);
      yield chunk("", 8, 8, true);
    }
    const session = createLogSession({ read: async (offset) => chunk("one\n".slice(offset), offset, 4, false), follow: async () => follow() });
    await reaches(session, "complete");
    expect(session.snapshot().buffer.text()).toBe("one\ntwo\n");
  });

  it("takes a lost wire up again where it broke", async () => {
    let calls = 0;
    const offsets: number[] = [];
    const session = createLogSession({
      read: async (offset) => {
        offsets.push(offset);
        calls += 1;
        if (calls === 2) throw new AppError("engine/unavailable", "gone");
        return calls === 1 ? chunk("ab\n", 0, 6, true) : chunk("cd\n", 3, 6, true);
      },
      follow: never,
    });
    await reaches(session, "complete");
    expect([offsets, session.snapshot().buffer.text()]).toEqual([[0, 3, 3], "ab\ncd\n"]);
  });

  it("tells a log that is not there from one that cannot be read", async () => {
    const absent = createLogSession({ read: () => Promise.reject(new AppError("log/not-found", "no log")), follow: never });
    await reaches(absent, "absent");
    const failed = createLogSession({ read: () => Promise.reject(new AppError("internal", "disk")), follow: never });
    await reaches(failed, "failed");
    expect(failed.snapshot().failure).toMatchObject({ code: "internal", message: "disk" });
  });

  it("says nothing more after it was stopped", async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const session = createLogSession({ read: (_, __, signal) => held.then(() => (signal.aborted ? Promise.reject(new Error("aborted")) : chunk("x\n", 0, 2, true))), follow: never });
    session.start();
    session.stop();
    release();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(session.snapshot().phase).toBe("loading");
  });
});
