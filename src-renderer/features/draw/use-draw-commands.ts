/** What the commands of the registry do to the drawn DAG. Keys, menus, buttons and the palette all come through here. */
import { copyDrawn } from "../../../shared/clipboard/copy-tasks.ts";
import type { NoteColor } from "../../../shared/model/dag-ui.ts";
import { reachable } from "../../../shared/graph/reach.ts";
import { useCommandHandlers } from "../../app/command-handlers.ts";
import { useHost } from "../../app/host-context.tsx";
import type { AddLink, Spot } from "../../graph-view/edit/editing.ts";
import type { Point } from "../../graph-view/layout.ts";
import type { Direction } from "../../graph-view/walk-graph.ts";
import { t } from "../../strings/t.ts";
import { wholeGroups } from "./group-acts.ts";
import { colourNotesAct, growNotesAct, withNotes } from "./note-acts.ts";
import { arranging } from "./arranging.ts";
import { connectSelectedAct, deleteAct, disconnectAct, duplicateAct, edgesAmong, enableAct, pasteAct } from "./draw-acts.ts";
import type { Drawing } from "./use-drawing.ts";

export interface DrawOverlays {
  readonly quickAdd: (spot: Spot, link: AddLink | null) => void;
  readonly rename: (id: string) => void;
  /** A new note at a place, or the words of one that is there. */
  readonly write: (note: { readonly at: Point } | { readonly id: string }) => void;
  /** Brings the focus into the properties of what is selected. */
  readonly openProperties: () => void;
  /** The menu of what is selected, of the canvas where nothing is. */
  readonly menu: () => void;
  readonly find: () => void;
  readonly toggle: (what: "palette" | "problems" | "history" | "tree" | "snap" | "properties" | "yaml" | "code") => void;
  /** Tab is to lead out of the canvas again. */
  readonly letGo: () => void;
}

const nudgePx = 8;

export function useDrawCommands(drawing: Drawing, overlays: DrawOverlays): void {
  const { selection, perform, say, select, pick, graph, index, chosenTasks } = drawing;
  const { text } = drawing.document;
  const host = useHost();
  const chosenEdges = index.edges.filter((edge) => selection.edges.includes(edge.id));
  const { align, distribute, nudge } = arranging(drawing);
  const remove = (reconnect: boolean): void => {
    if (selection.tasks.length + selection.groups.length + chosenEdges.length + selection.notes.length === 0) return say(t("Nothing is selected."), "refused");
    perform(deleteAct(drawing.now(), { tasks: chosenTasks, edges: chosenEdges, notes: selection.notes, groups: selection.groups }, reconnect));
  };
  const fragment = (): string | null => copyDrawn(text.get().text, { tasks: chosenTasks, notes: selection.notes, groups: wholeGroups(drawing.now(), selection) }, placesNow(drawing));
  const copy = async (): Promise<boolean> => {
    const copied = fragment();
    if (copied === null) return say(t("Select tasks or notes to copy them."), "refused"), false;
    try {
      await navigator.clipboard.writeText(copied);
    } catch {
      return say(t("The clipboard cannot be written to here."), "refused"), false;
    }
    const tasks = chosenTasks.length > 1 ? t("{{count}} tasks", { count: chosenTasks.length }) : (chosenTasks[0] ?? null);
    say(t("Copied {{withNotes}} as YAML", { withNotes: withNotes(tasks, selection.notes) }));
    return true;
  };
  const paste = async (keepIncoming: boolean): Promise<void> => {
    const at = graph.current?.pointer()?.at ?? graph.current?.spotOf(null).at ?? { x: 0, y: 0 };
    try {
      perform(pasteAct(drawing.now(), await host.pastedText(), { at, apart: !keepIncoming }));
    } catch {
      say(t("The clipboard cannot be read here: allow it for this page."), "refused");
    }
  };
  const duplicate = (): void => {
    perform(duplicateAct(drawing.now(), chosenTasks, selection.notes, selection.groups));
  };
  const reach = (direction: "upstream" | "downstream"): void => {
    if (chosenTasks.length === 0) return say(t("Select a task first."), "refused");
    const found = reachable(drawing.state.good.tasks, chosenTasks, direction).filter((id) => !chosenTasks.includes(id));
    select([...found, ...chosenTasks], "keys");
    say(`${t("{{count}} tasks", { count: found.length })} ${direction}`);
  };
  const walk = (key: string | undefined, extend: boolean): void => {
    const next = graph.current?.walk(drawing.current, directionOf(key)) ?? null;
    if (next === null) return;
    pick(extend ? [...selection.groups, ...selection.tasks].filter((id) => id !== next).concat(next) : [next], "keys");
  };
  const colour = (color: NoteColor): void => void perform(colourNotesAct(selection.notes, color));
  const write = (): boolean => {
    const id = selection.notes.at(-1);
    if (id !== undefined && selection.tasks.length === 0) overlays.write({ id });
    return id !== undefined && selection.tasks.length === 0;
  };
  const add = (): void => {
    const canvas = graph.current;
    if (canvas === null) return;
    const pointer = canvas.pointer();
    if (pointer !== null && selection.setBy === "canvas" && selection.tasks.length === 0) return overlays.quickAdd(pointer, null);
    const primary = drawing.current;
    if (primary === null) return overlays.quickAdd(pointer ?? canvas.spotOf(null), null);
    overlays.quickAdd(canvas.spotOf(canvas.folded().shownFor(primary)), { kind: "task", id: primary, side: "out" });
  };

  useCommandHandlers({
    "graph.fit": () => graph.current?.fit(),
    "graph.actualSize": () => graph.current?.actualSize(),
    "draw.quickAdd": add,
    "draw.add": () => graph.current && overlays.quickAdd(graph.current.spotOf(null), null),
    "draw.menu": overlays.menu,
    "draw.properties": () => void (write() || overlays.openProperties()),
    "draw.note": () => overlays.write({ at: graph.current?.pointer()?.at ?? graph.current?.spotOf(null).at ?? { x: 0, y: 0 } }),
    "draw.noteWrite": () => void write(),
    "draw.noteResize": (key) => void perform(growNotesAct(drawing.state.good.ui.notes, selection.notes, stepOf(directionOf(key)))),
    "draw.noteYellow": () => colour("yellow"),
    "draw.noteGreen": () => colour("green"),
    "draw.noteBlue": () => colour("blue"),
    "draw.noteRed": () => colour("red"),
    "draw.noteViolet": () => colour("violet"),
    "draw.noteGrey": () => colour("grey"),
    "draw.rename": () => (drawing.current === null ? say(t("Select a task or a group to rename it."), "refused") : overlays.rename(drawing.current)),
    "draw.toggleEnabled": () => void perform(enableAct(drawing.now(), chosenTasks)),
    "draw.duplicate": duplicate,
    "draw.copy": () => void copy(),
    "draw.cut": () => void copy().then((copied) => copied && remove(false)),
    "draw.paste": () => void paste(false),
    "draw.pasteConnected": () => void paste(true),
    "draw.delete": () => remove(false),
    "draw.deleteReconnect": () => remove(true),
    "draw.undo": () => step(drawing, "undo"),
    "draw.redo": () => step(drawing, "redo"),
    "draw.save": () => (writeAll(drawing), void text.save().then((saved) => say(saved.ok ? t("Saved {{text}}", { text: text.path }) : saved.message, saved.ok ? "done" : "refused"))),
    "draw.history": () => overlays.toggle("history"),
    "draw.problems": () => overlays.toggle("problems"),
    "draw.palette": () => overlays.toggle("palette"),
    "draw.tree": () => overlays.toggle("tree"),
    "draw.yaml": () => overlays.toggle("yaml"),
    "draw.code": () => overlays.toggle("code"),
    "draw.snap": () => overlays.toggle("snap"),
    "draw.find": overlays.find,
    "draw.selectAll": () => select(index.tasks.map((task) => task.id), "keys", [], Object.keys(drawing.state.good.ui.notes)),
    "draw.deselect": () => {
      if (selection.tasks.length > 0 || selection.groups.length > 0 || selection.edges.length > 0 || selection.notes.length > 0) return select([], "keys");
      overlays.letGo();
      say(t("Tab now leads out of the canvas"));
    },
    "draw.upstream": () => reach("upstream"),
    "draw.downstream": () => reach("downstream"),
    "draw.walk": (key) => walk(key, false),
    "draw.extend": (key) => walk(key, true),
    "draw.move": (key) => nudge(stepOf(directionOf(key))),
    "draw.connect": () => void perform(connectSelectedAct(drawing.now(), selection.tasks)),
    "draw.disconnect": () => {
      const edges = edgesAmong(drawing.state.good.tasks, selection.tasks);
      void perform(edges.length === 0 ? t("No selected tasks are connected with each other.") : disconnectAct(edges));
    },
    "draw.alignLeft": () => align("left"),
    "draw.alignCentre": () => align("centre"),
    "draw.alignRight": () => align("right"),
    "draw.alignTop": () => align("top"),
    "draw.alignMiddle": () => align("middle"),
    "draw.alignBottom": () => align("bottom"),
    "draw.distributeAcross": () => distribute("across"),
    "draw.distributeDown": () => distribute("down"),
  });
}

/** So that what is copied keeps its shape, places of the layout are copied too. */
function placesNow(drawing: Drawing): Record<string, Point> {
  return Object.fromEntries([...drawing.now().boxes].map(([id, box]) => [id, { x: Math.round(box.x), y: Math.round(box.y) }]));
}

/** What was typed into a program a moment ago is part of what is saved or taken back. */
function writeAll({ unwritten }: Drawing): void {
  for (const write of unwritten.current) write();
}

function step(drawing: Drawing, kind: "undo" | "redo"): void {
  writeAll(drawing);
  const { document, say } = drawing;
  const { entries, cursor } = document.text.get().history;
  const entry = entries[kind === "undo" ? cursor - 1 : cursor];
  if (entry === undefined) return say(kind === "undo" ? t("Nothing to undo.") : t("Nothing to do again."), "refused");
  document.text[kind]();
  say(`${kind === "undo" ? t("Undone") : t("Done again")}: ${entry.name}`);
}

function directionOf(key: string | undefined): Direction {
  const name = /Arrow(\w+)$/.exec(key ?? "")?.[1]?.toLowerCase();
  return name === "left" || name === "up" || name === "down" ? name : "right";
}

function stepOf(direction: Direction): Point {
  return { left: { x: -nudgePx, y: 0 }, right: { x: nudgePx, y: 0 }, up: { x: 0, y: -nudgePx }, down: { x: 0, y: nudgePx } }[direction];
}
