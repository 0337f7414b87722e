/**
 * What git knows about a file. Starts `git` without a shell, for a bounded time and output, and without anything that the repository's
 * own settings could start: no pager, hooks, filters, signature check, watcher or fetch. Even so only a trusted workspace is asked.
 */
import { execFile } from "node:child_process";
import type { Commit, FileHistory } from "../ports/workspace-files.ts";

const longestMs = 10_000;
const mostBytes = 64 * 1024 * 1024;
const harmless = ["--no-pager", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "log.showSignature=false", "-c", "protocol.allow=never", "-c", "core.quotePath=false"];

export function createGitHistory(root: string): FileHistory {
  return {
    async log(path, most) {
      const found = await commitsOf(root, path, most);
      return found.length === 0 ? null : found.map(({ id, at, author, title }) => ({ id, at, author, title }));
    },
    async show(path, id) {
      if (!/^[0-9a-f]{40,64}$/.test(id)) return null;
      const commit = (await commitsOf(root, path, 1_000)).find((one) => one.id === id);
      // The blob as it is stored: `git show` could run a text filter that the repository names.
      return commit === undefined ? null : await git(root, ["cat-file", "blob", `${id}:${commit.name}`]);
    },
  };
}

/** With the name that the file had then, from the root of the repository. */
async function commitsOf(root: string, path: string, most: number): Promise<(Commit & { name: string })[]> {
  const format = "--format=%x1e%H%x1f%ct%x1f%an%x1f%s";
  const out = await git(root, ["log", "--follow", `--max-count=${most}`, "--no-show-signature", "--no-ext-diff", "--no-textconv", "-z", "--name-only", format, "--", path]);
  if (out === null) return [];
  return out.toString("utf8").split("\x1e").slice(1).flatMap((record) => {
    const [head = "", ...rest] = record.split("\0");
    const [id = "", seconds = "", author = "", title = ""] = head.split("\x1f");
    const name = rest.join("\0").replace(/^\n/, "").replaceAll("\0", "");
    return name === "" ? [] : [{ id, at: Number(seconds) * 1000, author, title, name }];
  });
}

function git(root: string, args: readonly string[]): Promise<Buffer | null> {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"));
  const env = { ...Object.fromEntries(inherited), GIT_OPTIONAL_LOCKS: "0", GIT_NO_LAZY_FETCH: "1", GIT_TERMINAL_PROMPT: "0", GIT_ALLOW_PROTOCOL: "none", GIT_LITERAL_PATHSPECS: "1", LC_ALL: "C" };
  return new Promise((resolve) => {
    execFile("git", [...harmless, ...args], { cwd: root, env, timeout: longestMs, killSignal: "SIGKILL", maxBuffer: mostBytes, encoding: "buffer", windowsHide: true }, (failure, stdout) => resolve(failure ? null : stdout));
  });
}
