/** Finds groups and tasks of the drawn DAG by name, kind, SQL text or any other value, and notes by their words; Enter goes from hit to hit. */
import { X } from "lucide-react";
import { useMemo, useState, type KeyboardEvent, type ReactNode } from "react";
import { formatPath } from "../../../shared/dag-file/field-path.ts";
import type { DagDocument, DagState } from "../../document/dag-document.ts";
import face from "./draw.module.css";
import styles from "./floats.module.css";
import { t } from "../../strings/t.ts";
import { findNotes } from "./note-acts.ts";
import type { Drawing } from "./use-drawing.ts";

export function FindBar({ drawing, onClose }: { drawing: Drawing; onClose: () => void }): ReactNode {
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(-1);
  const { document, state } = drawing;
  const hits = useMemo(() => findAll(document, state, typed), [document, state, typed]);
  const go = (step: 1 | -1): void => {
    if (hits.length === 0) return;
    const next = (at + step + hits.length) % hits.length;
    const hit = hits[next];
    setAt(next);
    if (hit === undefined) return;
    if (hit.kind === "note") return drawing.select([], "tree", [], [hit.id]);
    // Not as from elsewhere: that would only bring it into sight.
    drawing.pick([hit.id], "canvas");
    drawing.graph.current?.centre(hit.id);
  };
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === "Enter") go(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  return (
    <div className={styles.find} role="search" aria-label={t("Find in this DAG")} data-graph-tool>
      <input ref={(input) => void (at === -1 && typed === "" && input?.focus())} className={styles.findInput} aria-label={t("Find in this DAG")} placeholder={t("Name, kind, SQL text…")} spellCheck={false} value={typed} onChange={(event) => (setTyped(event.currentTarget.value), setAt(-1))} onKeyDown={onKeyDown} />
      <span className="dw-dim dw-num" aria-live="polite">
        {typed === "" ? "" : hits.length === 0 ? t("nothing") : at < 0 ? hits.length : t("{{at}} of {{hits}}", { at: at + 1, hits: hits.length })}
      </span>
      <button className={face.iconButton} aria-label={t("Close the search")} onClick={onClose}>
        <X size={14} aria-hidden />
      </button>
    </div>
  );
}

interface Hit {
  readonly kind: "task" | "group" | "note";
  readonly id: string;
}

/** In file order; a hit in the name comes before one in the rest. */
function findAll(document: DagDocument, state: DagState, typed: string): Hit[] {
  const wanted = typed.trim().toLowerCase();
  if (wanted === "") return [];
  const { text } = document.text.get();
  const named = state.good.tasks.filter((task) => task.id.toLowerCase().includes(wanted)).map((task) => task.id);
  const others = state.good.tasks.filter((task) => {
    const range = state.parsed.nodeRanges.get(formatPath(["tasks", task.id]));
    return range !== undefined && !named.includes(task.id) && text.slice(range.value.start, range.value.end).toLowerCase().includes(wanted);
  });
  const tasks = [...named, ...others.map((task) => task.id)].map((id) => ({ kind: "task" as const, id }));
  const groups = state.good.groups.filter(({ id, doc }) => `${id} ${doc ?? ""}`.toLowerCase().includes(wanted)).map(({ id }) => ({ kind: "group" as const, id }));
  return [...groups, ...tasks, ...findNotes(state.good.ui.notes, wanted).map((id) => ({ kind: "note" as const, id }))];
}
