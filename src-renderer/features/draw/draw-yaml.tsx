/** The YAML beside the canvas, on the same document: the cursor selects the task on the canvas, and back. */
import { useMemo, useState, type ReactNode } from "react";
import { findCommand } from "../../../shared/commands/commands.ts";
import type { TextChange } from "../../../shared/document/text-change.ts";
import { runCommand } from "../../app/command-handlers.ts";
import { useKeyLookup } from "../../app/key-map.ts";
import { useCameBack } from "../../app/kept-view.ts";
import { useDocumentState } from "../../document/documents-provider.tsx";
import { placeAnew } from "../../document/place-anew.ts";
import type { Reveal } from "../../editor/editor-parts.ts";
import { taskPlaces } from "../../editor/task-places.ts";
import { YamlEditor } from "../../editor/yaml-editor.tsx";
import styles from "./draw.module.css";
import { t, translated } from "../../strings/t.ts";
import type { Drawing } from "./use-drawing.ts";

const heard = ["draw.save", "draw.changes", "draw.yaml", "draw.try", "draw.tryUpTo", "draw.tryFrom", "draw.tryCancel"] as const;

/** `place` is shown whenever another one comes. */
export function DrawYaml({ drawing, place }: { drawing: Drawing; place: Reveal | null }): ReactNode {
  const { document, state, selection, select } = drawing;
  const { text: file } = document;
  const text = useDocumentState(file, (each) => each.text);
  const readOnly = useDocumentState(file, (each) => each.readOnly);
  const acts = useMemo(() => ({ type: (changes: readonly TextChange[]) => file.type(changes), undo: () => file.undo(), redo: () => file.redo() }), [file]);
  const keysOf = useKeyLookup();
  const keys = useMemo(() => heard.map((id) => ({ id: `dagwright.${id}`, title: translated(findCommand(id).title), keys: keysOf(id), run: () => void runCommand(id) })), [keysOf]);
  const { primary, setBy } = selection;
  const reading = state.parsed;
  const { findings } = drawing.advice;
  const marked = useMemo(() => [...reading.diagnostics, ...placeAnew(findings, reading, file.get().text)], [reading, findings, file]);
  // Who picked the task in the text is there already.
  const wanted = setBy === "yaml" ? null : primary;
  const cameBack = useCameBack(primary);
  const [there, setThere] = useState(cameBack ? primary : null);
  if (there !== null && wanted !== there) setThere(null);
  const task = useMemo<Reveal | null>(() => {
    const found = wanted === null || wanted === there ? undefined : taskPlaces(text, reading).find(({ id }) => id === wanted);
    return found === undefined ? null : { span: found.key };
    // Only a new selection moves the text, never a keystroke.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [wanted]);
  const reveal = useNewest(task, place);
  return (
    <section className={styles.yaml} aria-label="YAML">
      <div className={styles.yamlText}>
        <YamlEditor path={file.path} label={t("YAML of {{dagId}}", { dagId: drawing.dagId })} text={text} parsed={reading} diagnostics={marked} readOnly={readOnly} keys={keys} reveal={reveal} onChange={acts.type} onUndo={acts.undo} onRedo={acts.redo} onTask={(task) => task !== null && select([task], "yaml")} />
      </div>
    </section>
  );
}

/** Whichever of the two changed last; the place first, for whoever opened the text to see it. */
function useNewest(task: Reveal | null, place: Reveal | null): Reveal | null {
  const [last, setLast] = useState({ task, place, shown: place ?? task });
  if (last.task === task && last.place === place) return last.shown;
  const shown = place === last.place ? task : place;
  setLast({ task, place, shown });
  return shown;
}
