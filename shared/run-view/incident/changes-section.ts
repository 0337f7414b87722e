/** What is different from the last run of the DAG that ended well: its file, params, conf, tasks that took longer or gave other rows. */
import { durationWords } from "../../base/duration.ts";
import { isEmptyDiff, type DagDiff, type ItemChange } from "../../dag-diff/dag-diff.ts";
import { kindWords, summaryWords, valueWords } from "../../dag-diff/diff-words.ts";
import { isSameValue } from "../../dag-diff/same-value.ts";
import type { TaskInstance } from "../../model/run.ts";
import { html, type Markup } from "./html-text.ts";
import type { IncidentFacts, LastGood } from "./incident-facts.ts";

const shown = 40;
const longest = 400;

export function changesSection({ detail, lastGood, hasHistory }: IncidentFacts): Markup {
  if (lastGood === null) return html`<section><h2>What changed</h2><p class="dim">${hasHistory ? "There is no earlier run of this DAG that ended well to compare with." : "This page was made from a run capsule, which holds this run only: what changed since it last worked is known where the run was made."}</p></section>`;
  const { run } = detail;
  const values = [...valueChanges("param", lastGood.run.params, run.params), ...valueChanges("conf", lastGood.run.conf, run.conf)];
  const tasks = taskChanges(lastGood.detail.tasks, detail.tasks);
  const file = fileChanges(lastGood);
  const nothing = file === null && values.length === 0 && tasks.length === 0;
  return html`<section><h2>What changed since it last worked</h2>
<p>The last run that ended well is <code>${lastGood.run.runId}</code>, queued ${durationWords(Math.max(0, run.queuedAt - lastGood.run.queuedAt))} before this one.</p>
${nothing ? html`<p>The DAG file, params and conf are the same, and no task that ran in both differs much.</p>` : null}
${file}
${values.length === 0 ? null : html`<h3>Params and conf</h3><table><thead><tr><th scope="col">Name</th><th scope="col">Then</th><th scope="col">Now</th></tr></thead><tbody>${values.slice(0, shown)}</tbody></table>`}
${tasks.length === 0 ? null : html`<h3>Tasks</h3><table><thead><tr><th scope="col">Task</th><th scope="col">What</th><th scope="col">Then</th><th scope="col">Now</th></tr></thead><tbody>${tasks.slice(0, shown)}</tbody></table>`}
</section>`;
}

function fileChanges({ diff }: LastGood): Markup | null {
  if (diff === null || isEmptyDiff(diff)) return null;
  const rows = [...diff.dag.map((field) => row("DAG", field.path, field.before, field.after)), ...diff.tasks.flatMap(itemRows)];
  return html`<h3>DAG file: ${summaryWords(diff)}</h3><table><thead><tr><th scope="col">Where</th><th scope="col">Field</th><th scope="col">Then</th><th scope="col">Now</th></tr></thead><tbody>${rows.slice(0, shown)}</tbody></table>${rows.length > shown ? html`<p class="dim">${shown} of ${rows.length} changes.</p>` : null}${edgeWords(diff)}`;
}

function itemRows(item: ItemChange): Markup[] {
  if (item.kind !== "changed") return [html`<tr><td><code>${item.id}</code></td><td colspan="3">${kindWords[item.kind]}</td></tr>`];
  return item.fields.map((field) => row(item.id, field.path, field.before, field.after));
}

function row(where: string, field: string, before: unknown, after: unknown): Markup {
  return html`<tr><td><code>${where}</code></td><td>${field}</td><td>${words(before)}</td><td>${words(after)}</td></tr>`;
}

function words(value: unknown): string {
  if (value === undefined) return "–";
  const text = valueWords(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

function edgeWords({ edges }: DagDiff): Markup | null {
  if (edges.length === 0) return null;
  return html`<p>Edges: ${edges.slice(0, shown).map(({ from, to, kind }) => `${from} → ${to} ${kindWords[kind]}`).join(", ")}</p>`;
}

function valueChanges(kind: string, before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): Markup[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.filter((name) => !isSameValue(before[name], after[name])).map((name) => html`<tr><td>${kind} <code>${name}</code></td><td>${words(before[name])}</td><td>${words(after[name])}</td></tr>`);
}

/** Less than this is chance. */
const leastMs = 1_000;
const leastShare = 2;

function taskChanges(before: readonly TaskInstance[], after: readonly TaskInstance[]): Markup[] {
  const then = new Map(before.map((task) => [task.taskId, task]));
  return after.flatMap((now) => {
    const old = then.get(now.taskId);
    if (old === undefined) return [];
    const durations = [lasted(old), lasted(now)] as const;
    const slower = durations[0] !== null && durations[1] !== null && durations[1] - durations[0] > leastMs && durations[1] > leastShare * durations[0];
    return [
      ...(slower ? [html`<tr><td><code>${now.taskId}</code></td><td>took</td><td>${durationWords(durations[0] ?? 0)}</td><td>${durationWords(durations[1] ?? 0)}</td></tr>`] : []),
      ...(old.rowsLoaded !== null && now.rowsLoaded !== null && old.rowsLoaded !== now.rowsLoaded ? [html`<tr><td><code>${now.taskId}</code></td><td>rows</td><td>${old.rowsLoaded}</td><td>${now.rowsLoaded}</td></tr>`] : []),
    ];
  });
}

function lasted({ startedAt, endedAt }: TaskInstance): number | null {
  return startedAt === null || endedAt === null ? null : endedAt - startedAt;
}
