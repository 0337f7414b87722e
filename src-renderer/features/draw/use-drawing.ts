/** One drawn DAG as its parts see it: what there is, what is selected, and the one way to change the file. */
import { useCallback, useEffect, useMemo, useRef, useState, type RefObject } from "react";
import type { DagAdvice } from "../../../shared/contract/dags.ts";
import { parsePath } from "../../../shared/dag-file/field-path.ts";
import { edgeJudge } from "../../../shared/graph/refuse-edge.ts";
import type { Diagnostic } from "../../../shared/model/diagnostic.ts";
import type { DagDocument, DagState } from "../../document/dag-document.ts";
import { useDagState } from "../../document/documents-provider.tsx";
import type { GraphHandle } from "../../graph-view/graph-view.tsx";
import { indexGraph, type GraphIndex } from "../../graph-view/graph-index.ts";
import { foldGraph, type GroupFacts } from "../../graph-view/groups/fold-graph.ts";
import type { TaskBadge } from "../../graph-view/edit/editing.ts";
import { t } from "../../strings/t.ts";
import type { Act, Drawing as Drawn } from "./draw-acts.ts";
import { tasksOfMembers, whyNoEdge } from "./group-acts.ts";
import { adviceProblems, useAdvice } from "./code/use-advice.ts";
import { selectInDrawing, stillThere, useDrawSelection, type DrawSelection } from "./selection.ts";

export interface Message {
  readonly text: string;
  readonly tone: "done" | "refused";
}

export interface Drawing {
  readonly dagId: string;
  readonly document: DagDocument;
  readonly state: DagState;
  readonly index: GraphIndex;
  /** All groups, by id. */
  readonly groups: ReadonlyMap<string, GroupFacts>;
  readonly selection: DrawSelection;
  /** The task or group that keys are about. */
  readonly current: string | null;
  /** The selected tasks, with those that lie in selected groups. */
  readonly chosenTasks: readonly string[];
  /** What the SQL of the tasks says about their dependencies. */
  readonly advice: DagAdvice;
  /** Of the file and of its SQL. */
  readonly problems: readonly Diagnostic[];
  readonly badges: ReadonlyMap<string, TaskBadge>;
  readonly message: Message | null;
  readonly graph: RefObject<GraphHandle | null>;
  readonly whyNot: (from: string, to: string) => string | null;
  /** What acts are made from, at this moment. */
  readonly now: () => Drawn;
  /** Writes what was typed a moment ago and is not in the text yet, before somebody acts on the text. */
  readonly unwritten: RefObject<Set<() => void>>;
  /** Makes the act, or says why not. A string is a refusal already. */
  readonly perform: (act: Act | string) => boolean;
  readonly say: (text: string, tone?: Message["tone"]) => void;
  readonly select: (tasks: readonly string[], setBy: DrawSelection["setBy"], edges?: readonly string[], notes?: readonly string[], groups?: readonly string[]) => void;
  /** Tasks and groups alike, by their ids; the last one is the current one. */
  readonly pick: (ids: readonly string[], setBy: DrawSelection["setBy"]) => void;
}

const messageMs = 6_000;

export function useDrawing(document: DagDocument, dagId: string): Drawing {
  const state = useDagState(document, (each) => each);
  const { tasks, groups, ui } = state.good;
  const graph = useRef<GraphHandle>(null);
  const unwritten = useRef(new Set<() => void>());
  const index = useMemo(() => indexGraph(tasks), [tasks]);
  const judge = useMemo(() => edgeJudge(tasks), [tasks]);
  const facts = useMemo(() => foldGraph(index, groups, []).groups, [index, groups]);
  const whyNot = useCallback((from: string, to: string) => whyNoEdge({ tasks, groups: facts }, judge, from, to), [judge, tasks, facts]);
  const advice = useAdvice(document, state);
  const problems = useMemo(() => [...state.parsed.diagnostics, ...adviceProblems(advice, state, document.text)], [advice, state, document]);
  const badges = useMemo(() => badgesOf(problems), [problems]);
  const chosen = useDrawSelection(dagId);
  const selection = useMemo(() => stillThere(chosen, { tasks: new Set(index.byId.keys()), edges: new Set(index.edges.map((edge) => edge.id)), notes: new Set(Object.keys(ui.notes)), groups: facts }), [chosen, index, ui.notes, facts]);
  const { message, say } = useMessage();

  const select = useCallback<Drawing["select"]>((ids, setBy, edges, notes, inGroups) => selectInDrawing(dagId, ids, setBy, edges, notes, inGroups), [dagId]);
  const pick = useCallback<Drawing["pick"]>((ids, setBy) => selectInDrawing(dagId, ids.filter((id) => !facts.has(id)), setBy, [], [], ids.filter((id) => facts.has(id))), [dagId, facts]);
  const chosenTasks = useMemo(() => (selection.groups.length === 0 ? selection.tasks : tasksOfMembers({ tasks, groups: facts }, selection)), [tasks, facts, selection]);
  const now = (): Drawn => ({ text: document.text.get().text, tasks: document.get().good.tasks, ui: document.get().good.ui, groups: factsNow(document), boxes: graph.current?.layout().nodes ?? new Map() });
  const perform = (act: Act | string): boolean => {
    if (typeof act === "string") return say(act, "refused"), false;
    const { readOnly } = document.text.get();
    if (readOnly !== null) return say(readOnly, "refused"), false;
    if (document.get().isBroken) return say(t("The YAML has a mistake: mend it in the text, then draw on."), "refused"), false;
    const result = document.edit(act.name, act.edits);
    if (!result.ok) return say(result.diagnostics[0]?.message ?? t("This cannot be written into the file."), "refused"), false;
    if (act.select) select(act.select, "keys", [], act.selectNotes, act.selectGroups);
    say(act.say ?? act.name);
    return true;
  };
  return { dagId, document, state, advice, problems, index, groups: facts, selection, current: selection.primary ?? selection.groups.at(-1) ?? null, chosenTasks, badges, message, graph, unwritten, whyNot, now, perform, say, select, pick };
}

/** Of the newest text, which may be newer than what is drawn. */
function factsNow(document: DagDocument): ReadonlyMap<string, GroupFacts> {
  const { tasks, groups } = document.get().good;
  return foldGraph(indexGraph(tasks), groups, []).groups;
}

function useMessage(): { message: Message | null; say: Drawing["say"] } {
  const [message, setMessage] = useState<Message | null>(null);
  useEffect(() => {
    if (message === null) return;
    const timer = setTimeout(() => setMessage(null), messageMs);
    return () => clearTimeout(timer);
  }, [message]);
  const say = useCallback<Drawing["say"]>((text, tone = "done") => setMessage({ text, tone }), []);
  return { message, say };
}

/** The task that a problem is about; null for the rest of the file. */
export function taskOf(diagnostic: Diagnostic): string | null {
  const path = diagnostic.field === undefined ? null : parsePath(diagnostic.field);
  return path?.[0] === "tasks" && typeof path[1] === "string" ? path[1] : null;
}

function badgesOf(diagnostics: readonly Diagnostic[]): Map<string, TaskBadge> {
  const badges = new Map<string, TaskBadge>();
  for (const diagnostic of diagnostics) {
    const id = taskOf(diagnostic);
    if (id === null || diagnostic.severity === "info") continue;
    const before = badges.get(id);
    const severity = before?.severity === "error" || diagnostic.severity === "error" ? "error" : "warning";
    badges.set(id, { severity, text: before === undefined ? diagnostic.message : `${before.text}\n${diagnostic.message}` });
  }
  return badges;
}
