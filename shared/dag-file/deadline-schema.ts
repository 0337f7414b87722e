/** `deadlines` of a DAG and of a task, as a person writes them. What goes together is judged in read-deadlines.ts. */
import { z } from "zod";
import { averagedRuns, deadlineReferences, weekdays } from "../model/deadline.ts";
import { Bool, oneOf, Text } from "./field-forms.ts";
import { SpanForm } from "./duration-forms.ts";
import { onForm } from "./message-schema.ts";

const timeError = { error: "a time of day in quotes, such as '07:00'" };
const Time = z.string(timeError).regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, timeError);
const Day = oneOf(weekdays);
const runsError = { error: `a whole number of runs, from 1 to ${averagedRuns.most}` };
const Runs = z.number(runsError).int(runsError).min(1, runsError).max(averagedRuns.most, runsError);

export const DeadlineForm = z.strictObject(
  {
    by: Time.optional().meta({ description: "Each run succeeds by the first such time after its logical date, in the zone of `timezone`." }),
    interval: SpanForm.optional().meta({ description: "Each run succeeds so long after `reference`." }),
    reference: oneOf(deadlineReferences).optional().meta({ description: "From when `interval` counts: the logical date (when the schedule fired), when the run was queued, or when it started; `average_runtime`: when it was queued and as long as its newest successes took on average.", default: "logical_date" }),
    max_runs: Runs.optional().meta({ description: "Of `average_runtime`: so many of the newest runs that succeeded make the average.", default: averagedRuns.usual }),
    min_runs: Runs.optional().meta({ description: "Of `average_runtime`: where fewer have succeeded, there is no deadline; as many as `max_runs` by default." }),
    at: Text.optional().meta({ description: "Each run of an earlier logical date succeeds by this instant: a date with a time, in the zone of `timezone` unless it has an offset." }),
    no_success_by: Time.optional().meta({ description: "At each such time there was a run that succeeded since the time before it; missed too when no run began." }),
    days: z.union([Day, z.array(Day)], { error: "a day such as mon, or a list such as [mon, tue, wed, thu, fri]" }).optional().meta({ description: "Days of the week on which the time of day counts; every day by default." }),
    within: SpanForm.optional().meta({ description: "How far back from `no_success_by` a success counts; since the time before it by default." }),
    fail_run: Bool.optional().meta({ description: "true: the run fails when it is missed.", default: false }),
    when_paused: Bool.optional().meta({ description: "true: counts while the schedule is off too.", default: false }),
    on_deadline: onForm("it is missed; those of the task or the DAG by default"),
  },
  { error: "a mapping such as {by: '07:00'}, {interval: 2h}, {at: 2026-03-01T06:00} or {no_success_by: '09:00'}" },
);

const names = { error: "a mapping of names to deadlines, such as {morning: {by: '07:00'}}" };
export const dagDeadlineFields = {
  deadlines: z.record(z.string(), DeadlineForm, names).optional().meta({ description: "By when its runs have to have succeeded, by name." }),
};
export const taskDeadlineFields = {
  deadlines: z.record(z.string(), DeadlineForm, names).optional().meta({ description: "By when the task has to have succeeded, by name." }),
};
