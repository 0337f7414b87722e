/**
 * `npm run package [-- --dir]`: builds and packages. On the current Electron where it can be had. With --dir also on the
 * development runtime, into a folder whose name and marker say that it must not be given to anyone.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { bootstrap, continueOnPinnedNode, root } from "./bootstrap.mjs";

const { node } = bootstrap({ purposes: ["desktop"] });
continueOnPinnedNode(node);
const args = process.argv.slice(2);

try {
  const { build } = await import("./build.mjs");
  await build();
  const { findRuntime } = await import("./electron-runtime.mjs");
  const runtime = await findRuntime();
  process.exitCode = pack(runtime.isDevelopmentRuntime ? developmentSettings(runtime) : releaseSettings(runtime));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

function releaseSettings(runtime) {
  const dist = process.platform === "darwin" ? dirname(dirname(dirname(dirname(runtime.program)))) : dirname(runtime.program);
  return [`-c.electronDist=${dist}`, `-c.electronVersion=${runtime.version}`];
}

function developmentSettings(runtime) {
  if (!args.includes("--dir")) {
    throw new Error("package: Electron's release server cannot be reached, and the development runtime is never made into an installer. Try where releases can be downloaded, or look at the packaged folder: npm run package -- --dir");
  }
  console.log(`NOT FOR RELEASE: packaging on Electron ${runtime.version}, which is end-of-life, into release/development-only/.`);
  const dist = join(root, ".cache", "package-runtime");
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  const source = dirname(runtime.program);
  // Without the link to the built app that a clone runs by.
  cpSync(source, dist, { recursive: true, filter: (path) => !path.startsWith(join(source, "resources", "app")) });
  writeFileSync(join(dist, "version"), runtime.version);
  return [`-c.electronDist=${dist}`, `-c.electronVersion=${runtime.version}`, "-c.directories.output=release/development-only", "-c.extraMetadata.developmentRuntime=true"];
}

function pack(settings) {
  const cli = join(root, "node_modules", "electron-builder", "cli.js");
  const result = spawnSync(process.execPath, [cli, "--config", "electron-builder.yml", ...args, ...settings], { cwd: root, stdio: "inherit" });
  if (result.status !== 0) console.error("package: electron-builder failed. Where its message names a download (fpm, AppImage, NSIS), the release server of its tools cannot be reached from here; npm run package -- --dir needs none.");
  return result.status ?? 1;
}
