/** What dragging does on the canvas, the order of what is drawn, and notes. */
import { ArrowDown, ArrowRight, Grid3x3, Hand, MousePointer2, StickyNote, WandSparkles } from "lucide-react";
import type { ReactNode } from "react";
import type { Point } from "../../../graph-view/layout.ts";
import { t } from "../../../strings/t.ts";
import type { Dragging } from "../use-dragging.ts";
import type { Drawing } from "../use-drawing.ts";
import { Tool } from "./tool.tsx";

interface CanvasToolsProps {
  readonly drawing: Drawing;
  readonly dragging: Dragging;
  readonly onNote: (note: { readonly at: Point }) => void;
}

export function CanvasTools({ drawing, dragging, onNote }: CanvasToolsProps): ReactNode {
  const isDown = drawing.state.good.ui.layout === "TB";
  const noteInTheMiddle = (): void => {
    const middle = drawing.graph.current?.spotOf(null).at;
    if (middle) onNote({ at: middle });
  };
  return (
    <>
      <Tool id="draw.modeSelect" icon={MousePointer2} pressed={dragging.mode === "select"} onPress={() => dragging.changeMode("select")} />
      <Tool id="draw.modeHand" icon={Hand} pressed={dragging.mode === "hand"} onPress={() => dragging.changeMode("hand")} />
      <Tool id="draw.tidy" icon={WandSparkles} />
      <Tool id="draw.turn" icon={isDown ? ArrowDown : ArrowRight} detail={isDown ? t("now top to bottom") : t("now left to right")} />
      <Tool id="draw.snap" icon={Grid3x3} pressed={dragging.snap} />
      <Tool id="draw.note" icon={StickyNote} onPress={noteInTheMiddle} />
    </>
  );
}
