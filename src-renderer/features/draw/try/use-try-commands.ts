/** Commands of trying, and what tries show on the canvas. */
import { useMemo, useState } from "react";
import type { TaskInstance } from "../../../../shared/model/run.ts";
import { useCommandContexts, useCommandHandlers } from "../../../app/command-handlers.ts";
import type { GraphViewProps } from "../../../graph-view/graph-view.tsx";
import { t } from "../../../strings/t.ts";
import type { Drawing } from "../use-drawing.ts";
import { edgeRowsOf, pinsOf, statusesOf } from "./try-facts.ts";
import type { Tries } from "./use-tries.ts";

/** Whether the output is shown below the canvas; whatever is tried opens it. */
export function useTryCommands(drawing: Drawing, tries: Tries): [boolean, (isShown: boolean) => void] {
  const [isShown, setShown] = useState(false);
  const { selection, say } = drawing;
  const start = (mode: "one" | "upTo" | "from"): void => {
    setShown(true);
    if (selection.tasks.length > 0) tries.start(mode, selection.tasks);
  };
  useCommandContexts(tries.isActive && "activeTry");
  useCommandHandlers({
    "draw.try": () => start("one"),
    "draw.tryUpTo": () => start("upTo"),
    "draw.tryFrom": () => start("from"),
    "draw.tryCancel": tries.cancel,
    "draw.tryForget": tries.forget,
    "draw.output": () => setShown(!isShown),
    "draw.pinOutput": () => {
      if (selection.primary === null) return say(t("Select a task to pin its output."), "refused");
      setShown(true);
      tries.pin(selection.primary);
    },
  });
  return [isShown, setShown];
}

export function useTriedGraph(drawing: Drawing, { state, asked }: Tries, instances: readonly TaskInstance[] | null): Required<Pick<GraphViewProps, "instances" | "pins" | "edgeRows">> {
  const { ui } = drawing.state.good;
  const { edges } = drawing.index;
  const statuses = useMemo(() => statusesOf(instances, state, asked), [instances, state, asked]);
  const pins = useMemo(() => pinsOf(ui, state), [ui, state]);
  const edgeRows = useMemo(() => edgeRowsOf(edges, { ui, tries: state, instances }), [edges, ui, state, instances]);
  return { instances: statuses, pins, edgeRows };
}
