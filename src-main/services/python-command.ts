/**
 * Which interpreter runs a PythonTask. An environment made of `requirements` is built by the task's own first process
 * (so its output is in the log, it can be cancelled, and a crash leaves no half-made one), cached by the content of the list.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import type { PythonTask } from "../../shared/model/dag.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import type { ProcessCommand } from "../ports/runner.ts";
import type { PlannedFile, PlanParts } from "./attempt-plan.ts";

export interface PythonSubject {
  readonly task: PythonTask;
  /** Absolute path, or text to be written as a file first. */
  readonly script: string | { readonly inline: string; readonly folder: string };
  readonly args: readonly string[];
  readonly baseFolder: string;
}

export interface PythonPlan {
  readonly command: ProcessCommand;
  readonly files: readonly PlannedFile[];
}

export function pythonCommand(parts: Pick<PlanParts, "workspace" | "settings">, subject: PythonSubject): PythonPlan {
  const { python } = subject.task;
  const inline = typeof subject.script === "string" ? null : { path: `${subject.script.folder}/script.py`, text: subject.script.inline };
  const files = inline ? [inline] : [];
  const run = { script: inline ? inline.path : (subject.script as string), args: subject.args };
  if (python.requirements !== null) return withRequirements(parts, subject, run, files);
  const settings = parts.settings();
  const interpreter = python.venv !== null ? inVenv(parts.workspace.resolve(python.venv), subject.task.id) : (python.interpreter ?? settings.pythonInterpreter);
  return { command: { kind: "python", interpreter, ...run, warm: python.warm && settings.warmPython }, files };
}

function inVenv(venv: string, taskId: string): string {
  for (const candidate of [`${venv}/bin/python`, `${venv}/Scripts/python.exe`]) if (existsSync(candidate)) return candidate;
  throw new AppError("input/invalid", `Task "${taskId}", python.venv: ${venv} holds no Python; make it with "python3 -m venv ${venv}", or name requirements instead.`);
}

function withRequirements(parts: Pick<PlanParts, "workspace" | "settings">, subject: PythonSubject, run: { script: string; args: readonly string[] }, files: readonly PlannedFile[]): PythonPlan {
  const { workspace } = parts;
  const settings = parts.settings();
  const python = subject.task.python.interpreter ?? settings.pythonInterpreter;
  const lines = requirementLines(parts, subject);
  const hash = createHash("sha256").update(`${python}\n${lines}`).digest("hex").slice(0, 20);
  const folder = `${workspace.dataFolder}/envs/${hash}`;
  const interpreter = `${folder}/bin/python`;
  if (existsSync(`${folder}/.ready`)) return { command: { kind: "python", interpreter, ...run, warm: subject.task.python.warm && settings.warmPython }, files };
  const script = `${buildScript(folder, python)}\nexec ${[interpreter, run.script, ...run.args].map(quote).join(" ")}`;
  return { command: { kind: "shell", script }, files: [...files, { path: `${folder}.txt`, text: lines }] };
}

function requirementLines(parts: Pick<PlanParts, "workspace">, subject: PythonSubject): string {
  const list = subject.task.python.requirements ?? [];
  const [only] = list;
  if (list.length !== 1 || only === undefined || !only.endsWith(".txt")) return `${list.join("\n")}\n`;
  return parts.workspace.readText(subject.baseFolder === "" ? only : `${subject.baseFolder}/${only}`);
}

/** One builder at a time (mkdir is atomic); others wait for its `.ready`, and take over from a builder that died. */
function buildScript(folder: string, python: string): string {
  const env = quote(folder);
  return `set -e
env=${env}
while [ ! -e "$env/.ready" ]; do
  if mkdir "$env.building" 2>/dev/null; then
    trap 'rm -rf "$env.building"' EXIT
    trap 'exit 143' TERM INT
    echo $$ > "$env.building/pid"
    echo "Building the Python environment (once): $env"
    rm -rf "$env"
    if command -v uv >/dev/null 2>&1; then
      uv venv --quiet --python ${quote(python)} "$env"
      uv pip install --python "$env/bin/python" -r "$env.txt"
    else
      ${quote(python)} -m venv "$env"
      "$env/bin/python" -m pip install --disable-pip-version-check -r "$env.txt"
    fi
    touch "$env/.ready"
    rm -rf "$env.building"
    trap - EXIT TERM INT
  else
    builder=$(cat "$env.building/pid" 2>/dev/null || echo 0)
    if [ "$builder" != 0 ] && ! kill -0 "$builder" 2>/dev/null; then rm -rf "$env.building"; else sleep 0.2; fi
  fi
done
set +e`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
