/** Files of the workspace by a path or pattern, for sensors. Links are followed only where they stay inside. */
import { appendFileSync, mkdirSync, type Stats } from "node:fs";
import { glob, stat } from "node:fs/promises";
import { dirname, sep } from "node:path";
import type { AppendLine, FileLooks, FoundFile } from "../ports/lookouts.ts";
import type { Workspace } from "../ports/workspace.ts";

const passedOver = new Set([".dagwright", ".git"]);

export function createFileLooks(workspace: Pick<Workspace, "root" | "resolve">): FileLooks {
  const statOf = async (path: string): Promise<Stats | null> => {
    try {
      return await stat(workspace.resolve(path));
    } catch {
      return null;
    }
  };
  const filesOf = async (pattern: string, limit: number): Promise<FoundFile[]> => {
    const found: FoundFile[] = [];
    for await (const match of glob(pattern, { cwd: workspace.root, exclude: (name) => passedOver.has(name) })) {
      const path = match.split(sep).join("/");
      const stats = await statOf(path);
      if (stats?.isFile()) found.push({ path, bytes: stats.size, modifiedAt: stats.mtimeMs });
      if (found.length >= limit) break;
    }
    return found;
  };
  return {
    async find(pattern, limit) {
      // A path that is there is meant as it is written, brackets and all. One that leads out is refused, not only not found.
      if (!/[*?{[]/.test(pattern)) workspace.resolve(pattern);
      const stats = await statOf(pattern);
      if (stats?.isFile()) return [{ path: pattern, bytes: stats.size, modifiedAt: stats.mtimeMs }];
      return await filesOf(stats?.isDirectory() ? `${pattern === "" ? "." : pattern}/**` : pattern, limit);
    },
  };
}

export const appendLine: AppendLine = (path, line) => {
  mkdirSync(dirname(path), { recursive: true });
  appendFileSync(path, `${line}\n`);
};
