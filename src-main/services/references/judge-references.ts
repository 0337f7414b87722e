/**
 * What is wrong with the names in a DAG file that stand for DAGs, tasks and assets of other files: they are not there, or they close a circle.
 * A DAG may come later and a run can start all the same, so what is missing is a warning that says what would happen. Names with templates are
 * known only when they run.
 */
import { suggestion } from "../../../shared/dag-file/did-you-mean.ts";
import type { Diagnostic } from "../../../shared/model/diagnostic.ts";
import { resolveParams } from "../../../shared/model/params.ts";
import { hasTemplate } from "../../core/template-marks.ts";
import { judgeAssets } from "../assets/judge-assets.ts";
import type { DagReference } from "../read-dag-file.ts";
import type { ReferenceWorld, ReferringFile } from "./reference-world.ts";

type DagName = Extract<DagReference, { kind: "dag" }>;
type GivenConf = Extract<DagReference, { kind: "conf" }>;
type TaskName = Extract<DagReference, { kind: "task" }>;
type Found = Pick<Diagnostic, "code" | "severity" | "message"> | null;

/** `isDraft`: the file is not as `world` knows it, because somebody edits it. */
export function judgeReferences(world: ReferenceWorld, file: ReferringFile, isDraft = false): Diagnostic[] {
  const around = { world, file, isDraft };
  const named = file.references.flatMap((one): Diagnostic[] => {
    const found = one.kind === "dag" ? judgeDagName(one, around) : one.kind === "task" ? judgeTaskName(one, around) : one.kind === "conf" ? judgeConf(one, around) : null;
    if (found === null) return [];
    const { line, column, endLine, endColumn, field } = one;
    return [{ ...found, message: `\`${field}\`: ${found.message}`, file: file.file, line, column, endLine, endColumn, field }];
  });
  return file.dag?.assets === undefined ? named : [...judgeAssets(isDraft ? world.assetsWith(file) : world.assets, file), ...named];
}

interface Around {
  readonly world: ReferenceWorld;
  readonly file: ReferringFile;
  readonly isDraft: boolean;
}

function targetOf(dag: string, { world, file }: Around): ReferringFile | undefined {
  return dag === file.dagId ? file : world.target(dag);
}

function judgeDagName(one: DagName, around: Around): Found {
  if (hasTemplate(one.dag)) return null;
  if (targetOf(one.dag, around) !== undefined) return one.holds ? judgeHold(one, around) : null;
  const outcome = one.by === "trigger" ? "the task fails when it runs" : "the task waits in vain, until its timeout";
  const guess = around.world.guess(one.dag);
  return { code: "dag/unknown-dag", severity: "warning", message: `no DAG of this workspace has the id \`${one.dag.slice(0, 100)}\`; until one has, ${outcome}.${guess === null ? "" : ` Did you mean \`${guess}\`?`}` };
}

function judgeTaskName({ dag, task }: TaskName, around: Around): Found {
  const target = hasTemplate(dag) || hasTemplate(task) ? undefined : targetOf(dag, around);
  // Which tasks a file with errors has nobody knows for sure; its errors are told at it.
  if (target === undefined || target.dag === null) return null;
  const ids = target.tasks.map(({ id }) => id);
  // An instance of a mapped task is there when its run is.
  if (ids.includes(task.replace(/\[\d+\]$/, ""))) return null;
  return { code: "dag/unknown-task", severity: "warning", message: `DAG \`${dag}\` has no task \`${task.slice(0, 100)}\`; the task fails once there is a run to look at.${suggestion(task, ids)}` };
}

/** Values that only a run makes may be anything. */
function judgeConf({ dag, conf }: GivenConf, around: Around): Found {
  const params = hasTemplate(dag) || conf === null ? undefined : targetOf(dag, around)?.dag?.params;
  if (params === undefined || conf === null) return null;
  const resolved = resolveParams(Object.fromEntries(Object.entries(params).filter(([name]) => !Object.hasOwn(conf, name) || conf[name] !== undefined)), {}, conf);
  if (resolved.ok) return null;
  return { code: "dag/trigger-params", severity: "warning", message: `DAG \`${dag}\` cannot be started with this; the task fails when it runs. ${resolved.problems.map(({ message }) => message).join(" ")} Its params are given by \`conf\`, under their names.` };
}

function judgeHold({ by, dag }: DagName, { world, file, isDraft }: Around): Found {
  const own = file.dagId;
  if (dag === own) return by === "trigger" ? null : { code: "dag/cycle", severity: "warning", message: `this waits for the run that it is a part of: it never ends before its timeout. Name another DAG, or an earlier run by \`delta\`.` };
  if (!isDraft && !world.areKnotted(by, own, dag)) return null;
  const way = world.way(by, dag, own);
  if (way === null) return null;
  const words = circleWords([own, ...way]);
  if (by === "trigger") return { code: "dag/cycle", severity: "error", message: `DAGs start each other in a circle and wait for it: ${words}. The task that would close the circle fails. Let one of them start the next without \`wait_for_completion\`.` };
  return { code: "dag/cycle", severity: "warning", message: `runs of one logical date wait for each other in a circle: ${words}. None of them ends before its timeout. Wait for an earlier run by \`delta\`, or for one \`task\`.` };
}

const mostNamed = 12;

/** `a waits for b, which waits for a`. */
function circleWords(way: readonly string[]): string {
  const [first = "", ...others] = way;
  const hidden = others.length - mostNamed;
  const shown = hidden > 0 ? [...others.slice(0, mostNamed - 1), `… (${hidden} more)`, ...others.slice(-1)] : others;
  return `\`${first}\` waits for ${shown.map((one) => (one.startsWith("…") ? one : `\`${one}\``)).join(", which waits for ")}`;
}
