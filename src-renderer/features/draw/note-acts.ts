/** What gestures on sticky notes mean for the file. Pure; as in `draw-acts.ts`, each act is one entry of the history. */
import type { DagEdit } from "../../../shared/dag-file/edit.ts";
import type { DagNote, NoteColor } from "../../../shared/model/dag-ui.ts";
import { leastNote, noteSize, placeNotes, plainNoteColor, type Notes } from "../../graph-view/notes/note-box.ts";
import { overlaps } from "../../graph-view/edge-lines.ts";
import type { Box, Point } from "../../graph-view/layout.ts";
import { t } from "../../strings/t.ts";
import type { Act } from "./draw-acts.ts";
import { uniqueId } from "./unique-id.ts";

type Edit = Extract<DagEdit, { kind: "setNote" }>["note"];

function change(id: string, note: Edit): DagEdit {
  return { kind: "setNote", id, note };
}

/** A note that is not in the file yet: it gets there with its first words. */
export interface FreshNote {
  readonly id: string;
  readonly note: DagNote;
}

/** What is there, and what of the plane can be seen. */
export interface NoteRoom {
  readonly tasks: readonly Box[];
  readonly sight: Box;
}

/** With its middle at the point, or as near to it as it is seen whole and covers no task and no other note. */
export function freshNote(notes: Notes, middle: Point, { tasks, sight }: NoteRoom): FreshNote {
  const wanted = { x: Math.round(middle.x - noteSize.width / 2), y: Math.round(middle.y - noteSize.height / 2) };
  const at = freeNotePlace(wanted, [...tasks, ...placeNotes(notes).map(({ box }) => box)], sight);
  return { id: uniqueId("note", Object.keys(notes)), note: { text: "", at, size: { ...noteSize }, color: plainNoteColor } };
}

/** What is in the way of a note touches it no nearer than this. */
const noteGap = 16;

/** Beside one of the boxes in sight, as near as can be; where all is full, the place that was asked for. */
function freeNotePlace(wanted: Point, all: readonly Box[], sight: Box): Point {
  const near = all.filter((box) => overlaps(box, sight));
  const isFree = (at: Point): boolean => !all.some((box) => overlaps(box, { ...at, ...noteSize }));
  if (isFree(wanted)) return wanted;
  const isSeen = ({ x, y }: Point): boolean => x >= sight.x && y >= sight.y && x + noteSize.width <= sight.x + sight.width && y + noteSize.height <= sight.y + sight.height;
  const across = nearest([wanted.x, ...near.flatMap((box) => [box.x - noteSize.width - noteGap, box.x + box.width + noteGap])], wanted.x);
  const down = nearest([wanted.y, ...near.flatMap((box) => [box.y - noteSize.height - noteGap, box.y + box.height + noteGap])], wanted.y);
  const far = (at: Point): number => Math.hypot(at.x - wanted.x, at.y - wanted.y);
  const places = across.flatMap((x) => down.map((y) => ({ x, y }))).filter(isSeen).toSorted((one, other) => far(one) - far(other));
  const { x, y } = places.find(isFree) ?? wanted;
  return { x: Math.round(x), y: Math.round(y) };
}

/** So many in each direction that thousands of tasks make no one wait. */
const mostTried = 40;

function nearest(places: readonly number[], to: number): number[] {
  return [...new Set(places)].toSorted((one, other) => Math.abs(one - to) - Math.abs(other - to)).slice(0, mostTried);
}

export function addNoteAct({ id, note }: FreshNote, text: string): Act {
  const size = note.size ?? noteSize;
  return { name: t("Add a note"), edits: [change(id, { text, at: [note.at.x, note.at.y], size: [size.width, size.height], color: note.color ?? plainNoteColor })], select: [], selectNotes: [id], say: t("Added the note") };
}

/** Null where nothing was changed. */
export function writeNoteAct(notes: Notes, id: string, text: string): Act | null {
  return notes[id] === undefined || notes[id].text === text ? null : { name: t("Write in a note"), edits: [change(id, { text })], say: t("Kept the note") };
}

export function noteMoves(places: ReadonlyMap<string, Point>): DagEdit[] {
  return [...places].map(([id, { x, y }]) => change(id, { at: [x, y] }));
}

export function resizeNoteAct(id: string, { x, y, width, height }: Box): Act {
  return { name: t("Resize a note"), edits: [change(id, { at: [x, y], size: [width, height] })], say: t("The note is now {{width}} by {{height}}", { width, height }) };
}

/** By the right and the lower side, never below what can still be taken. */
export function growNotesAct(notes: Notes, ids: readonly string[], by: Point): Act | string {
  const edits = ids.flatMap((id): DagEdit[] => {
    const size = notes[id]?.size ?? noteSize;
    const next = [Math.max(leastNote.width, size.width + by.x), Math.max(leastNote.height, size.height + by.y)] as const;
    return notes[id] === undefined || (next[0] === size.width && next[1] === size.height) ? [] : [change(id, { size: next })];
  });
  return edits.length === 0 ? t("The note cannot get smaller.") : { name: ids.length === 1 ? t("Resize a note") : t("Resize {{count}} notes", { count: ids.length }), edits };
}

export function colourNotesAct(ids: readonly string[], color: NoteColor): Act | string {
  if (ids.length === 0) return t("Select a note to colour it.");
  return { name: t("Colour {{notesWord}} {{color}}", { notesWord: notesWord(ids), color }), edits: ids.map((id) => change(id, { color })) };
}

export function deleteNoteEdits(ids: readonly string[]): DagEdit[] {
  return ids.map((id) => ({ kind: "removeNote", id }));
}

/** New notes out of others, moved; `made` are their ids. */
export function copyNotes(into: Notes, from: Notes, by: Point): { readonly edits: DagEdit[]; readonly made: string[] } {
  const taken = new Set(Object.keys(into));
  const made: string[] = [];
  const edits = Object.entries(from).map(([id, { text, at, size, color }]) => {
    const name = uniqueId(id, taken);
    taken.add(name);
    made.push(name);
    return change(name, { text, at: [Math.round(at.x + by.x), Math.round(at.y + by.y)], ...(size === null ? {} : { size: [size.width, size.height] as const }), ...(color === null ? {} : { color }) });
  });
  return { edits, made };
}

export function notesWord(ids: readonly string[]): string {
  return ids.length === 1 ? t("a note") : t("{{count}} notes", { count: ids.length });
}

/** "3 tasks and a note", as far as there are any. */
export function withNotes(tasks: string | null, notes: readonly string[]): string {
  return [tasks, notes.length === 0 ? null : notesWord(notes)].filter((part) => part !== null).reduce((all, part) => t("{{all}} and {{part}}", { all, part }));
}

/** Notes whose words hold what is looked for. */
export function findNotes(notes: Notes, wanted: string): string[] {
  return Object.entries(notes).filter(([, { text }]) => text.toLowerCase().includes(wanted)).map(([id]) => id);
}

