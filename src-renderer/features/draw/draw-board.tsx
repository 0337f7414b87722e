/** The drawn DAG: tree, canvas and what opens around them. It joins the gestures of the canvas to acts on the document. */
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { useCommandContexts } from "../../app/command-handlers.ts";
import { useHost } from "../../app/host-context.tsx";
import { openToStay } from "../../app/use-halves.ts";
import { useEngineInfo } from "../../rpc/engine-info.ts";
import { useMarkUnsaved } from "../../app/unsaved.ts";
import { useDocumentState } from "../../document/documents-provider.tsx";
import { formatPath, parsePath } from "../../../shared/dag-file/field-path.ts";
import type { Diagnostic } from "../../../shared/model/diagnostic.ts";
import type { DagDocument } from "../../document/dag-document.ts";
import type { Reveal } from "../../editor/editor-parts.ts";
import type { AddLink, GraphEditing, Spot } from "../../graph-view/edit/editing.ts";
import { frameUnder } from "../../graph-view/edit/hit-test.ts";
import { GraphView } from "../../graph-view/graph-view.tsx";
import { nodeHeight, nodeSizeFor, type Point } from "../../graph-view/layout.ts";
import type { TaskInstance } from "../../../shared/model/run.ts";
import { mayTakeFocus } from "../../ui/may-take-focus.ts";
import { addNoteAct, freshNote, resizeNoteAct, writeNoteAct, type FreshNote } from "./note-acts.ts";
import { addAct, disconnectAct, freePlace, placeBeside, reconnectAct } from "./draw-acts.ts";
import { dropAct } from "./drop-act.ts";
import { connectGroupsAct, foldAct, groupFor } from "./group-acts.ts";
import { GroupOverlay, type GroupQuestion } from "./group-overlay.tsx";
import { GroupPanel } from "./group-panel.tsx";
import { BrokenBanner } from "./broken-banner.tsx";
import { DrawMenu } from "./draw-menu.tsx";
import { keyMenu, type MenuAsked } from "./key-menu.ts";
import { DrawPanel, type PanelKind } from "./draw-panels.tsx";
import { DrawToolbar, type DrawMode } from "./draw-toolbar.tsx";
import styles from "./draw.module.css";
import { useFileDrop } from "./drop/use-file-drop.tsx";
import { useFileChoices } from "./file-choices.ts";
import { FindBar } from "./find-bar.tsx";
import { PropertiesPanel } from "./forms/properties-panel.tsx";
import { keepViewport, keptViewport } from "./kept-viewport.ts";
import { PalettePanel } from "./palette-panel.tsx";
import { QuickAdd } from "./quick-add.tsx";
import { RenameDialog } from "./rename/rename-dialog.tsx";
import { noteKindUsed, type KindChoice } from "./task-kinds.ts";
import { Pictures, type PictureParts } from "../../picture/pictures.tsx";
import { TaskTree } from "./task-tree.tsx";
import { OutputPanel } from "./try/output-panel.tsx";
import type { OutputViews } from "./try/output-views.ts";
import { useTriedGraph, useTryCommands } from "./try/use-try-commands.ts";
import { useTries } from "./try/use-tries.ts";
import { useCanvasFocus } from "./use-canvas-focus.ts";
import { useDrawCommands } from "./use-draw-commands.ts";
import { useGroupCommands } from "./use-group-commands.ts";
import { taskOf, useDrawing, type Drawing } from "./use-drawing.ts";

const DrawCode = lazy(async () => ({ default: (await import("./code/draw-code.tsx")).DrawCode }));
const DrawYaml = lazy(async () => ({ default: (await import("./draw-yaml.tsx")).DrawYaml }));

/** A note in whose words somebody is; `fresh` is not in the file yet. */
interface Writing {
  readonly id: string;
  readonly fresh: FreshNote | null;
}

type Overlay =
  | { readonly kind: "add"; readonly spot: Spot; readonly link: AddLink | null }
  | MenuAsked
  | { readonly kind: "rename"; readonly id: string }
  | { readonly kind: "group"; readonly question: GroupQuestion; readonly spot: Spot }
  | null;

export interface DrawBoardProps {
  readonly document: DagDocument;
  readonly dagId: string;
  readonly instances: readonly TaskInstance[] | null;
  readonly views: OutputViews;
}

export function DrawBoard({ document, dagId, instances, views }: DrawBoardProps): ReactNode {
  const drawing = useDrawing(document, dagId);
  const tries = useTries(drawing);
  const { graph, selection, perform, select, say, index, state } = drawing;
  const host = useHost();
  const workspace = useEngineInfo()?.workspace.path ?? "";
  const [overlay, setOverlay] = useState<Overlay>(null);
  const [panel, setPanel] = useState<PanelKind | null>(null);
  const [finding, setFinding] = useState(false);
  const drop = useFileDrop(drawing);
  const [palette, setPalette] = useState(() => innerWidth >= 1700);
  const files = useFileChoices(state.good.dag);
  const [tree, setTree] = useState(() => innerWidth >= 1200);
  const [properties, setProperties] = useState(() => innerWidth >= 1500);
  const [yaml, setYaml] = useState(false);
  /** Null while the program is not shown; else the field it begins with, of the task's own where that is null. */
  const [code, setCode] = useState<{ readonly field: string | null } | null>(null);
  const [place, setPlace] = useState<Reveal | null>(null);
  const [snap, setSnap] = useState(true);
  const [mode, setMode] = useState<DrawMode>("select");
  const [writing, setWriting] = useState<Writing | null>(null);
  const [reveal, setReveal] = useState<{ readonly field: string } | null>(null);
  const side = useRef<HTMLElement>(null);
  const board = useRef<HTMLDivElement>(null);
  const focus = useCanvasFocus(board);
  const [viewport] = useState(() => keptViewport(workspace, dagId));

  const close = (): void => {
    const back = overlay?.kind === "menu" ? overlay.back : null;
    setOverlay(null);
    if (back?.isConnected === true) back.focus();
    else graph.current?.focus();
  };
  useMarkUnsaved(`dag:${dagId}`, useDocumentState(document.text, (each) => each.dirty));
  useCommandContexts("draw", "graph", focus.isOn && "canvas", selection.primary !== null && "task", selection.notes.length > 0 && "note");
  const [output, setOutput] = useTryCommands(drawing, tries);
  const tried = useTriedGraph(drawing, tries, instances);
  useDrawCommands(drawing, {
    quickAdd: (spot, link) => setOverlay({ kind: "add", spot, link }),
    rename: (id) => (drawing.groups.has(id) ? askGroup({ kind: "rename", id }) : setOverlay({ kind: "rename", id })),
    write: (note) => setWriting("id" in note ? { id: note.id, fresh: null } : freshAt(note.at)),
    openProperties: () => {
      setProperties(true);
      requestAnimationFrame(() => focusFirst(side.current));
    },
    find: () => setFinding(true),
    menu: () => setOverlay(keyMenu(drawing, board.current)),
    toggle: (what) => {
      if (what === "palette") setPalette(!palette);
      else if (what === "tree") setTree(!tree);
      else if (what === "yaml") setYaml(!yaml);
      else if (what === "code") setCode(code === null ? { field: null } : null);
      else if (what === "properties") setProperties(!properties);
      else if (what === "snap") {
        setSnap(!snap);
        say(snap ? "Tasks now go anywhere" : "Tasks now snap to the grid and to each other");
      } else setPanel(panel === what ? null : what);
    },
    letGo: focus.letGo,
  });
  const askGroup = (question: GroupQuestion): void => {
    const first = graph.current?.folded().shownFor(drawing.current ?? "") ?? null;
    const spot = graph.current?.spotOf(first);
    if (spot) setOverlay({ kind: "group", question, spot });
  };
  const changeMode = (next: DrawMode): void => {
    setMode(next);
    say(next === "hand" ? "Dragging now moves the canvas" : "Dragging now selects");
  };
  useGroupCommands(drawing, { group: () => askGroup({ kind: "create" }), moveTo: () => askGroup({ kind: "move" }), mode: changeMode });
  const freshAt = (at: Point): Writing => {
    const fresh = freshNote(state.good.ui.notes, at);
    return { id: fresh.id, fresh };
  };
  const endWriting = (): void => {
    setWriting(null);
    // Who went elsewhere by the pointer has the focus there.
    requestAnimationFrame(() => window.document.activeElement === window.document.body && graph.current?.focus());
  };
  const takePicture: PictureParts["take"] = () => {
    const drawn = graph.current;
    return drawn && { subject: { index: drawn.folded().index, layout: drawn.layout(), notes: state.good.ui.notes, statuses: drawn.statuses() }, yaml: document.text.get().text };
  };
  const notes = useMemo(() => (writing?.fresh ? { ...state.good.ui.notes, [writing.id]: writing.fresh.note } : state.good.ui.notes), [state.good.ui.notes, writing]);
  const chosenNotes = useMemo(() => new Set(selection.notes), [selection.notes]);
  useEffect(() => {
    if (mayTakeFocus()) graph.current?.focus();
  }, [graph]);

  /** Where a new task goes: under the pointer's middle, or beside what it is joined to. */
  const placeFor = (spot: Spot, link: AddLink | null, asked: "here" | "beside"): Point | null => {
    const drawn = drawing.now();
    const { width } = nodeSizeFor(drawn.tasks);
    const here = { x: Math.round(spot.at.x - (link?.kind === "task" && link.side === "out" ? 0 : width / 2)), y: Math.round(spot.at.y - nodeHeight / 2) };
    if (link?.kind === "edge") return isPlaced(link.edge.source) || isPlaced(link.edge.target) ? here : null;
    if (link !== null && asked === "beside") return placeBeside(drawn, link.id, link.side);
    return drawn.tasks.length === 0 || link !== null || asked === "here" ? freePlace(drawn, here, width) : here;
  };
  const isPlaced = (id: string): boolean => Object.hasOwn(state.good.ui.positions, id);
  const add = (choice: KindChoice, spot: Spot, link: AddLink | null): void => {
    const anchor = link?.kind === "task" ? graph.current?.layout().nodes.get(link.id) : undefined;
    // On the task's own rim means "beside it"; anywhere else means "there".
    const onRim = anchor !== undefined && spot.at.x >= anchor.x - 20 && spot.at.x <= anchor.x + anchor.width + 20 && spot.at.y >= anchor.y - 20 && spot.at.y <= anchor.y + anchor.height + 20;
    const group = groupFor(drawing.now(), link, () => frameUnder(graph.current?.layout() ?? null, spot.at));
    if (perform(addAct(drawing.now(), { choice, at: placeFor(spot, link, onRim ? "beside" : "here"), link, group }))) noteKindUsed(localStorage, choice);
    close();
  };

  const fold = useFold(drawing);
  /** Held over an edge, it would go in between. */
  const hold = (screen: Point | null): void => void graph.current?.edgeAt(screen);
  const addAt = (choice: KindChoice, screen: Point | null): void => {
    const spot = screen === null ? graph.current?.spotOf(null) : graph.current?.spotAt(screen);
    const edge = screen === null ? null : (graph.current?.edgeAt(screen) ?? null);
    hold(null);
    if (spot) add(choice, spot, edge === null || !index.byId.has(edge.source) || !index.byId.has(edge.target) ? null : { kind: "edge", edge });
  };
  /** The field of a task that a problem is about, in its form. */
  const showField = (problem: Diagnostic): void => {
    const id = taskOf(problem);
    if (id === null) return;
    select([id], "tree");
    setProperties(true);
    setReveal({ field: formatPath((parsePath(problem.field ?? "") ?? []).slice(2)) });
  };
  const backOnEscape = (event: KeyboardEvent): void => {
    const isOpenList = event.target instanceof Element && event.target.getAttribute("aria-expanded") === "true";
    if (event.key !== "Escape" || event.defaultPrevented || isOpenList) return;
    // On the canvas this very key would deselect.
    event.preventDefault();
    graph.current?.focus();
  };
  const showInYaml = ({ line }: Diagnostic): void => {
    setPlace({ line, focus: true });
    setYaml(true);
  };

  const tasks = useMemo(() => new Set(selection.tasks), [selection.tasks]);
  const edges = useMemo(() => new Set(selection.edges), [selection.edges]);
  const groups = useMemo(() => new Set(selection.groups), [selection.groups]);
  const pinned = useMemo(() => new Set(state.good.ui.pinned), [state.good.ui.pinned]);
  const editing: GraphEditing = {
    places: state.good.ui.positions,
    tasks,
    edges,
    groups,
    pinned,
    mode,
    badges: drawing.badges,
    // The output takes room from the canvas; what it is about stays in sight.
    reveal: selection.setBy === "canvas" && !output ? null : drawing.current,
    snap,
    viewport,
    whyNot: drawing.whyNot,
    onViewport: (now) => keepViewport(workspace, dagId, now),
    onSelect: (ids, edgeIds, noteIds, groupIds) => select(ids, "canvas", edgeIds, noteIds, groupIds),
    onMove: (places, drop) => perform(dropAct(drawing.now(), places, drop)),
    onConnect: (from, to) => void perform(connectGroupsAct(drawing.now(), from, to)),
    onReconnect: (edge, from, to) => void perform(reconnectAct(edge, from, to)),
    onDisconnect: (gone) => void perform(disconnectAct(gone)),
    onAdd: (spot, link) => setOverlay({ kind: "add", spot, link }),
    onOpen: () => setProperties(true),
    onTry: (id) => {
      select([id], "canvas");
      setOutput(true);
      tries.start("one", [id]);
    },
    onBadge: (id) => {
      const problem = state.parsed.diagnostics.find((each) => taskOf(each) === id && each.severity !== "info");
      if (problem !== undefined) showField(problem);
    },
    onMenu: (target, spot) => setOverlay({ kind: "menu", target, spot, back: null }),
    notes: {
      selected: chosenNotes,
      written: writing?.id ?? null,
      onWrite: (id) => setWriting({ id, fresh: null }),
      onKeep: (id, text) => {
        const act = writing?.fresh ? (text.trim() === "" ? null : addNoteAct(writing.fresh, text)) : writeNoteAct(state.good.ui.notes, id, text);
        if (act !== null) perform(act);
        endWriting();
      },
      onLeave: endWriting,
      onResize: (id, box) => perform(resizeNoteAct(id, box)),
    },
    onRefused: (reason) => say(reason, "refused"),
  };

  return (
    <div className={styles.board} ref={board}>
      <DrawToolbar
        drawing={drawing}
        snap={snap}
        mode={mode}
        onMode={changeMode}
        tree={tree}
        properties={properties}
        yaml={yaml}
        code={code !== null}
        palette={palette}
        onNote={() => {
          const middle = graph.current?.spotOf(null).at;
          if (middle) setWriting(freshAt(middle));
        }}
        onHold={hold}
        onProperties={() => setProperties(!properties)}
        onAdd={addAt}
      />
      {state.isBroken && (
        <BrokenBanner
          diagnostics={state.parsed.diagnostics}
          isDrawn={index.tasks.length > 0}
          onShow={showInYaml}
        />
      )}
      <div className={styles.middle}>
        {palette && <PalettePanel files={files} onAdd={addAt} onHold={hold} />}
        {tree && <TaskTree drawing={drawing} onMenu={(target, spot, back) => setOverlay({ kind: "menu", target, spot, back })} />}
        <div className={styles.canvas} data-draw-keys {...drop.handlers}>
          <GraphView ref={graph} tasks={state.good.tasks} groups={state.good.groups} collapsed={state.good.ui.collapsed} onFold={fold} direction={state.good.ui.layout ?? "LR"} {...tried} selected={selection.primary} label={`Drawing of ${dagId}`} onSelect={nothing} onOpen={nothing} notes={notes} onOpenLink={(address) => void host.openExternal(address)} editing={editing} />
          {index.tasks.length === 0 && !state.isBroken && <div className={styles.invitation}>Double-click, or press Tab, to add the first task.</div>}
          {drop.shown}
          {finding && (
            <FindBar
              drawing={drawing}
              onClose={() => {
                setFinding(false);
                graph.current?.focus();
              }}
            />
          )}
          <div className={styles.message} role="status" data-tone={drawing.message?.tone} hidden={drawing.message === null}>
            {drawing.message?.text}
          </div>
        </div>
        {code !== null && (
          <Suspense fallback={null}>
            <DrawCode drawing={drawing} field={code.field} onClose={() => (setCode(null), graph.current?.focus())} />
          </Suspense>
        )}
        {yaml && (
          <Suspense fallback={null}>
            <DrawYaml drawing={drawing} place={place} />
          </Suspense>
        )}
        {properties && (
          <aside ref={side} className={styles.side} aria-label="Properties" onKeyDown={backOnEscape}>
            {selection.groups.length === 1 && selection.tasks.length === 0 ? <GroupPanel drawing={drawing} /> : <PropertiesPanel document={document} selection={{ tasks: drawing.chosenTasks }} advice={drawing.advice} onOpenCode={(field) => setCode({ field })} onOpenFile={(path) => openToStay({ page: "sql", path })} reveal={reveal} />}
          </aside>
        )}
      </div>
      {output && <OutputPanel drawing={drawing} tries={tries} views={views} instances={instances} onClose={() => setOutput(false)} />}
      {panel !== null && <DrawPanel kind={panel} drawing={drawing} onPlace={showInYaml} onField={showField} onClose={() => setPanel(null)} />}
      <Pictures dagId={dagId} take={takePicture} onDone={(text, isRefused) => say(text, isRefused ? "refused" : "done")} />
      {overlay?.kind === "add" && <QuickAdd spot={overlay.spot} link={overlay.link} files={files} onClose={close} onAdd={(choice, link) => add(choice, overlay.spot, link)} />}
      {overlay?.kind === "menu" && <DrawMenu target={overlay.target} spot={overlay.spot} onClose={close} />}
      {overlay?.kind === "group" && <GroupOverlay drawing={drawing} question={overlay.question} spot={overlay.spot} onClose={close} />}
      {overlay?.kind === "rename" && <RenameDialog document={document} dagId={dagId} task={overlay.id} onClose={close} onRenamed={({ to, message, tone }) => (select([to], "keys"), say(message, tone))} />}
    </div>
  );
}

/** The first field of a form, behind its preview. */
function focusFirst(panel: HTMLElement | null): void {
  const fields = "input:not([type=hidden]), textarea, select";
  const first = panel?.querySelector<HTMLElement>(`[data-field] :is(${fields})`) ?? panel?.querySelector<HTMLElement>(`${fields}, button`);
  first?.focus();
}

/** The same function for as long as the document is, so that the canvas is not drawn anew for it. */
function useFold(drawing: Drawing): (group: string, isFolded: boolean) => void {
  const latest = useRef(drawing);
  useEffect(() => {
    latest.current = drawing;
  });
  return useCallback((group, isFolded) => void latest.current.perform(foldAct(group, isFolded)), []);
}

const nothing = (): void => {};
