import { describe, expect, it } from "vitest";
import { AppError, messageOf, reasonOf } from "./app-error.ts";

const failure = (code: string, fields: object = {}): Error => Object.assign(new Error(`${code}: raw text`), { code }, fields);

describe("what was thrown", () => {
  it.each([
    ["a missing file", failure("ENOENT", { syscall: "open", path: "a/b.json" }), "a/b.json: there is no such file or folder; correct the path, or make it"],
    ["a folder", failure("EISDIR", { syscall: "read" }), "is a folder, where a file is needed; name the file"],
    ["a full disk", failure("ENOSPC", { syscall: "write" }), "the disk is full; free some space"],
    ["a missing program", failure("ENOENT", { syscall: "spawn python9", path: "python9" }), "python9: no such program is on this machine; install it, or correct its name"],
    ["a silent port", failure("ECONNREFUSED", { syscall: "connect", address: "127.0.0.1", port: 5999 }), "nothing answers at 127.0.0.1:5999; start the server, or correct host and port"],
    ["a silent port of a machine with two addresses", Object.assign(new AggregateError([failure("ECONNREFUSED", { syscall: "connect", address: "::1", port: 1 })], ""), { code: "ECONNREFUSED" }), "nothing answers at [::1]:1; start the server, or correct host and port"],
    ["a missing socket", failure("ENOENT", { syscall: "connect", address: "/run/db.sock" }), "nothing listens at /run/db.sock; start the server, or correct the path"],
    ["an unknown host", failure("ENOTFOUND", { syscall: "getaddrinfo", hostname: "db.nowhere" }), "there is no machine named db.nowhere; correct the host, or check the network"],
  ])("tells %s in plain words", (_what, thrown, words) => {
    expect(messageOf(thrown)).toBe(words);
  });

  it("leaves other messages as they are, and names no path twice", () => {
    expect([new Error("plain"), failure("SQLITE_FULL"), new AppError("input/invalid", "ours"), "text"].map(messageOf)).toEqual(["plain", "SQLITE_FULL: raw text", "ours", "text"]);
    expect(reasonOf(failure("EACCES", { syscall: "open", path: "x" }))).toBe("this user may not read or write it; change its permissions");
  });
});
