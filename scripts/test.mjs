/**
 * `npm test`: everything, from a fresh clone on. Set-up, static checks, types, build, unit tests, journeys in the desktop, in
 * the browser and in the packaged program. Nothing is retried and nothing skipped in silence. Ends with one line, "N passed, N failed".
 *   npm test -- [--only static|unit|desktop|browser|packaged] (repeatable)
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bootstrap, continueOnPinnedNode, root } from "./bootstrap.mjs";
import { failedJourneys, failedUnits } from "./test-failures.mjs";

const { values } = parseArgs({ options: { only: { type: "string", multiple: true } } });
const wanted = (part) => values.only === undefined || values.only.includes(part);
const totals = { passed: 0, failed: 0, skipped: 0 };
const failures = [];
/** What failed by name: repeated at the end, where a log that was cut still has it. */
const named = [];

continueOnPinnedNode(bootstrap({ purposes: ["tests"] }).node);
const reports = join(root, ".cache", "test-reports");
mkdirSync(reports, { recursive: true });

function count(name, passed, failed, skipped = 0) {
  totals.passed += passed;
  totals.failed += failed;
  totals.skipped += skipped;
  if (failed > 0) failures.push(`${name}: ${failed} failed`);
}

const tool = (name, bin) => ["node_modules", name, ...bin.split("/")];

/** One tool, one check. The longest begin first. */
const checks = [
  { name: "types", program: tool("typescript", "bin/tsc"), args: ["-b"] },
  { name: "dead code", program: tool("knip", "bin/knip.js"), args: [] },
  { name: "strings", program: ["scripts", "strings.ts"], args: [] },
  { name: "lint", program: tool("oxlint", "bin/oxlint"), args: ["--deny-warnings"] },
  { name: "layers", program: ["scripts", "check-layers.ts"], args: [] },
  { name: "third-party notices", program: ["scripts", "notices.mjs"], args: ["--check"] },
];

/** Two at a time: most have use for one processor only. What one says is shown when it has ended. */
async function runChecks() {
  const left = [...checks];
  const runNext = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const { status, said } = await ended(spawn(process.execPath, [join(root, ...next.program), ...next.args], { cwd: root, stdio: ["ignore", "pipe", "pipe"] }));
      process.stdout.write(`\n── ${next.name}\n${said}`);
      count(next.name, status === 0 ? 1 : 0, status === 0 ? 0 : 1);
    }
  };
  await Promise.all([runNext(), runNext()]);
}

function ended(child) {
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (said += text));
  return new Promise((resolve) => {
    child.on("error", (error) => (said += `${error.message}\n`));
    child.on("close", (status) => resolve({ status, said }));
  });
}

if (wanted("static")) await runChecks();

console.log("\n── build");
const { build } = await import("./build.mjs");
const isBuilt = await build().then(
  () => true,
  (error) => console.error(error.message),
);
count("build", isBuilt ? 1 : 0, isBuilt ? 0 : 1);

if (wanted("unit")) {
  console.log("\n── unit, store and contract");
  const file = join(reports, "unit.json");
  rmSync(file, { force: true });
  const { status } = spawnSync(process.execPath, [join(root, ...tool("vitest", "vitest.mjs")), "run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`], { cwd: root, stdio: "inherit" });
  const report = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
  if (report !== null) named.push(...failedUnits(report));
  countReport("unit", status, report && { passed: report.numPassedTests, failed: report.numFailedTests, skipped: report.numPendingTests + report.numTodoTests });
}

for (const kind of ["desktop", "browser", "packaged"]) {
  if (!wanted(kind) || !isBuilt) continue;
  if (kind === "packaged" && process.platform !== "linux") {
    console.log("\n── journeys: packaged: left out, they know only the Linux folder");
    continue;
  }
  console.log(`\n── journeys: ${kind}`);
  const file = join(root, "test-results", "report.json");
  rmSync(file, { force: true });
  const { runJourneys } = await import("./e2e.mjs");
  const status = await runJourneys(kind).catch((error) => (console.error(error.message), 1));
  const report = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
  if (report !== null) named.push(...failedJourneys(report));
  const stats = report?.stats ?? null;
  countReport(`journeys in the ${kind}`, status, stats && { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped });
}

/** A run that failed without naming a test (a crash, a file that does not load) counts as one failure. */
function countReport(name, status, report) {
  if (report === null) return count(name, 0, 1);
  count(name, report.passed, status !== 0 && report.failed === 0 ? 1 : report.failed, report.skipped);
}

if (named.length > 0) console.log(`\n── what failed\n${named.join("\n")}\n`);
for (const line of failures) console.log(line);
console.log(`\n${totals.passed} passed, ${totals.failed} failed${totals.skipped > 0 ? `, ${totals.skipped} skipped` : ""}`);
process.exit(totals.failed === 0 ? 0 : 1);
