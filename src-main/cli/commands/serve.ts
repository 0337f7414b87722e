/** `dagwright serve`: the browser mode. Prints a link that works once; a second call on a served workspace prints another. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, watch } from "node:fs";
import { join } from "node:path";
import { AppError } from "../../../shared/errors/app-error.ts";
import { hostEngine } from "../../engine/server/host-engine.ts";
import { readEngineRecord } from "../../engine/server/engine-record.ts";
import { webOriginOf } from "../../engine/server/web-origin.ts";
import { assertLoopback } from "../../engine/server/loopback-listen.ts";
import { browserMemory } from "../../platform/browser-memory.ts";
import { createEngineLog } from "../../platform/file-log.ts";
import { findPlaces } from "../../platform/places.ts";
import { trustedWorkspaces } from "../../platform/trusted-workspaces.ts";
import { configFolder } from "../../platform/user-folders.ts";
import { printJson, type CliContext } from "../context.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { findWorkspace } from "../find-workspace.ts";
import { onInterrupt } from "../interrupts.ts";
import { hostedClient } from "../hosted-client.ts";
import { mintLink } from "../local-client.ts";
import { parseWhole } from "../parse-options.ts";
import { noteReading } from "../reading-note.ts";
import { attach } from "../session.ts";
import { userSettings } from "../user-settings.ts";

export interface ServeOptions {
  readonly port?: string;
  readonly host?: string;
  readonly address?: string;
  readonly open?: boolean;
  readonly trust?: boolean;
  readonly signOut?: boolean;
}

export async function serveCommand(context: CliContext, options: ServeOptions): Promise<ExitCode> {
  const port = options.port === undefined ? 0 : parseWhole("--port", options.port, { min: 0, max: 65_535 });
  assertLoopback(options.host ?? "127.0.0.1");
  const address = options.address === undefined ? undefined : addressOf(options.address);
  const workspace = findWorkspace(context.workspaceOption);
  const trust = trustedWorkspaces();
  if (options.trust) trust.add(workspace);
  const trusted = trust.has(workspace);
  const living = await linkOfLiving(workspace, options.signOut ?? false);
  if (living !== null) {
    if (address !== undefined && new URL(living.link).origin !== address) throw new AppError("input/invalid", `--address: this workspace is served already, for ${new URL(living.link).origin}; end that with Ctrl+C and start it again with --address ${address}.`, { address });
    announce(context, { ...living, workspace, trusted, pid: living.pid }, options);
    return exitCodes.done;
  }
  const renderer = process.env["DAGWRIGHT_RENDERER_DIR"] || findPlaces().renderer;
  if (!existsSync(join(renderer, "index.html"))) throw new AppError("engine/unavailable", `serve: the screens are not built (${renderer} is missing); build them with "node scripts/build.mjs".`);
  const memory = browserMemory(workspace);
  if (options.signOut) memory.forgetPages();
  const log = createEngineLog(workspace, context.note);
  const hosted = await hostEngine({ workspace, trusted, mode: "server", userSettings: userSettings(), watch: true, reading: context.isReading, log, http: { staticRoot: renderer, port, memory, ...(address === undefined ? {} : { address }) } });
  if (hosted.http === null) throw new Error("serve: no HTTP server");
  announce(context, { url: hosted.http.url, link: hosted.http.mintLink(), workspace, trusted, pid: process.pid }, options);
  if (!context.json) context.note("Ctrl+C ends it.");
  await noteReading(context, hostedClient(hosted.engine.router, log));
  const stopWatching = onTrustChange(() => hosted.engine.setTrusted(trust.has(workspace)));
  await new Promise<void>((resolve) => onInterrupt(resolve));
  stopWatching();
  context.note("Stopping; Ctrl+C again leaves at once.");
  await hosted.close({ stopTasks: true });
  return exitCodes.done;
}

/** Throws input/invalid for what no browser can be at. */
function addressOf(text: string): string {
  const origin = webOriginOf(text);
  if (origin === null) throw new AppError("input/invalid", `--address: "${text}" is no address that browsers reach; write it as https://dagwright.example or http://localhost:8080, without a path.`, { address: text });
  return origin;
}

/** `dagwright trust` in another terminal takes effect at once. */
function onTrustChange(call: () => void): () => void {
  mkdirSync(configFolder(), { recursive: true, mode: 0o700 });
  const watcher = watch(configFolder(), (_event, name) => {
    if (name === null || name.startsWith("trusted-workspaces")) call();
  });
  return () => watcher.close();
}

/** A new link to the browser mode that serves this workspace already. */
async function linkOfLiving(workspace: string, signOut: boolean): Promise<{ url: string; link: string; pid: number } | null> {
  const record = readEngineRecord(workspace);
  if (record === null || record.socket === null || record.http === undefined) return null;
  // The record may have come with the workspace: only what answers for this very workspace is believed.
  const session = await attach(workspace);
  if (session === null) return null;
  await session.close();
  const link = await mintLink(record.socket, signOut);
  return link === null ? null : { url: record.http.url, link, pid: record.pid };
}

interface Served {
  readonly url: string;
  readonly link: string;
  readonly workspace: string;
  readonly trusted: boolean;
  readonly pid: number;
}

function announce(context: CliContext, served: Served, options: ServeOptions): void {
  if (context.json) printJson(context, served);
  else {
    context.out(served.link);
    context.note(`Serving ${served.workspace} to this machine only. The link opens it once, within ten minutes; "dagwright serve" prints a new one.`);
    if (!served.trusted && !context.isReading) context.note("This workspace is not trusted: it can be looked at and edited, and nothing in it runs. Trust it with: dagwright serve --trust");
  }
  if (options.open) openInBrowser(served.link, context);
}

function openInBrowser(link: string, context: CliContext): void {
  const [command, ...args] = process.platform === "darwin" ? ["open", link] : process.platform === "win32" ? ["rundll32", "url.dll,FileProtocolHandler", link] : ["xdg-open", link];
  const child = spawn(command ?? "", args, { detached: true, stdio: "ignore" });
  child.on("error", () => context.note(`No browser could be started with ${command}; open the link by hand.`));
  child.unref();
}
