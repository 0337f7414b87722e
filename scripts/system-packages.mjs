/**
 * The parts that npm cannot bring: libraries of the desktop window, and what only the tests need. Installs them where apt
 * is there and needs no password; else prints the one command that does. What is missing never stops the rest.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, openSync, closeSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";

const libraryFolders = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib", "/lib/x86_64-linux-gnu"];
export const chromiumNames = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];

/** One part a line: what it is for, how it is seen to be there, and its package in each family of Linux. */
const parts = [
  { name: "GTK 3", purpose: "desktop", isThere: () => hasLibrary("libgtk-3.so.0"), apt: "libgtk-3-0", dnf: "gtk3", pacman: "gtk3" },
  { name: "NSS", purpose: "desktop", isThere: () => hasLibrary("libnss3.so"), apt: "libnss3", dnf: "nss", pacman: "nss" },
  { name: "ALSA", purpose: "desktop", isThere: () => hasLibrary("libasound.so.2"), apt: "libasound2", dnf: "alsa-lib", pacman: "alsa-lib" },
  { name: "GBM", purpose: "desktop", isThere: () => hasLibrary("libgbm.so.1"), apt: "libgbm1", dnf: "mesa-libgbm", pacman: "mesa" },
  { name: "Python 3", purpose: "always", isThere: () => findProgram(["python3"]) !== null, apt: "python3 python3-venv", dnf: "python3", pacman: "python" },
  { name: "Xvfb", purpose: "tests", isThere: () => findProgram(["Xvfb"]) !== null, apt: "xvfb", dnf: "xorg-x11-server-Xvfb", pacman: "xorg-server-xvfb" },
  { name: "Chromium", purpose: "tests", isThere: () => findProgram(chromiumNames) !== null, apt: "chromium", dnf: "chromium", pacman: "chromium" },
  { name: "strace", purpose: "tests", isThere: () => findProgram(["strace"]) !== null, apt: "strace", dnf: "strace", pacman: "strace" },
  { name: "PostgreSQL", purpose: "tests", isThere: () => findPostgres() !== null, apt: "postgresql", dnf: "postgresql-server", pacman: "postgresql" },
];

/**
 * @param {string[]} purposes "desktop", "tests"; tests need the desktop's parts too
 * @returns {string[]} names of the parts that are still missing
 */
export function installSystemPackages(purposes, logFolder, log) {
  if (process.platform !== "linux") return [];
  const wanted = purposes.includes("tests") ? ["always", "desktop", "tests"] : ["always", ...purposes];
  const missing = () => parts.filter((part) => wanted.includes(part.purpose) && !part.isThere());
  const before = missing();
  if (before.length === 0) return [];
  const sudo = sudoFor("apt-get");
  if (sudo === null) {
    log(`Not on this machine: ${before.map((part) => part.name).join(", ")}. To install: ${commandFor(before)}`);
  } else {
    installWithApt(sudo, before, logFolder, log);
    const after = missing();
    if (after.length > 0) log(`Could not install ${after.map((part) => part.name).join(", ")}; see ${join(logFolder, "apt.log")}. By hand: ${commandFor(after)}`);
  }
  return missing().map((part) => part.name);
}

function installWithApt(sudo, missing, logFolder, log) {
  log(`Installing system packages for ${missing.map((part) => part.name).join(", ")} …`);
  mkdirSync(logFolder, { recursive: true });
  const output = openSync(join(logFolder, "apt.log"), "a");
  const apt = (args) => {
    const [program, ...rest] = [...sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", ...args];
    return spawnSync(program, rest, { stdio: ["ignore", output, output] }).status === 0;
  };
  apt(["update"]);
  const install = (names) => apt(["install", "-y", "--no-install-recommends", ...names]);
  // Newer Debian and Ubuntu call some libraries `…t64`; each name is tried alone when all together are refused.
  if (!install(missing.flatMap((part) => part.apt.split(" ")))) {
    for (const part of missing) if (!install(part.apt.split(" "))) install([`${part.apt}t64`]);
  }
  closeSync(output);
}

/** The words before a package command that make it run as root without asking; null when there are none. */
function sudoFor(program) {
  if (findProgram([program]) === null) return null;
  if (process.getuid?.() === 0) return [];
  return findProgram(["sudo"]) !== null && spawnSync("sudo", ["-n", "true"], { stdio: "ignore" }).status === 0 ? ["sudo", "-n"] : null;
}

function commandFor(missing) {
  const names = (family) => missing.map((part) => part[family]).join(" ");
  if (findProgram(["dnf"])) return `sudo dnf install ${names("dnf")}`;
  if (findProgram(["pacman"])) return `sudo pacman -S --needed ${names("pacman")}`;
  return `sudo apt-get install ${names("apt")}`;
}

function hasLibrary(name) {
  return libraryFolders.some((folder) => existsSync(join(folder, name)));
}

/** Path of the first of these programs on the PATH, or null. */
export function findProgram(names) {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  for (const name of names) for (const folder of folders) if (existsSync(join(folder, name))) return join(folder, name);
  return null;
}

/** The folder of PostgreSQL's server programs, or null. */
export function findPostgres() {
  const base = "/usr/lib/postgresql";
  const versions = existsSync(base) ? readdirSync(base).sort((a, b) => Number(b) - Number(a)) : [];
  const folder = versions.map((version) => join(base, version, "bin")).find((bin) => existsSync(join(bin, "initdb")));
  return folder ?? findProgram(["initdb"])?.replace(/[\\/]initdb$/, "") ?? null;
}
