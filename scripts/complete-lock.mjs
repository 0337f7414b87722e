/**
 * Adds to package-lock.json the binaries of other platforms that a registry mirror did not list when the lock was made.
 * `npm ci` refuses a lock file without them, on every platform; with them it skips those that are not for it. Run after
 * `npm install` (as `npm run lock`); it changes nothing when nothing is missing.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "./bootstrap.mjs";

const systems = { darwin: "darwin", linux: "linux", win32: "win32", windows: "win32", freebsd: "freebsd", android: "android", openharmony: "openharmony", sunos: "sunos", aix: "aix", openbsd: "openbsd", netbsd: "netbsd" };
const processors = ["x64", "arm64", "arm", "ia32", "ppc64", "riscv64", "s390x", "loong64", "mips64el"];

/** @returns {string[]} names that are missing, with their versions */
export function missingFrom(lock) {
  const has = (path, name) => lock.packages[`${path}/node_modules/${name}`] ?? lock.packages[`node_modules/${name}`];
  return Object.entries(lock.packages).flatMap(([path, entry]) =>
    Object.entries(entry.optionalDependencies ?? {}).flatMap(([name, version]) => (has(path, name) ? [] : [{ name, version, dev: entry.dev === true }])),
  );
}

/** What a platform package's name says about where it belongs; npm reads the same from the package itself. */
function platformOf(name) {
  const words = name.split(/[/-]/);
  const os = words.map((word) => systems[word]).find(Boolean);
  const cpu = processors.find((processor) => words.includes(processor));
  const libc = words.some((word) => word.startsWith("musl")) ? "musl" : words.includes("gnu") ? "glibc" : null;
  return os === undefined ? null : { ...(cpu ? { cpu: [cpu] } : {}), ...(libc ? { libc: [libc] } : {}), os: [os] };
}

function complete() {
  const file = join(root, "package-lock.json");
  const lock = JSON.parse(readFileSync(file, "utf8"));
  const added = missingFrom(lock).flatMap(({ name, version, dev }) => {
    const platform = platformOf(name);
    const isExact = /^\d/.test(version);
    if (platform === null || !isExact) return [];
    const { cpu, ...rest } = platform;
    lock.packages[`node_modules/${name}`] = { version, ...(cpu ? { cpu } : {}), ...(dev ? { dev } : {}), optional: true, ...rest };
    return [name];
  });
  if (added.length > 0) {
    const [own, ...others] = Object.entries(lock.packages);
    lock.packages = Object.fromEntries([own, ...others.sort(([a], [b]) => a.localeCompare(b, "en"))]);
    writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  }
  console.log(added.length === 0 ? "The lock file is complete" : `Added ${added.length} packages of other platforms`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) complete();
