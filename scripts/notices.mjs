/**
 * Writes THIRD-PARTY-NOTICES.md: the licence texts of every package that ships, as the lock file names them. With --check it
 * only says whether the page is what the lock file asks for, and refuses licences that are not permissive.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "./bootstrap.mjs";

const page = join(root, "THIRD-PARTY-NOTICES.md");
const permissive = /^(MIT|MIT-0|ISC|0BSD|BSD-2-Clause|BSD-3-Clause|Apache-2\.0|BlueOak-1\.0\.0|Python-2\.0|CC0-1\.0|Unlicense|OFL-1\.1|Zlib)$/;

/** Of a choice one is enough; of several at once all must be. */
function isPermissive(licence) {
  const choices = licence.replace(/[()]/g, "").split(/ OR /i);
  return choices.some((choice) => choice.split(/ AND /i).every((name) => permissive.test(name.trim())));
}

/** The packages that ship, from the lock file, sorted. A package's binaries for one platform each stand under the package itself. */
function shippedPackages() {
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const shipped = Object.entries(packages).filter(([path, entry]) => path.startsWith("node_modules/") && !entry.dev && !entry.devOptional && entry.os === undefined);
  const named = shipped.map(([path, entry]) => ({ path, name: path.slice(path.lastIndexOf("node_modules/") + 13), version: entry.version, licence: licenceOf(path, entry) }));
  return named.sort((a, b) => a.name.localeCompare(b.name) || a.version.localeCompare(b.version));
}

function licenceOf(path, entry) {
  if (entry.license) return entry.license;
  const file = join(root, path, "package.json");
  const { license, licenses } = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  return typeof license === "string" ? license : (license?.type ?? licenses?.[0]?.type ?? "not stated");
}

function textOf(path) {
  const folder = join(root, path);
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice)(\.|-|$)/i.test(name) && !/\.(js|ts|json)$/.test(name)).sort() : [];
  return names.map((name) => readFileSync(join(folder, name), "utf8").replace(/\r\n/g, "\n").trim()).join("\n\n");
}

function write(packages) {
  const list = packages.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`);
  // Packages that share one text to the letter are listed together above it.
  const texts = new Map();
  for (const each of packages) {
    const text = textOf(each.path);
    if (text !== "") texts.set(text, [...(texts.get(text) ?? []), `${each.name} ${each.version}`]);
  }
  const sections = [...texts].map(([text, names]) => `## ${[...new Set(names)].join(", ")}\n\n\`\`\`text\n${text.replaceAll("```", "'''")}\n\`\`\`\n`);
  writeFileSync(page, `# Third-party notices\n\nDagwright ships with the packages below. Made from package-lock.json by \`npm run notices\`; do not edit.\n\n| package | version | licence |\n| --- | --- | --- |\n${list.join("\n")}\n\n${sections.join("\n")}`);
}

/** @returns {string[]} what is wrong; empty when all is well */
export function checkNotices() {
  const packages = shippedPackages();
  const refused = packages.filter(({ licence }) => !isPermissive(licence)).map(({ name, version, licence }) => `${name} ${version}: its licence is "${licence}", which is not on the list of permissive ones`);
  const text = existsSync(page) ? readFileSync(page, "utf8") : "";
  const missing = packages.filter(({ name, version, licence }) => !text.includes(`| ${name} | ${version} | ${licence} |`)).map(({ name, version }) => `${name} ${version}: is not in THIRD-PARTY-NOTICES.md; run "npm run notices"`);
  const listed = text.split("\n").filter((line) => /^\| \S+ \| \d/.test(line)).length;
  return [...refused, ...missing, ...(missing.length === 0 && listed !== packages.length ? [`THIRD-PARTY-NOTICES.md lists ${listed} packages, the lock file ${packages.length}; run "npm run notices"`] : [])];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (!process.argv.includes("--check")) write(shippedPackages());
  const problems = checkNotices();
  for (const line of problems) console.error(line);
  if (problems.length === 0) console.log("Third-party notices match the lock file");
  process.exitCode = problems.length === 0 ? 0 : 1;
}
