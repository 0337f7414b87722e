/** One drawn DAG as its parts see it: what there is, what is selected, and the one way to change the file. */
import { useCallback, useEffect, useMemo, useRef, useState, type RefObject } from "react";
import { parsePath } from "../../../shared/dag-file/field-path.ts";
import { edgeJudge } from "../../../shared/graph/refuse-edge.ts";
import type { Diagnostic } from "../../../shared/model/diagnostic.ts";
import type { DagDocument, DagState } from "../../document/dag-document.ts";
import { useDagState } from "../../document/documents-provider.tsx";
import type { GraphHandle } from "../../graph-view/graph-view.tsx";
import { indexGraph, type GraphIndex } from "../../graph-view/graph-index.ts";
import type { TaskBadge } from "../../graph-view/edit/editing.ts";
import type { Act, Drawing as Drawn } from "./draw-acts.ts";
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
  readonly selection: DrawSelection;
  readonly badges: ReadonlyMap<string, TaskBadge>;
  readonly message: Message | null;
  readonly graph: RefObject<GraphHandle | null>;
  readonly whyNot: (from: string, to: string) => string | null;
  /** What acts are made from, at this moment. */
  readonly now: () => Drawn;
  /** Makes the act, or says why not. A string is a refusal already. */
  readonly perform: (act: Act | string) => boolean;
  readonly say: (text: string, tone?: Message["tone"]) => void;
  readonly select: (tasks: readonly string[], setBy: DrawSelection["setBy"], edges?: readonly string[], notes?: readonly string[]) => void;
}

const messageMs = 6_000;

export function useDrawing(document: DagDocument, dagId: string): Drawing {
  const state = useDagState(document, (each) => each);
  const { tasks, ui } = state.good;
  const graph = useRef<GraphHandle>(null);
  const index = useMemo(() => indexGraph(tasks), [tasks]);
  const judge = useMemo(() => edgeJudge(tasks), [tasks]);
  const whyNot = useCallback((from: string, to: string) => judge(from, to)?.message ?? null, [judge]);
  const badges = useMemo(() => badgesOf(state.parsed.diagnostics), [state.parsed.diagnostics]);
  const chosen = useDrawSelection(dagId);
  const selection = useMemo(() => stillThere(chosen, { tasks: new Set(index.byId.keys()), edges: new Set(index.edges.map((edge) => edge.id)), notes: new Set(Object.keys(ui.notes)) }), [chosen, index, ui.notes]);
  const { message, say } = useMessage();

  const select = useCallback<Drawing["select"]>((ids, setBy, edges, notes) => selectInDrawing(dagId, ids, setBy, edges, notes), [dagId]);
  const now = (): Drawn => ({ text: document.text.get().text, tasks: document.get().good.tasks, ui: document.get().good.ui, boxes: graph.current?.layout().nodes ?? new Map() });
  const perform = (act: Act | string): boolean => {
    if (typeof act === "string") return say(act, "refused"), false;
    if (document.get().isBroken) return say("The YAML has a mistake: mend it in the text, then draw on.", "refused"), false;
    const result = document.edit(act.name, act.edits);
    if (!result.ok) return say(result.diagnostics[0]?.message ?? "This cannot be written into the file.", "refused"), false;
    if (act.select) select(act.select, "keys", [], act.selectNotes);
    say(act.say ?? act.name);
    return true;
  };
  return { dagId, document, state, index, selection, badges, message, graph, whyNot, now, perform, say, select };
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
