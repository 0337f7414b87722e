/** The live canvas: React Flow with our nodes near, one painted layer far, keys, tools and the minimap. */
import { ReactFlow, useStore, useStoreApi, type EdgeTypes, type NodeTypes } from "@xyflow/react";
import { useImperativeHandle, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from "react";
import { drawGestures, readGestures } from "./gestures.ts";
import { EditLayer } from "./edit/edit-layer.tsx";
import { createEditStore } from "./edit/edit-state.ts";
import { useBoundsOf, usePlacedLayout } from "./edit/use-placed-layout.ts";
import { taskUnder } from "./edit/hit-test.ts";
import { useEditGestures } from "./edit/use-edit-gestures.ts";
import { GraphSceneContext } from "./graph-context.ts";
import type { GraphIndex } from "./graph-index.ts";
import { graphActionFor } from "./graph-keys.ts";
import { boundsOf } from "./layout.ts";
import { GraphTools } from "./graph-tools.tsx";
import styles from "./graph-view.module.css";
import type { GraphViewProps } from "./graph-view.tsx";
import { NoteLayer } from "./notes/note-layer.tsx";
import { MiniMap } from "./paint/mini-map.tsx";
import { PaintedGraph } from "./paint/painted-graph.tsx";
import { TaskEdge } from "./task-edge.tsx";
import { EndNode, nodeElementId, TaskNode } from "./task-node.tsx";
import { describeTask } from "./task-status.ts";
import type { Spot } from "./edit/editing.ts";
import { useGraphLayout } from "./use-graph-layout.ts";
import { useNear } from "./use-near.ts";
import { useScene } from "./use-scene.ts";
import { useViewport } from "./use-viewport.ts";
import { isInSight } from "./viewport.ts";
import { stepFrom, walkFrom } from "./walk-graph.ts";
import { maxZoom, minZoom, zoomLevelOf } from "./zoom-level.ts";

const nodeTypes: NodeTypes = { task: TaskNode, end: EndNode };
const edgeTypes: EdgeTypes = { task: TaskEdge };
const minimapFrom = 9;
/** Painted tasks are small. */
const farReachPx = 3;
const ignore = (): void => {};

export function GraphCanvas({ index, ref, ...props }: GraphViewProps & { index: GraphIndex }): ReactNode {
  const { layout: found, trouble } = useGraphLayout(index);
  const { editing } = props;
  const layout = usePlacedLayout(index, found, editing?.places ?? props.places);
  const scene = useScene({ ...props, index, layout, ...(editing && { onSelect: ignore, onOpen: ignore }) });
  const level = useStore((state) => zoomLevelOf(state.transform[2]));
  const bounds = useMemo(() => boundsOf([...layout.nodes.values(), ...scene.notes.map((note) => note.box)]), [layout, scene.notes]);
  const whole = useStore((state) => bounds === null || isInSight(bounds, { x: state.transform[0], y: state.transform[1], zoom: state.transform[2] }, state));
  const selection = useBoundsOf(layout, editing, scene.notes);
  const { placed, zoom, take } = useViewport(layout, editing ? editing.reveal : props.selected, { viewport: editing?.viewport ?? null, selection, whole: bounds });
  const root = useRef<HTMLDivElement>(null);
  const flowStore = useStoreApi();
  const far = level === "far";
  const near = useNear(index, layout, far);
  const [store] = useState(createEditStore);
  const gestures = useEditGestures({ editing, scene, store, root, far });
  const spotOf = (taskId: string | null): Spot => {
    const { transform, width, height } = flowStore.getState();
    const area = root.current?.getBoundingClientRect() ?? { left: 0, top: 0 };
    const box = taskId === null ? undefined : layout.nodes.get(taskId);
    const at = box ?? { x: (width / 2 - transform[0]) / transform[2], y: (height / 2 - transform[1]) / transform[2] };
    return { at: { x: at.x, y: at.y }, screen: { x: area.left + at.x * transform[2] + transform[0], y: area.top + at.y * transform[2] + transform[1] } };
  };
  useImperativeHandle(ref, () => ({
    fit: () => zoom("fit"),
    actualSize: () => zoom("whole"),
    zoomToSelection: () => zoom("selection"),
    focus: () => root.current?.focus(),
    layout: () => layout,
    walk: (from, direction) => stepFrom(index, layout, from, direction),
    spotOf,
    pointer: gestures.pointer,
    spotAt: gestures.spotAt,
  }));

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== root.current) return;
    if (editing) take();
    const action = graphActionFor(event);
    // Drawing has its own commands, which hear the key further out.
    if (!action || (editing && action.kind !== "zoom")) return;
    event.preventDefault();
    event.stopPropagation();
    if (action.kind === "zoom") return zoom(action.to);
    if (action.kind === "walk") props.onSelect(walkFrom(index, layout, props.selected, action.direction));
    else if (action.kind === "deselect") props.onSelect(null);
    else if (props.selected !== null) props.onOpen(props.selected);
  };

  const onPaneClick = (event: MouseEvent): void => {
    root.current?.focus({ preventScroll: true });
    props.onSelect(near.isPainted ? taskBelow(event) : null);
  };
  const taskBelow = (event: MouseEvent): string | null => {
    const area = root.current?.getBoundingClientRect() ?? { left: 0, top: 0 };
    const { transform } = flowStore.getState();
    const [x, y, zoom] = transform;
    return taskUnder(layout, { x: (event.clientX - area.left - x) / zoom, y: (event.clientY - area.top - y) / zoom }, farReachPx / zoom);
  };

  const selected = props.selected === null ? undefined : index.byId.get(props.selected);
  return (
    <GraphSceneContext value={scene}>
      <div
        ref={root}
        className={styles.root}
        data-zoom={level}
        data-placed={placed}
        role="application"
        aria-roledescription="graph"
        aria-label={`${props.label}, ${index.tasks.length} tasks. Arrow keys walk from task to task, Enter opens one.`}
        aria-activedescendant={selected && near.has(selected.id) ? nodeElementId(selected.id) : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
        data-editing={editing !== undefined || undefined}
        {...gestures.handlers}
        // Whoever touches the drawing does not want it fitted anew under the hand.
        {...(editing !== undefined && { onPointerDownCapture: take })}
      >
        <ReactFlow
          nodes={near.nodes}
          edges={near.edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          minZoom={minZoom}
          maxZoom={maxZoom}
          attributionPosition="bottom-center"
          {...(editing === undefined && { onPaneClick, onNodeClick: () => root.current?.focus({ preventScroll: true }) })}
          onMove={(event) => event && take()}
          onMoveEnd={(_, viewport) => placed && editing?.onViewport(viewport)}
          {...(editing === undefined ? readGestures : drawGestures)}
        >
          {scene.notes.length > 0 && <NoteLayer editing={editing?.notes} onOpenLink={props.onOpenLink ?? ignore} />}
          {near.isPainted && <PaintedGraph />}
          {editing !== undefined && <EditLayer store={store} onInsert={(edge, at, { left, bottom }) => editing.onAdd({ at, screen: { x: left, y: bottom } }, { kind: "edge", edge })} />}
        </ReactFlow>
        <GraphTools zoom={zoom} />
        {index.tasks.length >= minimapFrom && !whole && <MiniMap />}
        {trouble !== null && <div className={styles.notice} role="status">A simple layout is shown: {trouble}</div>}
        <div className={styles.live} aria-live="polite">
          {selected && !near.has(selected.id) ? describeTask(selected, scene.statuses.get(selected.id), null) : ""}
        </div>
      </div>
    </GraphSceneContext>
  );
}
