/** A whole DAG as shapes: notes behind, then groups, edges, and tasks as cards. Pure, and made piece by piece, so that thousands do not block. */
import type { GraphTask } from "../../shared/model/dag.ts";
import { roundedPath } from "../graph-view/edge-path.ts";
import type { GraphIndex } from "../graph-view/graph-index.ts";
import { boundsOf, type Box, type GraphLayout } from "../graph-view/layout.ts";
import { edgePoints } from "../graph-view/map-graph.ts";
import { placeNotes, type Notes, type PlacedNote } from "../graph-view/notes/note-box.ts";
import { kindWord, type TaskStatus } from "../graph-view/task-status.ts";
import { t } from "../strings/t.ts";
import { parseMarkdown, plainOf, type Block } from "../ui/markdown.ts";
import { stateLook } from "../ui/state-look.ts";
import type { PictureColours } from "./picture-colours.ts";
import { fitText, fonts, wrapText, type FontName, type MeasureText, type Shape } from "./shapes.ts";

/** What is to be seen, as the canvas has it. */
export interface PictureSubject {
  readonly index: GraphIndex;
  readonly layout: GraphLayout;
  readonly notes: Notes;
  readonly statuses: ReadonlyMap<string, TaskStatus>;
}

export interface PictureLook {
  readonly colours: PictureColours;
  readonly isTransparent: boolean;
  readonly measure: MeasureText;
}

const margin = 32;

/** All that there is, with a margin; never empty. */
export function pictureBounds({ layout, notes }: PictureSubject): Box {
  const all = boundsOf([...layout.nodes.values(), ...layout.groups.values(), ...placeNotes(notes).map(({ box }) => box)]) ?? { x: 0, y: 0, width: 1, height: 1 };
  return { x: Math.floor(all.x - margin), y: Math.floor(all.y - margin), width: Math.ceil(all.width + 2 * margin), height: Math.ceil(all.height + 2 * margin) };
}

/** How many pieces `drawPicture` comes in. */
export function pieceCount({ index, layout, notes }: PictureSubject): number {
  return 1 + layout.groups.size + Object.keys(notes).length + index.edges.length + index.tasks.length;
}

export function* drawPicture(subject: PictureSubject, look: PictureLook): Generator<readonly Shape[]> {
  const { index, layout } = subject;
  yield look.isTransparent ? [] : [{ kind: "box", box: pictureBounds(subject), radius: 0, fill: look.colours.canvas, line: null }];
  for (const note of placeNotes(subject.notes)) yield noteShapes(note, look);
  for (const [id, box] of layout.groups) yield frameShapes(id, box, look);
  for (const edge of index.edges) {
    const points = edgePoints(layout, edge.id, edge.source, edge.target);
    yield points === null ? [] : [{ kind: "path", data: roundedPath(points), line: look.colours.of("border-strong"), lineWidth: 1.5 }];
  }
  for (const task of index.tasks) {
    const box = layout.nodes.get(task.id);
    yield box === undefined ? [] : taskShapes(task, box, subject.statuses.get(task.id), look);
  }
}

function frameShapes(id: string, box: Box, { colours, measure }: PictureLook): Shape[] {
  return [
    { kind: "box", box, radius: 10, fill: null, line: colours.of("border-strong") },
    { kind: "text", text: fitText(id, "name", box.width - 28, measure), x: box.x + 14, y: box.y + 20, font: "name", fill: colours.of("text-2") },
  ];
}

function taskShapes(task: GraphTask, box: Box, status: TaskStatus | undefined, { colours, measure }: PictureLook): Shape[] {
  const state = status?.state ?? "none";
  const word = !task.enabled ? t("Disabled") : status === undefined ? "" : stateLook(state).word;
  const left = box.x + 16;
  const room = box.width - 28;
  const kind = fitText(kindWord(task.kind), "label", room, measure);
  const faint = !task.enabled;
  const shapes: Shape[] = [
    { kind: "box", box, radius: 6, fill: colours.card, line: colours.of(state === "failed" || state === "interrupted" ? `state-${state}` : "border"), dashed: faint },
    { kind: "box", box: { x: box.x, y: box.y + 1, width: 3, height: box.height - 2 }, radius: 1.5, fill: colours.state(state), line: null, faint },
    { kind: "text", text: fitText(task.id, "name", room, measure), x: left, y: box.y + box.height / 2 - 3, font: "name", fill: colours.of(faint ? "text-2" : "text") },
    { kind: "text", text: kind, x: left, y: box.y + box.height / 2 + 14, font: "label", fill: colours.of("text-2") },
  ];
  if (word !== "") shapes.push({ kind: "text", text: fitText(word, "label", room - measure(kind, "label") - 8, measure), x: left + measure(kind, "label") + 8, y: box.y + box.height / 2 + 14, font: "label", fill: faint ? colours.of("text-2") : colours.state(state) });
  return shapes;
}

const padding = 10;
const lineHeights: Readonly<Record<FontName, number>> = { name: 20, label: 16, note: 18, heading: 20, code: 17 };
const blockGap = 6;

function noteShapes({ text, color, box }: PlacedNote, { colours, measure }: PictureLook): Shape[] {
  const shapes: Shape[] = [{ kind: "box", box, radius: 6, fill: colours.of(`note-${color}`), line: colours.of(`note-${color}-line`) }];
  let y = box.y + padding - 2;
  for (const block of parseMarkdown(text)) {
    for (const { words, font, indent } of linesOf(block, box.width - 2 * padding, measure)) {
      // What does not fit is not shown on the canvas either.
      if (y + lineHeights[font] > box.y + box.height) return shapes;
      shapes.push({ kind: "text", text: words, x: box.x + padding + indent, y: y + fonts[font].size + (lineHeights[font] - fonts[font].size) / 2 - 2, font, fill: colours.of("text") });
      y += lineHeights[font];
    }
    y += blockGap;
  }
  return shapes;
}

interface Line {
  readonly words: string;
  readonly font: FontName;
  readonly indent: number;
}

const bulletIndent = 16;

function linesOf(block: Block, room: number, measure: MeasureText): Line[] {
  const wrapped = (text: string, font: FontName, indent = 0): Line[] => wrapText(text, font, room - indent, measure).map((words) => ({ words, font, indent }));
  switch (block.kind) {
    case "heading":
      return wrapped(plainOf(block.inside), "heading");
    case "paragraph":
      return wrapped(plainOf(block.inside), "note");
    case "code":
      return block.text.split("\n").map((words) => ({ words: fitText(words, "code", room, measure), font: "code", indent: 0 }));
    case "table":
      return [block.head, ...block.rows].flatMap((cells) => wrapped(cells.map(plainOf).join(" · "), "note"));
    case "list":
      return block.items.flatMap((item, at) => wrapped(`${block.ordered ? `${block.start + at}.` : "•"} ${plainOf(item)}`, "note").map((line, row) => (row === 0 ? line : { ...line, indent: bulletIndent })));
  }
}
