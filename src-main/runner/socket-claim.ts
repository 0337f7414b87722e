/**
 * The socket of a folder's runner, taken by exactly one of however many are started: an engine that died while its runner was starting may have a
 * successor that has started another. Each listens under a name of its own and takes the common one by a hard link, which fails where there is one.
 * What a dead runner left under that name is cleared away by the engine alone, of which a folder has one: runners that did so would take it from each other.
 */
import { linkSync, renameSync, rmSync, statSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import path from "node:path";

/** Null where the name is taken. Who connects is answered once the server has a listener. */
export async function claimSocket(socketPath: string): Promise<Server | null> {
  // A named pipe has one listener by itself.
  if (process.platform === "win32") return listenAt(socketPath);
  const own = socketPath.replace(/\.sock$/, `.${process.pid}.sock`);
  rmSync(own, { force: true });
  const server = await listenAt(own);
  // Our own name is gone where somebody else has become the runner and swept.
  const isOurs = server !== null && isLinked(own, socketPath);
  rmSync(own, { force: true });
  if (!isOurs) server?.close();
  return isOurs ? server : null;
}

/** For the one engine of the folder, before it starts a runner. A runner that takes the name while it is looked at keeps it. */
export async function clearDeadSocket(socketPath: string): Promise<void> {
  const before = process.platform === "win32" ? null : identityOf(socketPath);
  if (before === null || (await isAnswered(socketPath))) return;
  // Under a name that no runner takes for a leaving of its own.
  const aside = path.join(path.dirname(socketPath), `dead-${path.basename(socketPath)}`);
  if (threw(["ENOENT"], () => renameSync(socketPath, aside))) return;
  if (identityOf(aside) !== before) isLinked(aside, socketPath);
  rmSync(aside, { force: true });
}

/** Stays as it is under another name. Null where there is nothing. */
function identityOf(file: string): string | null {
  const found = statSync(file, { throwIfNoEntry: false, bigint: true });
  return found === undefined ? null : `${found.ino} ${found.mtimeNs}`;
}

function isLinked(own: string, name: string): boolean {
  return !threw(["EEXIST", "ENOENT"], () => linkSync(own, name));
}

function threw(codes: readonly string[], act: () => void): boolean {
  try {
    act();
    return false;
  } catch (error) {
    if (!codes.includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
    return true;
  }
}

function listenAt(name: string): Promise<Server | null> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => (error.code === "EADDRINUSE" ? resolve(null) : reject(error)));
    server.listen(name, () => resolve(server));
  });
}

function isAnswered(name: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(name, () => {
      probe.destroy();
      resolve(true);
    });
    probe.on("error", () => resolve(false));
  });
}
