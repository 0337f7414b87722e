/** What files that were dropped mean for the DAG: one act, whatever their number. Pure. */
import type { DagEdit } from "../../../../shared/dag-file/edit.ts";
import type { GraphEdge } from "../../../graph-view/graph-index.ts";
import type { Point } from "../../../graph-view/layout.ts";
import { nodeHeight } from "../../../graph-view/layout.ts";
import { t } from "../../../strings/t.ts";
import { type Act, type Drawing, freePlace } from "../draw-acts.ts";
import { betweenOf } from "../edge-acts.ts";
import { kindOf } from "../file-choices.ts";
import { uniqueId } from "../unique-id.ts";
import { type ProgramLanguage, stemOf } from "./file-kinds.ts";

/** Its file below `base_path`, or its text. */
export type DroppedSource = { readonly path: string } | { readonly text: string };

export interface NewProgram {
  readonly name: string;
  readonly language: ProgramLanguage;
  readonly source: DroppedSource;
}

export interface DropPlace {
  readonly at: Point;
  readonly width: number;
  /** The edge that they go into, one behind the other. */
  readonly edge: GraphEdge | null;
}

const gap = 24;

export function dropAct(drawing: Drawing, programs: readonly NewProgram[], { at, width, edge }: DropPlace): Act | string {
  const taken = new Set([...drawing.tasks.map((task) => task.id), ...drawing.groups.keys()]);
  const made: string[] = [];
  const between = edge === null ? null : betweenOf(drawing, edge);
  if (typeof between === "string") return between;
  const edits: DagEdit[] = [...(between?.instead ?? [])];
  const positions: Record<string, readonly [number, number]> = {};
  const first = freePlace(drawing, { x: at.x - width / 2, y: at.y - nodeHeight / 2 }, width);
  for (const [index, { name, language, source }] of programs.entries()) {
    const id = uniqueId(stemOf(name), taken);
    const last = made.at(-1);
    const before = between === null ? null : last === undefined ? between.sources : [last];
    taken.add(id);
    made.push(id);
    edits.push({ kind: "addTask", id, taskKind: kindOf[language], fields: { [language]: valueOf(language, source), ...(before === null ? {} : { deps: before }) } });
    positions[id] = [first.x, first.y + index * (nodeHeight + gap)];
  }
  const last = made.at(-1);
  if (between !== null && last !== undefined) edits.push(...between.targets.map((to): DagEdit => ({ kind: "connect", from: last, to })));
  if (edge === null) edits.push({ kind: "moveTasks", positions });
  const placed = (task: string): string => (edge === null ? task : t("{{task}} between {{source}} and {{target}}", { task, source: edge.source, target: edge.target }));
  const what = made.length === 1 ? (made[0] ?? "") : t("{{count}} tasks", { count: made.length });
  return { name: t("Add {{task}}", { task: placed(what) }), edits, select: made, say: t("Added {{task}}", { task: placed(made.join(", ")) }) };
}

const endings: Readonly<Record<ProgramLanguage, RegExp>> = { sql: /^\S+\.sql$/i, bash: /^\S+\.(?:sh|bash)$/i, python: /^\S+\.py$/i };

/** The short form where it is read as what is meant, the full one otherwise. */
function valueOf(language: ProgramLanguage, source: DroppedSource): unknown {
  const isFileForm = (text: string): boolean => endings[language].test(text);
  if ("path" in source) return isFileForm(source.path) ? source.path : { file: source.path };
  return isFileForm(source.text) ? { text: source.text } : source.text;
}
