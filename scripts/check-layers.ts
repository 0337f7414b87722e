/**
 * Keeps imports pointing one way. The rules are the table below; a file belongs to the zone with the longest matching path,
 * and may import its own zone and what the table names for it. Also refused: packages where a zone may have none, imports
 * that climb out of the tree, one feature importing another, and cycles between files; and in the store, SQL about the rows of a run
 * in a file that was not made for packed runs, which have none.
 *   node scripts/check-layers.ts
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

interface Zone {
  /** Folders of other zones that may be imported; a zone may always import itself. */
  readonly may: readonly string[];
  /** Patterns of packages that may be imported; absent: any but Electron. */
  readonly packages?: readonly RegExp[];
}

const adapters = { may: ["shared", "src-main/ports"] } as const;
const features = ["shared", "src-renderer/strings", "src-renderer/pace", "src-renderer/rpc", "src-renderer/ui", "src-renderer/graph-view", "src-renderer/code-view", "src-renderer/editor", "src-renderer/document", "src-renderer/picture", "src-renderer/sql-text", "src-renderer/run-acts", "src-renderer/app"];
const noNode = [/^(?!node:|electron$)/];
const noNodeNoScreen = [/^(?!node:|electron$|react|@mantine|@xyflow|zustand|monaco)/];

export const zones: Readonly<Record<string, Zone>> = {
  shared: { may: [], packages: noNodeNoScreen },
  "src-main/core": { may: ["shared"], packages: noNodeNoScreen },
  "src-main/ports": { may: ["shared", "src-main/core"], packages: [] },
  "src-main/services": { may: ["shared", "src-main/core", "src-main/ports"] },
  "src-main/store": adapters,
  "src-main/runner": { ...adapters, packages: [/^node:/] },
  "src-main/warehouse": adapters,
  "src-main/remotes": adapters,
  "src-main/platform": adapters,
  "src-main/engine": { may: ["shared", "src-main/core", "src-main/ports", "src-main/services", "src-main/store", "src-main/runner", "src-main/warehouse", "src-main/remotes", "src-main/platform"] },
  "src-main/cli": { may: ["shared", "src-main/core", "src-main/ports", "src-main/services", "src-main/platform", "src-main/engine"] },
  "src-main/app": { may: ["shared", "src-main/core", "src-main/ports", "src-main/platform"], packages: [/./] },
  "src-main/preload": { may: ["shared"], packages: [/^electron$/] },
  "src-renderer": { may: ["shared", "src-renderer/strings", "src-renderer/pace", "src-renderer/app", "src-renderer/ui"], packages: noNode },
  "src-renderer/app": { may: [...features, "src-renderer", "src-renderer/features"], packages: noNode },
  "src-renderer/features": { may: features, packages: noNode },
  "src-renderer/graph-view": { may: ["shared", "src-renderer/strings", "src-renderer/pace", "src-renderer/ui"], packages: noNode },
  "src-renderer/code-view": { may: ["shared", "src-renderer/strings", "src-renderer/ui"], packages: noNode },
  "src-renderer/document": { may: ["shared", "src-renderer/strings", "src-renderer/pace", "src-renderer/rpc"], packages: noNode },
  "src-renderer/editor": { may: ["shared", "src-renderer/strings", "src-renderer/pace", "src-renderer/ui", "src-renderer/code-view", "src-renderer/document"], packages: noNode },
  "src-renderer/picture": { may: ["shared", "src-renderer/strings", "src-renderer/rpc", "src-renderer/ui", "src-renderer/graph-view", "src-renderer/app"], packages: noNode },
  "src-renderer/run-acts": { may: ["shared", "src-renderer/strings", "src-renderer/rpc", "src-renderer/ui", "src-renderer/app"], packages: noNode },
  "src-renderer/sql-text": { may: ["shared", "src-renderer/strings", "src-renderer/rpc", "src-renderer/ui", "src-renderer/code-view", "src-renderer/editor", "src-renderer/document"], packages: noNode },
  "src-renderer/rpc": { may: ["shared", "src-renderer/strings", "src-renderer/pace"], packages: noNode },
  "src-renderer/ui": { may: ["shared", "src-renderer/strings"], packages: noNode },
  "src-renderer/pace": { may: [], packages: [] },
  "src-renderer/strings": { may: [], packages: [/^(react$|@testing-library)/] },
  e2e: { may: ["shared"], packages: [/^node:/, /^playwright/, /^@axe-core/, /^pg$/, /^smtp-server$/] },
};

/** @param sources text by path from the root, with forward slashes @returns one line a broken rule */
export function brokenLayers(sources: ReadonlyMap<string, string>): string[] {
  const broken = [...sources].flatMap(([file, text]) => importsOf(text).flatMap((name) => judge(file, name) ?? []));
  // Types are gone when the program runs: a circle of nothing but types ties no knot.
  const links = new Map([...sources].map(([file, text]) => [file, importsOf(text.replace(/^\s*(import|export) type\b[^;]*;/gm, ""))]));
  return [...broken, ...cyclesIn(links), ...[...sources].flatMap(([file, text]) => judgeRowsOfRuns(file, text) ?? [])];
}

const rowsOfRuns = /\b(?:from|join|into|update)\s+(task_instance|attempt|attempt_detail|attempt_process|xcom|map_item)\b/;
/** Each asks where the rows of a run are, or is asked through `pack/whole-history.ts`, or has to do with runs that are never packed. */
const knowPackedRuns = ["archives", "attempt-rows", "attempts", "comparing", "deadlines", "map-items", "messages", "notes", "pack/packs", "past", "process-texts", "queue-events", "retention", "task-grid", "task-instances", "task-rows", "task-usage", "times", "trials", "xcoms"];

function judgeRowsOfRuns(file: string, text: string): string | null {
  const name = /^src-main\/store\/(.+)\.ts$/.exec(file)?.[1];
  if (name === undefined || isTest(file) || knowPackedRuns.includes(name)) return null;
  const table = rowsOfRuns.exec(text)?.[1];
  return table === undefined ? null : `${file}: reads ${table}, where packed runs have no rows; ask through src-main/store/pack, test it with a packed run, and name the file in knowPackedRuns`;
}

function judge(file: string, name: string): string | null {
  const zone = zoneOf(file);
  if (zone === null) return null;
  const rule = zones[zone];
  if (!name.startsWith(".")) {
    const mayImport = rule?.packages?.some((pattern) => pattern.test(name)) ?? !/^electron$/.test(name);
    // A test may use the test runner and Node's own modules wherever it stands.
    return mayImport || (isTest(file) && /^(node:|vitest|fast-check|@vitest)/.test(name)) ? null : `${file}: imports "${name}", which ${zone} may not use`;
  }
  const target = posix.join(posix.dirname(file), name);
  const targetZone = zoneOf(target);
  // Services are tested on the real store, folder and log files: a stand-in would have to be as right as they are.
  if (isTest(file) && zone === "src-main/services" && ["src-main/store", "src-main/platform", "src-main/runner"].includes(targetZone ?? "")) return null;
  if (target.startsWith("..")) return `${file}: imports "${name}", outside of the tree`;
  if (target === "package.json" || (zone === "src-renderer/features" && target === "docs/dag-file.md") || (zone === "src-renderer/features" && featureOf(file) === featureOf(target))) return null;
  if (targetZone === zone && zone === "src-renderer/features") return `${file}: imports another feature, "${target}"`;
  return targetZone === zone || (targetZone !== null && rule?.may.includes(targetZone)) ? null : `${file}: imports "${target}", which ${zone} may not know`;
}

function zoneOf(path: string): string | null {
  const matching = Object.keys(zones).filter((zone) => path === zone || path.startsWith(`${zone}/`));
  return matching.sort((a, b) => b.length - a.length)[0] ?? null;
}

function featureOf(path: string): string | undefined {
  return /^src-renderer\/features\/([^/]+)/.exec(path)?.[1];
}

function isTest(file: string): boolean {
  return /\.test\.tsx?$|\/(fixtures|testing)\/|\/test-[^/]+\.ts$/.test(file);
}

/** What a file imports or re-exports, by name; type-only imports count for layers as any other. */
function importsOf(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
  const pattern = /^\s*(?:import|export)\b(?:[^"'`;]*?\bfrom\s*)?\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']/gm;
  return [...code.matchAll(pattern)].flatMap((match) => match[1] ?? match[2] ?? []).map((name) => name.split("?")[0] ?? name);
}

/** Cycles of files, each named once. Depth first; a file on the way that is met again closes one. */
function cyclesIn(links: ReadonlyMap<string, readonly string[]>): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  function visit(file: string, way: readonly string[]): void {
    const at = way.indexOf(file);
    if (at !== -1) return void found.push(`cycle: ${[...way.slice(at), file].join(" → ")}`);
    if (done.has(file)) return;
    for (const name of links.get(file) ?? []) if (name.startsWith(".")) visit(posix.join(posix.dirname(file), name), [...way, file]);
    done.add(file);
  }
  for (const file of links.keys()) visit(file, []);
  return found;
}

export function readSources(root: string): Map<string, string> {
  const files = ["shared", "src-main", "src-renderer", "e2e"].flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }));
  const paths = files.filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name)).map((entry) => join(entry.parentPath, entry.name));
  return new Map(paths.map((path) => [relative(root, path).split(sep).join("/"), readFileSync(path, "utf8")]));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const sources = readSources(dirname(dirname(fileURLToPath(import.meta.url))));
  const broken = brokenLayers(sources);
  for (const line of broken) console.error(line);
  console.log(`layers: ${sources.size} files, ${broken.length} broken rules`);
  process.exitCode = broken.length === 0 ? 0 : 1;
}
