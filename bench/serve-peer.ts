/** Builds the page of a peer from its folder here, and serves it with the files that it is to show. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { build } from "vite";

const types: Readonly<Record<string, string>> = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".ttf": "font/ttf", ".json": "application/json" };

export interface ServedPeer {
  readonly address: string;
  close(): void;
}

export interface Peer {
  /** Its folder in `bench`. */
  readonly name: string;
  /** Text by file name, beside the page. */
  readonly files: Readonly<Record<string, string>>;
}

export async function servePeer(peer: Peer, folder: string): Promise<ServedPeer> {
  await build({ root: join(import.meta.dirname, peer.name), base: "./", logLevel: "error", configFile: false, worker: { format: "es" }, build: { outDir: folder, emptyOutDir: true, target: "chrome114", chunkSizeWarningLimit: 20_000 } });
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(peer.files)) writeFileSync(join(folder, name), text);
  const server = createServer(({ url = "/" }, reply) => {
    const path = normalize(new URL(url, "http://peer").pathname);
    try {
      const file = join(folder, path === "/" ? "index.html" : path);
      reply.setHeader("Content-Type", types[extname(file)] ?? "text/plain");
      reply.end(readFileSync(file));
    } catch {
      reply.writeHead(404).end();
    }
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const at = server.address();
  return { address: `http://127.0.0.1:${typeof at === "object" && at !== null ? at.port : 0}/`, close: () => void server.close() };
}
