/** What may stand under `ui`: places and folds of the drawing. A mistake in it is a warning, and only that part is passed over. */
import { z } from "zod";
import { noteColors } from "../model/dag-ui.ts";
import { oneOf } from "./field-forms.ts";

const Pair = z.tuple([z.number(), z.number()], { error: "two numbers, such as [120, 80]" });
const Size = z.tuple([z.number().positive({ error: "a number above 0" }), z.number().positive({ error: "a number above 0" })], { error: "width and height, such as [200, 120]" });
const Names = z.array(z.string({ error: "a text" }), { error: "a list of names" });

export const NoteForm = z.strictObject(
  {
    text: z.string({ error: "text" }).meta({ description: "What the note says, in Markdown." }),
    at: Pair.meta({ description: "Its upper left corner." }),
    size: Size.optional().meta({ description: "Width and height." }),
    color: oneOf(noteColors).optional().meta({ description: "Its colour." }),
  },
  { error: "a note such as {text: Why this is late, at: [0, 0]}" },
);

export const UiForm = z
  .strictObject(
    {
      layout: oneOf(["LR", "TB"]).optional().meta({ description: "Left to right, or top to bottom." }),
      positions: z.record(z.string(), Pair, { error: "a mapping of task ids to places" }).optional().meta({ description: "Upper left corner of tasks, and of groups while they are folded: {task: [x, y]}." }),
      pinned: Names.optional().meta({ description: "Tasks that an automatic layout leaves where they are." }),
      notes: z.record(z.string(), NoteForm, { error: "a mapping of names to notes" }).optional().meta({ description: "Sticky notes." }),
      collapsed: Names.optional().meta({ description: "Groups that are shown as one node." }),
      pins: z.record(z.string(), z.unknown(), { error: "a mapping of task ids to kept outputs" }).optional().meta({ description: "Kept outputs of tasks, for trying what is downstream." }),
    },
    { error: "a mapping such as {positions: {load: [0, 0]}}" },
  )
  .meta({ description: "Places and folds of the drawing; the run does not read it." });
