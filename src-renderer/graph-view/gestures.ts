/**
 * What the pointer does on the canvas, per mode, as React Flow's own props. Reading is one mode; drawing gets its own
 * entry here, so that neither leaks into the other.
 */
export const readGestures = {
  nodesDraggable: false,
  nodesConnectable: false,
  nodesFocusable: false,
  edgesFocusable: false,
  edgesReconnectable: false,
  elementsSelectable: false,
  panOnDrag: true,
  panOnScroll: false,
  zoomOnScroll: true,
  zoomOnPinch: true,
  zoomOnDoubleClick: false,
  selectionOnDrag: false,
  selectionKeyCode: null,
  multiSelectionKeyCode: null,
  deleteKeyCode: null,
  panActivationKeyCode: "Space",
  disableKeyboardA11y: true,
} as const;

/** Drawing: the left button selects, drags and connects (`edit/use-edit-gestures.ts`), the middle one or Space pans. */
export const drawGestures = { ...readGestures, panOnDrag: [1] };

/** The left button pans; a click still selects. */
export const handGestures = { ...readGestures, panOnDrag: [0, 1] };
