/** The line above the canvas: what can be added (click or drag), undo, order, and whether the file is saved. */
import { Button } from "@mantine/core";
import { ArrowDown, ArrowRight, Code, GitCompare, Grid3x3, Hand, History, ImageDown, ListTree, MousePointer2, PanelRight, Redo2, Save, Search, TriangleAlert, Undo2, WandSparkles } from "lucide-react";
import { useState, type PointerEvent, type ReactNode } from "react";
import { createPortal } from "react-dom";
import { findCommand, type CommandId } from "../../../shared/commands/commands.ts";
import { keyText } from "../../../shared/commands/key-text.ts";
import { runCommand } from "../../app/command-handlers.ts";
import { useDocumentState } from "../../document/documents-provider.tsx";
import type { Point } from "../../graph-view/layout.ts";
import { formatPlural } from "../../ui/format.ts";
import { onMac } from "../../ui/key-hint.tsx";
import styles from "./draw-toolbar.module.css";
import face from "./draw.module.css";
import { orderKinds, readKindUse, type KindChoice } from "./task-kinds.ts";
import type { Drawing } from "./use-drawing.ts";

/** What dragging on the canvas does: take what is there, or move the canvas. */
export type DrawMode = "select" | "hand";

export interface DrawToolbarProps {
  readonly drawing: Drawing;
  readonly snap: boolean;
  readonly mode: DrawMode;
  readonly onMode: (mode: DrawMode) => void;
  readonly tree: boolean;
  readonly properties: boolean;
  readonly yaml: boolean;
  readonly onProperties: () => void;
  /** `screen` is where a dragged kind was dropped; null adds it in the middle. */
  readonly onAdd: (choice: KindChoice, screen: Point | null) => void;
}

export function DrawToolbar({ drawing, snap, mode, onMode, tree, properties, yaml, onProperties, onAdd }: DrawToolbarProps): ReactNode {
  const { text } = drawing.document;
  const dirty = useDocumentState(text, (state) => state.dirty);
  const saving = useDocumentState(text, (state) => state.saving);
  const readOnly = useDocumentState(text, (state) => state.readOnly);
  const history = useDocumentState(text, (state) => state.history);
  const problems = drawing.state.parsed.diagnostics.filter((each) => each.severity !== "info").length;
  return (
    <div className={styles.toolbar} role="toolbar" aria-label="Drawing">
      <span className={styles.kinds} role="group" aria-label="Add a task">
        {orderKinds(readKindUse(localStorage)).map((choice) => (
          <KindChip key={choice.kind} choice={choice} onAdd={onAdd} />
        ))}
      </span>
      <i className={styles.line} />
      <Tool id="draw.undo" disabled={history.cursor === 0} detail={history.entries[history.cursor - 1]?.name}>
        <Undo2 size={15} aria-hidden />
      </Tool>
      <Tool id="draw.redo" disabled={history.cursor === history.entries.length} detail={history.entries[history.cursor]?.name}>
        <Redo2 size={15} aria-hidden />
      </Tool>
      <Tool id="draw.history">
        <History size={15} aria-hidden />
      </Tool>
      <Tool id="draw.versions">
        <GitCompare size={15} aria-hidden />
      </Tool>
      <i className={styles.line} />
      <Tool id="draw.modeSelect" pressed={mode === "select"} onPress={() => onMode("select")}>
        <MousePointer2 size={15} aria-hidden />
      </Tool>
      <Tool id="draw.modeHand" pressed={mode === "hand"} onPress={() => onMode("hand")}>
        <Hand size={15} aria-hidden />
      </Tool>
      <Tool id="draw.tidy">
        <WandSparkles size={15} aria-hidden />
      </Tool>
      <Tool id="draw.turn" detail={drawing.state.good.ui.layout === "TB" ? "now top to bottom" : "now left to right"}>
        {drawing.state.good.ui.layout === "TB" ? <ArrowDown size={15} aria-hidden /> : <ArrowRight size={15} aria-hidden />}
      </Tool>
      <Tool id="draw.snap" pressed={snap}>
        <Grid3x3 size={15} aria-hidden />
      </Tool>
      <Tool id="draw.tree" pressed={tree}>
        <ListTree size={15} aria-hidden />
      </Tool>
      <Tool id="draw.find">
        <Search size={15} aria-hidden />
      </Tool>
      <Tool id="draw.yaml" pressed={yaml}>
        <Code size={15} aria-hidden />
      </Tool>
      <Tool id="draw.properties" pressed={properties} onPress={onProperties}>
        <PanelRight size={15} aria-hidden />
      </Tool>
      <Tool id="graph.picture">
        <ImageDown size={15} aria-hidden />
      </Tool>
      <span className={styles.spring} />
      {problems > 0 && (
        <button className={styles.problems} onClick={() => runCommand("draw.problems")}>
          <TriangleAlert size={14} aria-hidden /> {formatPlural(problems, "problem")}
        </button>
      )}
      <span className={styles.saveState} title={readOnly ?? text.path}>
        {readOnly !== null ? "read only" : saving ? "saving…" : dirty ? "not saved" : "saved"}
      </span>
      <Button size="compact-sm" variant={dirty ? "filled" : "default"} disabled={!dirty || saving || readOnly !== null} leftSection={<Save size={14} aria-hidden />} title={toolTitle("draw.save")} onClick={() => runCommand("draw.save")}>
        Save
      </Button>
    </div>
  );
}

function toolTitle(id: CommandId, detail?: string): string {
  const { title, keys } = findCommand(id);
  return `${title}${detail === undefined ? "" : `: ${detail}`}${keys[0] === undefined ? "" : ` (${keyText(keys[0], onMac)})`}`;
}

interface ToolProps {
  readonly id: CommandId;
  readonly children: ReactNode;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
  readonly detail?: string | undefined;
  /** Where the command is only there while the canvas has the focus, which a click takes away. */
  readonly onPress?: () => void;
}

function Tool({ id, children, disabled = false, pressed, detail, onPress = () => void runCommand(id) }: ToolProps): ReactNode {
  return (
    <button className={face.iconButton} title={toolTitle(id, detail)} aria-label={findCommand(id).title} aria-pressed={pressed} disabled={disabled} onClick={onPress}>
      {children}
    </button>
  );
}

/** A click adds in the middle; dragged, the task lands where it is dropped. Escape lets it go. */
function KindChip({ choice, onAdd }: { choice: KindChoice; onAdd: DrawToolbarProps["onAdd"] }): ReactNode {
  const [held, setHeld] = useState<Point | null>(null);
  const [start, setStart] = useState<Point | null>(null);
  const placeOf = (event: PointerEvent): Point => ({ x: event.clientX, y: event.clientY });
  const letGo = (): void => {
    setHeld(null);
    setStart(null);
  };
  return (
    <>
      <button
        className={styles.kind}
        title={`${choice.about}. Click, or drag it onto the canvas.`}
        aria-label={`Add ${choice.title} task`}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          setStart(placeOf(event));
        }}
        onPointerMove={(event) => {
          if (start !== null && (held !== null || Math.hypot(event.clientX - start.x, event.clientY - start.y) > 4)) setHeld(placeOf(event));
        }}
        onPointerUp={(event) => {
          if (held !== null) onAdd(choice, placeOf(event));
          letGo();
        }}
        onPointerCancel={letGo}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || held === null) return;
          event.stopPropagation();
          letGo();
        }}
        onClick={(event) => {
          // A drag ends with a click too, elsewhere.
          if (isOver(event)) onAdd(choice, null);
        }}
      >
        {choice.title}
      </button>
      {held !== null && createPortal(<div className={styles.ghost} style={{ left: held.x, top: held.y }}>{choice.title}</div>, document.body)}
    </>
  );
}

function isOver(event: { readonly currentTarget: Element; readonly detail: number; readonly clientX: number; readonly clientY: number }): boolean {
  if (event.detail === 0) return true;
  const area = event.currentTarget.getBoundingClientRect();
  return event.clientX >= area.left && event.clientX <= area.right && event.clientY >= area.top && event.clientY <= area.bottom;
}
