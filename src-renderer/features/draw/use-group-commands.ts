/** What the commands for groups and for the automatic layout do to the drawn DAG. */
import { useContext } from "react";
import { useCommandHandlers } from "../../app/command-handlers.ts";
import { toRequest } from "../../graph-view/layouter.ts";
import { nodeSizeFor } from "../../graph-view/layout.ts";
import { LayouterContext } from "../../graph-view/use-graph-layout.ts";
import { t } from "../../strings/t.ts";
import type { DrawMode } from "./use-dragging.ts";
import { foldAct, ungroupAct } from "./group-acts.ts";
import { pinAct, tidyAct, tidyPartAct, turnAct } from "./layout-acts.ts";
import type { Drawing } from "./use-drawing.ts";

export interface GroupOverlays {
  /** The name of a new group of what is selected is asked for. */
  readonly group: () => void;
  /** The group to move into is asked for. */
  readonly moveTo: () => void;
  readonly mode: (mode: DrawMode) => void;
}

export function useGroupCommands(drawing: Drawing, overlays: GroupOverlays): void {
  const { selection, perform, say, graph, groups, chosenTasks, document } = drawing;
  const layouter = useContext(LayouterContext);
  const isNothing = selection.tasks.length + selection.groups.length === 0;

  /** The selected group, or the one around the selected task. */
  const aim = (): string | null => {
    const { current } = drawing;
    if (current === null) return null;
    return groups.has(current) ? current : (drawing.index.byId.get(current)?.group ?? null);
  };
  const fold = (): void => {
    const group = aim();
    if (group === null || !groups.has(group)) return say(t("Select a group, or a task in one."), "refused");
    perform(foldAct(group, !drawing.state.good.ui.collapsed.includes(group)));
  };
  const tidyPart = async (): Promise<void> => {
    const canvas = graph.current;
    const folded = canvas?.folded();
    if (!canvas || !folded) return;
    const { text, version } = document.text.get();
    const { nodes } = canvas.layout();
    const part = new Set([...chosenTasks, ...selection.groups].flatMap((id) => folded.shownFor(id) ?? []).filter((id) => nodes.has(id)));
    const { ui } = drawing.now();
    const pinned = new Map(ui.pinned.flatMap((id) => (part.has(id) && ui.positions[id] ? [[id, ui.positions[id]] as const] : [])));
    const request = toRequest(folded.index, { size: nodeSizeFor(folded.index.tasks), direction: canvas.layout().direction, parents: folded.parents, pinned });
    try {
      const found = await layouter.arrange(request, { nodes: part, places: nodes });
      if (document.text.get().version !== version || document.text.get().text !== text) return say(t("The DAG changed meanwhile: tidy up again."), "refused");
      perform(tidyPartAct(drawing.now(), found.nodes));
    } catch (thrown) {
      say(t("It cannot be laid out: {{message}}", { message: thrown instanceof Error ? thrown.message : String(thrown) }), "refused");
    }
  };

  useCommandHandlers({
    "draw.group": () => (isNothing ? say(t("Select tasks or groups to group them."), "refused") : overlays.group()),
    "draw.ungroup": () => void perform(ungroupAct(drawing.now(), selection.groups)),
    "draw.groupMove": () => (isNothing ? say(t("Select tasks or groups to move them."), "refused") : overlays.moveTo()),
    "draw.groupFold": fold,
    "draw.tidy": () => void (chosenTasks.length > 1 ? tidyPart() : perform(tidyAct(drawing.now()))),
    "draw.pin": () => void perform(pinAct(drawing.now(), chosenTasks)),
    "draw.turn": () => void perform(turnAct(drawing.now())),
    "draw.modeSelect": () => overlays.mode("select"),
    "draw.modeHand": () => overlays.mode("hand"),
    "graph.minimap": () => graph.current?.toggleMinimap(),
  });
}
