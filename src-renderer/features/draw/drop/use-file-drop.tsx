/** Files over the canvas: what is under the pointer takes them, and what has to be asked is asked. */
import { useState, type DragEvent, type ReactNode } from "react";
import { isCapsuleName } from "../../../../shared/capsule/manifest.ts";
import { useHost } from "../../../app/host-context.tsx";
import { droppedData } from "../../../app/open-files.ts";
import { loadOf, type DataFile } from "../../../app/shown-files.ts";
import { useEngineClient } from "../../../rpc/rpc-provider.tsx";
import { nodeSizeFor, type Point } from "../../../graph-view/layout.ts";
import { t } from "../../../strings/t.ts";
import { baseOf } from "../file-choices.ts";
import { pasteAct } from "../draw-acts.ts";
import type { Drawing } from "../use-drawing.ts";
import { betweenOf } from "../edge-acts.ts";
import { dropAct, type DropPlace, type NewProgram } from "./drop-acts.ts";
import { DropDialog, type DropItem } from "./drop-dialog.tsx";
import styles from "./drop.module.css";
import { findSame } from "./find-same.ts";
import { readDropped, type Dropped } from "./read-dropped.ts";
import { DroppedDagDialog } from "../../../picture/dropped-dag-dialog.tsx";

export interface FileDrop {
  readonly handlers: { readonly onDragOver: (event: DragEvent) => void; readonly onDragLeave: (event: DragEvent) => void; readonly onDrop: (event: DragEvent) => void };
  /** To stand above the canvas. */
  readonly shown: ReactNode;
}

type Question = { readonly kind: "programs"; readonly items: readonly DropItem[]; readonly loads: readonly NewProgram[]; readonly place: DropPlace } | { readonly kind: "dag"; readonly name: string; readonly yaml: string; readonly at: Point };

export function useFileDrop(drawing: Drawing): FileDrop {
  const client = useEngineClient();
  const host = useHost();
  const { graph, say, perform } = drawing;
  const [isOver, setOver] = useState(false);
  const [question, setQuestion] = useState<Question | null>(null);

  const placeOf = (event: DragEvent): DropPlace => {
    const screen = { x: event.clientX, y: event.clientY };
    const edge = graph.current?.edgeAt(screen) ?? null;
    const spot = graph.current?.spotAt(screen) ?? graph.current?.spotOf(null);
    return { at: spot?.at ?? { x: 0, y: 0 }, width: nodeSizeFor(drawing.now().tasks).width, edge };
  };
  const take = async (files: readonly File[], place: DropPlace): Promise<void> => {
    const dropped = await Promise.all(files.map(readDropped));
    const refusals = dropped.flatMap((each) => (each.kind === "refused" ? [each.message] : []));
    if (refusals.length > 0) return say(refusals.join(" "), "refused");
    const data = await Promise.all(dropped.filter(isData).map(async ({ file }) => ({ file, found: await droppedData(file, host, client) })));
    const missing = data.flatMap(({ file, found }) => ("refused" in found ? [found.refused.startsWith(`${file.name}:`) ? found.refused : t("{{name}}: {{reason}}", { name: file.name, reason: found.refused })] : []));
    if (missing.length > 0) return say(missing.join(" "), "refused");
    const loads = data.flatMap(({ found }): NewProgram[] => ("refused" in found ? [] : [loadProgram(found)]));
    const dag = dropped.find((each) => each.kind === "dag");
    if (dag !== undefined) {
      if (dropped.length > 1) return say(t("{{dag}}: holds a whole DAG; drop it alone.", { dag: dag.name }), "refused");
      return setQuestion({ kind: "dag", name: dag.name, yaml: dag.yaml, at: place.at });
    }
    const between = place.edge === null ? null : betweenOf(drawing.now(), place.edge);
    if (typeof between === "string") return say(between, "refused");
    const base = baseOf(drawing.state.good.dag);
    const items = await Promise.all(dropped.filter(isProgram).map(async (program): Promise<DropItem> => ({ program, there: program.note === null ? await findSame(client, base, program) : null })));
    const known = items.flatMap(({ program, there }): NewProgram[] => (there === null ? [] : [{ name: program.name, language: program.language, source: { path: there } }]));
    if (known.length === items.length) perform(dropAct(drawing.now(), [...loads, ...known], place));
    else setQuestion({ kind: "programs", items, loads, place });
  };
  const end = (): void => {
    setOver(false);
    graph.current?.edgeAt(null);
  };
  const close = (): void => {
    setQuestion(null);
    graph.current?.focus();
  };
  const handlers: FileDrop["handlers"] = {
    onDragOver: (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      event.stopPropagation();
      event.dataTransfer.dropEffect = "copy";
      graph.current?.edgeAt({ x: event.clientX, y: event.clientY });
      if (!isOver) setOver(true);
    },
    onDragLeave: (event) => {
      if (!(event.relatedTarget instanceof Node) || !event.currentTarget.contains(event.relatedTarget)) end();
    },
    onDrop: (event) => {
      const files = [...event.dataTransfer.files];
      if (files.length === 0) return;
      const place = placeOf(event);
      end();
      // A run capsule is opened by the window.
      if (files.some(({ name }) => isCapsuleName(name))) return;
      event.preventDefault();
      event.stopPropagation();
      void take(files, place);
    },
  };
  const shown = (
    <>
      {isOver && <div className={styles.zone}>{t("Drop SQL, Python, shell, notebook and data files to make tasks of them, or a picture of a DAG")}</div>}
      {question?.kind === "programs" && (
        <DropDialog
          items={question.items}
          base={baseOf(drawing.state.good.dag)}
          onClose={close}
          onAdd={(programs, copied) => {
            const act = dropAct(drawing.now(), [...question.loads, ...programs], question.place);
            if (perform(copied.length === 0 || typeof act === "string" ? act : { ...act, say: t("{{say}}; copied to {{copied}}", { say: act.say ?? act.name, copied: copied.join(", ") }) })) close();
          }}
        />
      )}
      {question?.kind === "dag" && (
        <DroppedDagDialog
          name={question.name}
          yaml={question.yaml}
          onClose={close}
          onInsert={() => {
            perform(pasteAct(drawing.now(), question.yaml, { at: question.at, apart: false }));
            close();
          }}
        />
      )}
    </>
  );
  return { handlers, shown };
}

function isProgram(dropped: Dropped): dropped is Extract<Dropped, { kind: "program" }> {
  return dropped.kind === "program";
}

function isData(dropped: Dropped): dropped is Extract<Dropped, { kind: "data" }> {
  return dropped.kind === "data";
}

function loadProgram(data: DataFile): NewProgram {
  const { name, sql } = loadOf(data);
  return { name: `${name}.sql`, language: "sql", source: { text: sql } };
}
