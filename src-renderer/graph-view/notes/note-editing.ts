/** What the canvas needs to let sticky notes be worked on, and what it then says. Gestures that notes share with tasks are in `edit/editing.ts`. */
import type { Box } from "../layout.ts";

export interface NoteEditing {
  readonly selected: ReadonlySet<string>;
  /** The note that is being written in. */
  readonly written: string | null;
  /** Double click: the person wants to write in it. */
  readonly onWrite: (id: string) => void;
  readonly onKeep: (id: string, text: string) => void;
  /** The text stays as it was. */
  readonly onLeave: () => void;
  /** False: it was not taken, and the note goes back. */
  readonly onResize: (id: string, box: Box) => boolean;
}
