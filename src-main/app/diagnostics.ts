/** What `dagwright doctor` finds on this machine, as lines for a report. The doctor runs as a program of its own: it tries native parts that this process cannot load. */
import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { withoutSecrets } from "../../shared/security/without-secrets.ts";
import { cliFile, nodeBinary } from "./runtime.ts";

const longestMs = 30_000;
const lastLines = 40;
const Report = z.object({ checks: z.array(z.object({ title: z.string(), ok: z.boolean(), required: z.boolean(), found: z.string() })) });

export async function readDiagnostics(workspace: string, dataFolder: string): Promise<string[]> {
  const doctor = await askDoctor(workspace);
  return [...doctor, "", `Last lines of the engine's log:`, ...lastOf(join(dataFolder, "logs", "engine.log"))].map((line) => withoutSecrets(line, homedir()));
}

function askDoctor(workspace: string): Promise<string[]> {
  const args = [cliFile(), "doctor", "--json", "--workspace", workspace];
  return new Promise((resolve) => {
    execFile(nodeBinary(), args, { timeout: longestMs, env: { ...process.env, ELECTRON_RUN_AS_NODE: undefined } }, (failure, stdout) => {
      const report = Report.safeParse(parse(stdout));
      if (!report.success) return resolve([`The doctor gave no report: ${failure?.message ?? "no JSON came"}`]);
      resolve(report.data.checks.map(({ title, ok, required, found }) => `${ok ? "ok" : required ? "MISSING" : "optional"}  ${title}: ${found}`));
    });
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function lastOf(file: string): string[] {
  if (!existsSync(file)) return ["(none)"];
  return readFileSync(file, "utf8").trimEnd().split("\n").slice(-lastLines);
}
