/** What a person may write in a SensorTask besides what every task has. */
import { z } from "zod";
import { parseDuration } from "../base/duration.ts";
import { httpFields } from "./http-schema.ts";
import { Bool, Text, TextList, TextSourceForm } from "./field-forms.ts";

/** What holds where the task says nothing. Airflow's own. */
export const sensorBuiltIn = { poke_interval: "60s", timeout: "7d", soft_fail: false, exponential_backoff: false, allowed_states: ["success"] } as const;

const durationError = "a duration such as 30s, 10m or 2h";
const Span = z.union([z.number(), z.string()], { error: durationError }).refine((value) => parseDuration(value) !== null, { error: durationError });
const Bytes = z.int({ error: "a whole number of bytes" }).min(0, { error: "a whole number of bytes" });
const shortestPokeMs = 1_000;

const FileForm = z.union(
  [
    Text,
    z.strictObject({
      path: Text.meta({ description: "A file, or a pattern such as inbox/*.csv, relative to `base_path`." }),
      min_age: Span.optional().meta({ description: "The file counts once it was not written for so long." }),
      min_size: Bytes.optional().meta({ description: "The file counts once it holds so many bytes." }),
    }),
  ],
  { error: "a path such as inbox/*.csv, or {path: …, min_age: 5m, min_size: 1}" },
);

const TimeForm = z.union(
  [
    Text,
    z.strictObject({
      at: Text.optional().meta({ description: "An instant (2026-01-31T06:00), or a time of day (06:30) in the DAG's time zone." }),
      after: Span.optional().meta({ description: "So long after the end of the data interval." }),
    }),
  ],
  { error: "a time such as '06:30' or 2026-01-31T06:00, or {after: 2h}" },
);

const DagRunForm = z.union(
  [
    Text,
    z.strictObject({
      dag: Text.meta({ description: "Id of the other DAG." }),
      task: Text.optional().meta({ description: "One task of its run; the whole run by default." }),
      tasks: TextList.optional().meta({ description: "Several tasks of its run, all of which have to end well; not beside `task`." }),
      delta: Span.optional().meta({ description: "The other run's logical date is so much earlier than this run's." }),
      allowed_states: TextList.optional().meta({ description: "States that end the wait well.", default: sensorBuiltIn.allowed_states }),
      failed_states: TextList.optional().meta({ description: "States that fail the try; none by default." }),
      skipped_states: TextList.optional().meta({ description: "States that skip the task; none by default." }),
    }),
  ],
  { error: "the id of a DAG, or {dag: orders, task: load, delta: 1h}" },
);

const HttpForm = z.union([Text, z.strictObject(httpFields)], { error: "an address, or {url: …, expected_status: 200, response_check: …}" });

export const sensorFields = {
  file: FileForm.optional().meta({ description: "Waits for a file: a path or pattern relative to `base_path`." }),
  time: TimeForm.optional().meta({ description: "Waits for an instant, a time of day, or {after: 2h} past the data interval." }),
  sql: TextSourceForm.optional().meta({ description: "Waits until the first cell of this query is true: neither empty, 0, false nor NULL." }),
  http: HttpForm.optional().meta({ description: "Waits until a server answers as expected: an address, or a mapping with the fields of an HttpTask." }),
  dag_run: DagRunForm.optional().meta({ description: "Waits for the run of another DAG with the same logical date." }),
  connection: Text.optional().meta({ description: "SQL connection of `sql`; the DAG's by default." }),
  poke_interval: Span.refine((value) => (parseDuration(value) ?? 0) >= shortestPokeMs, { error: "a duration of 1s or more" })
    .optional()
    .meta({ description: "Pause between two looks.", default: sensorBuiltIn.poke_interval }),
  soft_fail: Bool.optional().meta({ description: "true skips the task when the time is over, or what it waits for is among its failed_states, instead of failing it.", default: sensorBuiltIn.soft_fail }),
  exponential_backoff: Bool.optional().meta({ description: "true doubles the pause with every look.", default: sensorBuiltIn.exponential_backoff }),
  max_wait: Span.optional().meta({ description: "The longest pause that back-off may reach." }),
};
