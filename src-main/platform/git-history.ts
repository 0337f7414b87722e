/**
 * What git knows about a file. Starts `git` without a shell, for a bounded time and output, and without anything that the repository's
 * own settings could start: no pager, hooks, filters, signature check, watcher or fetch. Even so only a trusted workspace is asked.
 */
import { execFile } from "node:child_process";
import type { Commit, FileHistory } from "../ports/workspace-files.ts";

const longestMs = 10_000;
const mostBytes = 64 * 1024 * 1024;
const harmless = ["--no-pager", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "log.showSignature=false", "-c", "protocol.allow=never", "-c", "core.quotePath=false"];

type Answer = { readonly out: Buffer } | { readonly trouble: string };

export function createGitHistory(root: string): FileHistory {
  return {
    async log(path, most) {
      const found = await commitsOf(root, path, most);
      if ("trouble" in found) return { commits: [], trouble: found.trouble };
      const commits = found.commits.map(({ id, at, author, title }) => ({ id, at, author, title }));
      return { commits, trouble: commits.length === 0 ? notCommitted : null };
    },
    async show(path, id) {
      if (!/^[0-9a-f]{40,64}$/.test(id)) return null;
      const found = await commitsOf(root, path, 1_000);
      const commit = "trouble" in found ? undefined : found.commits.find((one) => one.id === id);
      if (commit === undefined) return null;
      // The blob as it is stored: `git show` could run a text filter that the repository names.
      const blob = await git(root, ["cat-file", "blob", `${id}:${commit.name}`]);
      return "out" in blob ? blob.out : null;
    },
  };
}

const notCommitted = "No commit of git has this file yet; these are the versions saved here.";

/** With the name that the file had then, from the root of the repository. */
async function commitsOf(root: string, path: string, most: number): Promise<{ commits: (Commit & { name: string })[] } | { trouble: string }> {
  const format = "--format=%x1e%H%x1f%ct%x1f%an%x1f%s";
  const answer = await git(root, ["log", "--follow", `--max-count=${most}`, "--no-show-signature", "--no-ext-diff", "--no-textconv", "-z", "--name-only", format, "--", path]);
  if ("trouble" in answer) return answer;
  const commits = answer.out.toString("utf8").split("\x1e").slice(1).flatMap((record) => {
    const [head = "", ...rest] = record.split("\0");
    const [id = "", seconds = "", author = "", title = ""] = head.split("\x1f");
    const name = rest.join("\0").replace(/^\n/, "").replaceAll("\0", "");
    return name === "" ? [] : [{ id, at: Number(seconds) * 1000, author, title, name }];
  });
  return { commits };
}

function git(root: string, args: readonly string[]): Promise<Answer> {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"));
  const env = { ...Object.fromEntries(inherited), GIT_OPTIONAL_LOCKS: "0", GIT_NO_LAZY_FETCH: "1", GIT_TERMINAL_PROMPT: "0", GIT_ALLOW_PROTOCOL: "none", GIT_LITERAL_PATHSPECS: "1", LC_ALL: "C" };
  return new Promise((resolve) => {
    execFile("git", [...harmless, ...args], { cwd: root, env, timeout: longestMs, killSignal: "SIGKILL", maxBuffer: mostBytes, encoding: "buffer", windowsHide: true }, (failure, stdout, stderr) =>
      resolve(failure ? { trouble: troubleOf(failure, stderr.toString("utf8")) } : { out: stdout }),
    );
  });
}

/** In our words: what git says may hold anything. */
function troubleOf(failure: { readonly code?: unknown; readonly killed?: boolean }, said: string): string {
  const rest = "these are the versions saved here.";
  if (failure.code === "ENOENT") return `Git is not installed; ${rest}`;
  if (failure.killed === true) return `Git took longer than ${longestMs / 1000} s; ${rest}`;
  if (said.includes("not a git repository")) return `The workspace is not in a git repository; ${rest}`;
  if (said.includes("does not have any commits")) return notCommitted;
  if (said.includes("dubious ownership")) return `Git refuses the repository because another user owns it; ${rest}`;
  return `Git could not read the repository; ${rest}`;
}
