/** What a person may write in the `queue` of a DAG: where events come from that each start a run. One kind of place at a time; read-queue.ts sees to that. */
import { z } from "zod";
import { Text } from "./field-forms.ts";

export const QueueForm = z
  .strictObject(
    {
      folder: Text.optional().meta({ description: "Folder, relative to `base_path`; every `*.json` file in it is an event." }),
      http: z.literal(true, { error: "true" }).optional().meta({ description: "`true`: events are posted to the engine, under `/events/` and the id of the DAG, with the token of this queue." }),
    },
    { error: "a mapping such as {folder: inbox} or {http: true}" },
  )
  .meta({ description: "Events that each start a run, with the event as its conf." });
