/**
 * The files of the built renderer as a fixed list, made once at start. A request can only name an entry of the list, so
 * no path from outside is ever joined, decoded or opened.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";

export interface StaticFile {
  readonly file: string;
  readonly type: string;
  readonly size: number;
  /** The name holds a hash of the content. */
  readonly isImmutable: boolean;
  /** The text of a page, whose nonce is filled in for every answer; null for all other files. */
  readonly page: string | null;
}

const types: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".ttf": "font/ttf",
  ".wasm": "application/wasm",
  ".woff": "font/woff",
  ".woff2": "font/woff2",
};

/** Keys are URL paths; `/` is `index.html`. Files of other types (source maps, notes) are not served. */
export function listStaticFiles(root: string): ReadonlyMap<string, StaticFile> {
  const files = new Map<string, StaticFile>();
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const type = types[extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const file = join(entry.parentPath, entry.name);
    const path = `/${relative(root, file).split(sep).map(encodeURIComponent).join("/")}`;
    files.set(path, { file, type, size: statSync(file).size, isImmutable: path.startsWith("/assets/"), page: entry.name.endsWith(".html") ? readFileSync(file, "utf8") : null });
  }
  const index = files.get("/index.html");
  if (index !== undefined) files.set("/", index);
  return files;
}
