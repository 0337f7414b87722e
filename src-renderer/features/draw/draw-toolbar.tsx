/** The line above the canvas: what can be added (click or drag), undo, order, and whether the file is saved. */
import { Button } from "@mantine/core";
import { ArrowDown, ArrowRight, Blocks, Code, GitCompare, Grid3x3, Hand, History, ImageDown, ListTree, MousePointer2, PanelRight, Redo2, Save, Search, SquareTerminal, StickyNote, TriangleAlert, Undo2, WandSparkles } from "lucide-react";
import type { ReactNode } from "react";
import { findCommand, type CommandId } from "../../../shared/commands/commands.ts";
import { runCommand } from "../../app/command-handlers.ts";
import { useKeyTitles } from "../../app/key-map.ts";
import { useDocumentState } from "../../document/documents-provider.tsx";
import type { Point } from "../../graph-view/layout.ts";
import { formatPlural } from "../../ui/format.ts";
import { whenAble } from "../../ui/when-able.ts";
import styles from "./draw-toolbar.module.css";
import face from "./draw.module.css";
import { KindChip } from "./kind-chip.tsx";
import { orderKinds, readKindUse } from "./task-kinds.ts";
import type { Adding } from "./use-adding.ts";
import type { Dragging } from "./use-dragging.ts";
import type { Drawing } from "./use-drawing.ts";
import type { Panes } from "./use-panes.ts";

export interface DrawToolbarProps {
  readonly drawing: Drawing;
  readonly dragging: Dragging;
  readonly panes: Panes;
  readonly adding: Adding;
  readonly onNote: (note: { readonly at: Point }) => void;
}

export function DrawToolbar({ drawing, dragging, panes, adding, onNote }: DrawToolbarProps): ReactNode {
  const { text } = drawing.document;
  const dirty = useDocumentState(text, (state) => state.dirty);
  const saving = useDocumentState(text, (state) => state.saving);
  const readOnly = useDocumentState(text, (state) => state.readOnly);
  const history = useDocumentState(text, (state) => state.history);
  const titleOf = useKeyTitles();
  const problems = drawing.problems.filter((each) => each.severity !== "info").length;
  const noteInTheMiddle = (): void => {
    const middle = drawing.graph.current?.spotOf(null).at;
    if (middle) onNote({ at: middle });
  };
  return (
    <div className={styles.toolbar} role="toolbar" aria-label="Drawing">
      <span className={styles.kinds} role="group" aria-label="Add a task">
        {orderKinds(readKindUse(localStorage)).map((choice) => (
          <KindChip key={choice.key} choice={choice} onAdd={adding.addAt} onHold={adding.hold} />
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
      <Tool id="draw.modeSelect" pressed={dragging.mode === "select"} onPress={() => dragging.changeMode("select")}>
        <MousePointer2 size={15} aria-hidden />
      </Tool>
      <Tool id="draw.modeHand" pressed={dragging.mode === "hand"} onPress={() => dragging.changeMode("hand")}>
        <Hand size={15} aria-hidden />
      </Tool>
      <Tool id="draw.tidy">
        <WandSparkles size={15} aria-hidden />
      </Tool>
      <Tool id="draw.turn" detail={drawing.state.good.ui.layout === "TB" ? "now top to bottom" : "now left to right"}>
        {drawing.state.good.ui.layout === "TB" ? <ArrowDown size={15} aria-hidden /> : <ArrowRight size={15} aria-hidden />}
      </Tool>
      <Tool id="draw.snap" pressed={dragging.snap}>
        <Grid3x3 size={15} aria-hidden />
      </Tool>
      <Tool id="draw.note" onPress={noteInTheMiddle}>
        <StickyNote size={15} aria-hidden />
      </Tool>
      <Tool id="draw.palette" pressed={panes.sides.palette}>
        <Blocks size={15} aria-hidden />
      </Tool>
      <Tool id="draw.tree" pressed={panes.sides.tree}>
        <ListTree size={15} aria-hidden />
      </Tool>
      <Tool id="draw.find">
        <Search size={15} aria-hidden />
      </Tool>
      <Tool id="draw.code" pressed={panes.code !== null}>
        <SquareTerminal size={15} aria-hidden />
      </Tool>
      <Tool id="draw.yaml" pressed={panes.sides.yaml}>
        <Code size={15} aria-hidden />
      </Tool>
      <Tool id="draw.properties" pressed={panes.sides.properties} onPress={() => panes.toggle("properties")}>
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
      <Button size="compact-sm" variant={dirty ? "filled" : "default"} leftSection={<Save size={14} aria-hidden />} title={titleOf("draw.save", findCommand("draw.save").title)} {...whenAble(dirty && !saving && readOnly === null, () => void runCommand("draw.save"))}>
        Save
      </Button>
    </div>
  );
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
  const titleOf = useKeyTitles();
  const { title } = findCommand(id);
  return (
    <button className={face.iconButton} title={titleOf(id, `${title}${detail === undefined ? "" : `: ${detail}`}`)} aria-label={title} aria-pressed={pressed} {...whenAble(!disabled, onPress)}>
      {children}
    </button>
  );
}
