/** The live canvas: React Flow moves it; in it stand our nodes near, one painted layer far; around it keys, tools and the minimap. */
import { ReactFlow, useStore, useStoreApi } from "@xyflow/react";
import { useCallback, useImperativeHandle, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from "react";
import { t } from "../strings/t.ts";
import { drawGestures, handGestures, readGestures } from "./gestures.ts";
import { EditLayer } from "./edit/edit-layer.tsx";
import { createEditStore } from "./edit/edit-state.ts";
import { useBoundsOf, usePlacedLayout } from "./edit/use-placed-layout.ts";
import { taskUnder } from "./edit/hit-test.ts";
import { useDrawnEditing } from "./edit/use-drawn-editing.ts";
import { useEditGestures } from "./edit/use-edit-gestures.ts";
import { GraphSceneContext } from "./graph-context.ts";
import type { GraphIndex } from "./graph-index.ts";
import { graphActionFor } from "./graph-keys.ts";
import { describeGroup } from "./groups/group-words.ts";
import { useFoldedGraph } from "./groups/use-folded-graph.ts";
import { useReading } from "./groups/use-reading.ts";
import { boundsOf, noLayout } from "./layout.ts";
import { GraphTools } from "./graph-tools.tsx";
import styles from "./graph-view.module.css";
import type { GraphViewProps } from "./graph-view.tsx";
import { useMinimapShown } from "./minimap-shown.ts";
import { NoteLayer } from "./notes/note-layer.tsx";
import { MiniMap } from "./paint/mini-map.tsx";
import { PaintedGraph } from "./paint/painted-graph.tsx";
import { StandingLayer } from "./standing-layer.tsx";
import { nodeElementId } from "./task-node.tsx";
import { describeTask } from "./task-status.ts";
import type { Spot } from "./edit/editing.ts";
import { useGraphLayout } from "./use-graph-layout.ts";
import { useLayoutMotion } from "./use-layout-motion.ts";
import { useLayoutWish } from "./use-layout-wish.ts";
import { useMoving } from "./use-moving.ts";
import { useNear } from "./use-near.ts";
import { useScene } from "./use-scene.ts";
import { useViewport } from "./use-viewport.ts";
import { isInSight } from "./viewport.ts";
import { stepFrom, walkFrom } from "./walk-graph.ts";
import { maxZoom, minZoom, zoomLevelOf } from "./zoom-level.ts";

/** React Flow itself knows none: what stands in it is ours. */
const nothing: never[] = [];
const minimapFrom = 8;
/** In a smaller pane the map would cover most of what it is a map of. */
const roomForMap = { width: 420, height: 250 } as const;
/** Painted tasks are small. */
const farReachPx = 3;
const ignore = (): void => {};

export function GraphCanvas({ index: full, ref, ...props }: GraphViewProps & { index: GraphIndex }): ReactNode {
  const { folded, fold } = useFoldedGraph(full, props);
  const { index } = folded;
  const reading = useReading(folded, { ...props, onFold: fold });
  const editing = useDrawnEditing(props.editing, folded, fold);
  const root = useRef<HTMLDivElement>(null);
  const foldNow = editing ? fold : reading.fold;
  const foldHere = useCallback<typeof fold>(
    (group, isFolded) => {
      // The button goes away with what it folds.
      root.current?.focus({ preventScroll: true });
      foldNow(group, isFolded);
    },
    [foldNow],
  );
  const wish = useLayoutWish(folded, props);
  const { layout: found, trouble } = useGraphLayout(index, wish);
  const nothingYet = useMemo(() => noLayout(wish.direction), [wish]);
  const layout = usePlacedLayout(folded, found ?? nothingYet, props.editing?.places ?? props.places);
  const scene = useScene({ folded, layout, instances: props.instances, selected: reading.active, drawn: editing, diff: props.diff, notes: props.notes, pins: props.pins, edgeRows: props.edgeRows, marks: props.marks, onPointAtEdge: props.onPointAtEdge, onSelect: editing ? ignore : reading.select, onOpen: editing ? ignore : reading.open, onFold: foldHere });
  const level = useStore((state) => zoomLevelOf(state.transform[2]));
  const bounds = useMemo(() => boundsOf([...layout.nodes.values(), ...layout.groups.values(), ...scene.notes.map((note) => note.box)]), [layout, scene.notes]);
  const whole = useStore((state) => bounds === null || isInSight(bounds, { x: state.transform[0], y: state.transform[1], zoom: state.transform[2] }, state));
  const selection = useBoundsOf(layout, editing, scene.notes);
  const { placed, zoom, take, isTaken, centre } = useViewport(layout, editing ? editing.reveal : reading.active, { isKnown: found !== null, viewport: editing?.viewport ?? null, selection, whole: bounds });
  const [chosen = null] = editing ? editing.tasks : [reading.active];
  const endGlide = useLayoutMotion({ scene, selected: chosen, placed, isTaken });
  const flowStore = useStoreApi();
  useMoving(root);
  const far = level === "far";
  const near = useNear(scene, { isFar: far, isPlaced: placed });
  const [store] = useState(createEditStore);
  const [minimap, toggleMinimap] = useMinimapShown();
  const isRoomy = useStore(({ width, height }) => width >= roomForMap.width && height >= roomForMap.height);
  const gestures = useEditGestures({ editing, scene, store, root, far, onPress: endGlide });
  const spotOf = (id: string | null): Spot => {
    const { transform, width, height } = flowStore.getState();
    const area = root.current?.getBoundingClientRect() ?? { left: 0, top: 0 };
    const box = id === null ? undefined : (layout.nodes.get(id) ?? layout.groups.get(id));
    const at = box ?? { x: (width / 2 - transform[0]) / transform[2], y: (height / 2 - transform[1]) / transform[2] };
    // What opens there is about the box: it stands below, not on it.
    const below = at.y + (box?.height ?? 0);
    return { at: { x: at.x, y: at.y }, screen: { x: area.left + at.x * transform[2] + transform[0], y: area.top + below * transform[2] + transform[1] } };
  };
  useImperativeHandle(ref, () => ({
    fit: () => zoom("fit"),
    actualSize: () => zoom("whole"),
    zoomToSelection: () => zoom("selection"),
    focus: () => root.current?.focus(),
    layout: () => layout,
    folded: () => folded,
    statuses: () => new Map([...scene.statuses.keys()].flatMap((id) => scene.statuses.get(id) ?? []).map((status) => [status.taskId, status])),
    toggleMinimap,
    centre: (id) => {
      const shown = folded.shownFor(id) ?? "";
      const box = layout.nodes.get(shown) ?? layout.groups.get(shown);
      if (box) centre(box);
    },
    sight: () => {
      const { transform, width, height } = flowStore.getState();
      return { x: -transform[0] / transform[2], y: -transform[1] / transform[2], width: width / transform[2], height: height / transform[2] };
    },
    walk: (from, direction) => stepFrom(index, layout, from === null ? null : folded.shownFor(from), direction),
    spotOf,
    pointer: gestures.pointer,
    spotAt: gestures.spotAt,
    edgeAt: gestures.edgeAt,
  }));

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== root.current) return;
    if (editing) take();
    const action = graphActionFor(event);
    // Drawing has its own commands, which hear the key further out.
    if (!action || (editing && action.kind !== "zoom")) return;
    // With nothing selected, Escape is for whatever else the page has to leave.
    if (action.kind === "deselect" && reading.active === null) return;
    event.preventDefault();
    event.stopPropagation();
    if (action.kind === "zoom") return zoom(action.to);
    if (action.kind === "walk") reading.select(walkFrom(index, layout, reading.active, action.direction));
    else if (action.kind === "deselect") reading.select(null);
    else if (action.kind === "fold") reading.toggleFold();
    else if (reading.active !== null) reading.open(reading.active);
  };

  const takeFocus = useCallback(() => root.current?.focus({ preventScroll: true }), []);
  const onPaneClick = (event: MouseEvent): void => {
    takeFocus();
    reading.select(near.isPainted ? taskBelow(event) : null);
  };
  const taskBelow = (event: MouseEvent): string | null => {
    const area = root.current?.getBoundingClientRect() ?? { left: 0, top: 0 };
    const { transform } = flowStore.getState();
    const [x, y, zoom] = transform;
    return taskUnder(layout, { x: (event.clientX - area.left - x) / zoom, y: (event.clientY - area.top - y) / zoom }, farReachPx / zoom);
  };

  const describe = useCallback(
    (id: string): string => {
      const [task, group] = [full.byId.get(id), folded.groups.get(id)];
      return group ? describeGroup(group, scene.groupStatuses.get(id), index.byId.has(id)) : task ? describeTask(task, scene.statuses.get(id), null) : "";
    },
    [full, folded, index, scene],
  );
  const active = reading.active;
  return (
    <GraphSceneContext value={scene}>
      <div
        ref={root}
        className={styles.root}
        data-zoom={level}
        data-placed={placed}
        data-painted={near.isPainted || undefined}
        role="application"
        aria-roledescription={t("graph")}
        aria-label={t("{{label}}, {{count}} tasks. Arrow keys walk from task to task, Enter opens one{{editing}}.", { label: props.label, count: full.tasks.length, editing: folded.groups.size > 0 && !editing ? t(", Space folds a group") : "" })}
        aria-activedescendant={active !== null && (near.has(active) || layout.groups.has(active)) && !far ? nodeElementId(active) : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
        data-editing={editing !== undefined || undefined}
        data-mode={editing?.mode}
        {...gestures.handlers}
        // Whoever touches the drawing does not want it fitted anew under the hand.
        {...(editing !== undefined && { onPointerDownCapture: take })}
      >
        <ReactFlow
          nodes={nothing}
          edges={nothing}
          minZoom={minZoom}
          maxZoom={maxZoom}
          attributionPosition="bottom-center"
          {...(editing === undefined && { onPaneClick })}
          onMove={(event) => event && take()}
          onMoveEnd={(_, viewport) => placed && editing?.onViewport(viewport)}
          {...(editing === undefined ? readGestures : editing.mode === "hand" ? handGestures : drawGestures)}
        >
          <StandingLayer frames={near.frames} edges={near.edges} nodes={near.nodes} onClick={editing === undefined ? takeFocus : undefined} />
          {scene.notes.length > 0 && <NoteLayer editing={editing?.notes} onOpenLink={props.onOpenLink ?? ignore} />}
          {near.isLarge && placed && <PaintedGraph isShown={near.isPainted} />}
          {editing !== undefined && <EditLayer store={store} onInsert={(edge, at, { left, bottom }) => editing.onAdd({ at, screen: { x: left, y: bottom } }, { kind: "edge", edge })} />}
        </ReactFlow>
        <GraphTools zoom={zoom} minimap={minimap} onMinimap={toggleMinimap} />
        {minimap && isRoomy && index.tasks.length >= minimapFrom && !whole && <MiniMap />}
        {trouble !== null && <div className={styles.notice} role="status">{t("A simple layout is shown: {{trouble}}", { trouble })}</div>}
        <div className={styles.live} aria-live="polite">
          {active !== null && (!near.has(active) || folded.groups.has(active)) ? describe(active) : ""}
        </div>
      </div>
    </GraphSceneContext>
  );
}
