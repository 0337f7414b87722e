/** What a person may write in the `queue` of a DAG: where events come from that each start a run. One kind of place at a time; read-queue.ts sees to that. */
import { z } from "zod";
import { Text } from "./field-forms.ts";

/** What holds of a table where the queue says nothing. */
export const queueBuiltIn = { id: "id", mark: "dagwright_run" } as const;

export const QueueForm = z
  .strictObject(
    {
      folder: Text.optional().meta({ description: "Folder, relative to `base_path`; every `*.json` file in it is an event." }),
      http: z.literal(true, { error: "true" }).optional().meta({ description: "`true`: events are posted to the engine, under `/events/` and the id of the DAG, with the token of this queue." }),
      key: Text.optional().meta({ description: "Template of the key by which a posted event is known when it comes again, such as '{{ conf.order_id }}'; where a post has no Idempotency-Key." }),
      table: Text.optional().meta({ description: "Table in PostgreSQL, `table` or `schema.table`; every row is an event." }),
      connection: Text.optional().meta({ description: "Connection of the table; the `connection` of the DAG by default." }),
      id: Text.optional().meta({ description: "Column of the table that names a row, unique and never used again.", default: queueBuiltIn.id }),
      event: Text.optional().meta({ description: "Column of the table with the event as JSON; the whole row by default." }),
      mark: Text.optional().meta({ description: "Text column of the table that is null until the row was dealt with, and then says what became of it: the id of the run, or why there is none.", default: queueBuiltIn.mark }),
      notify: Text.optional().meta({ description: "Channel on which the database tells of new rows (NOTIFY); without one it is looked every two seconds." }),
    },
    { error: "a mapping such as {folder: inbox}, {http: true} or {table: crm.signup, connection: crm}" },
  )
  .meta({ description: "Events that each start a run, with the event as its conf." });
