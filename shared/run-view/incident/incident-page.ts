/**
 * One page that tells of a failed run to somebody who was not there: what failed and why, the log around it, what changed since it last worked. It is
 * self-contained: no script, no network, and a policy that forbids both, so that it can be opened from a mail. Pure.
 */
import { durationWords } from "../../base/duration.ts";
import { wasCancelled, type Attempt, type CheckResult, type RunSummary } from "../../model/run.ts";
import { isBareReason, withSaid, withoutQuote } from "../error-line.ts";
import { brokenChecks } from "../rank-checks.ts";
import { changesSection } from "./changes-section.ts";
import { ganttSvg } from "./gantt-svg.ts";
import { graphSvg } from "./graph-svg.ts";
import { html, type Markup } from "./html-text.ts";
import type { FailedTask, IncidentFacts, LogExcerpt } from "./incident-facts.ts";
import { pageStyle } from "./page-style.ts";
import { stateSign, stateWord } from "./state-words.ts";

const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

export function incidentPage(facts: IncidentFacts): string {
  const { run } = facts.detail;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${{ html: policy }}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${run.dagId}: ${headline(facts)}</title>
<style>${{ html: pageStyle }}</style>
</head>
<body>
<header class="page">
<h1>${run.dagId} ${stateSign(run.state)} ${stateWord(run.state)}</h1>
<p class="answer">${headline(facts)}</p>
${runFacts(facts)}
</header>
<main>
${facts.failed.map((task) => failedSection(task))}
${facts.moreFailed > 0 ? html`<p class="dim">${facts.moreFailed} more failed tasks are not told of here.</p>` : null}
${changesSection(facts)}
${graphSection(facts)}
${tasksSection(facts)}
${surroundings(facts)}
</main>
<footer><p>Made by ${facts.tool}, ${instant(facts.madeAt)}. Known secrets were taken out. <a href="${facts.link}">Open the run in Dagwright</a></p></footer>
</body>
</html>
`;
  return page.html;
}

/** What became of it and why, in one sentence. */
export function headline({ detail: { run, tasks }, failed }: Pick<IncidentFacts, "detail" | "failed">): string {
  if (wasCancelled(run)) return "The run was cancelled.";
  const broken = tasks.filter(({ state }) => state === "failed" || state === "interrupted");
  const blocked = tasks.filter(({ state }) => state === "upstream_failed").length;
  const [first] = failed;
  if (first === undefined) return run.state === "failed" ? `The run failed${run.reason === null ? "" : `: ${run.reason}`}.` : `The run is ${stateWord(run.state)}.`;
  const { taskId, state } = first.detail.instance;
  const reason = reasonOf(first);
  const others = broken.length > 1 ? ` and ${broken.length - 1} more` : "";
  const after = blocked === 0 ? "" : ` ${blocked === 1 ? "1 task" : `${blocked} tasks`} after it did not run.`;
  const why = reason === null ? "." : `: ${reason}${/[.!?]$/.test(reason) ? "" : "."}`;
  return `${taskId}${others} ${state === "interrupted" ? "was interrupted" : "failed"}${why}${after}`;
}

function runFacts({ detail: { run }, origin, file }: IncidentFacts): Markup {
  const given = (values: RunSummary["params"]): Markup | string => (Object.keys(values).length === 0 ? "none" : html`<code>${JSON.stringify(values)}</code>`);
  return html`<dl>
<dt>Run</dt><dd><code>${run.runId}</code> (${run.runType})</dd>
<dt>Began</dt><dd>${run.startedAt === null ? "never" : instant(run.startedAt)}</dd>
<dt>Ended</dt><dd>${run.endedAt === null ? "not yet" : instant(run.endedAt)}${run.startedAt !== null && run.endedAt !== null ? `, after ${durationWords(run.endedAt - run.startedAt)}` : ""}</dd>
${run.logicalDate === null ? null : html`<dt>Logical date</dt><dd>${instant(run.logicalDate)}</dd>`}
<dt>Params</dt><dd>${given(run.params)}</dd>
<dt>Conf</dt><dd>${given(run.conf)}</dd>
<dt>DAG file</dt><dd><code>${file}</code></dd>
${origin === null ? null : html`<dt>From</dt><dd>${origin}</dd>`}
</dl>`;
}

/** How it ended, and what its log says of why. */
function reasonOf({ detail: { instance }, said }: FailedTask): string | null {
  if (instance.reason === null) return null;
  return said !== null && isBareReason(instance.reason) ? withSaid(instance.reason, said) : withoutQuote(instance.reason);
}

function failedSection(task: FailedTask): Markup {
  const { detail, log } = task;
  const { instance, kind, attempts } = detail;
  const last = attempts.at(-1);
  return html`<section>
<h2>${stateSign(instance.state)} ${instance.taskId}</h2>
<p>${reasonOf(task) ?? stateWord(instance.state)} <span class="dim">${kind}, try ${instance.tryNumber} of ${instance.maxTries}${last === undefined ? "" : html`, ${outcome(last)}`}</span></p>
${log === null ? html`<p class="dim">There is no log of it.</p>` : logBlock(log)}
${brokenChecks(last?.checks ?? []).map(checkBlock)}
${attempts.length > 1 ? triesTable(attempts) : null}
${(last?.rendered ?? []).map(({ name, text }) => html`<details><summary><code>${name}</code> as it ran</summary><pre tabindex="0">${text.length > 20_000 ? `${text.slice(0, 20_000)}\n… (cut)` : text}</pre></details>`)}
</section>`;
}

function outcome({ exitCode, signal, startedAt, endedAt }: Attempt): string {
  const parts = [exitCode === null ? null : `exit code ${exitCode}`, signal === null ? null : `signal ${signal}`, startedAt === null || endedAt === null ? null : `after ${durationWords(endedAt - startedAt)}`];
  return parts.filter((part) => part !== null).join(", ");
}

function logBlock({ lines, firstLine, errorAt }: LogExcerpt): Markup {
  const where = firstLine === null ? "near the end of the log" : `from line ${firstLine}`;
  const rows = lines.map((line, index) => {
    const mark = firstLine === null ? null : html`<span class="n">${firstLine + index}</span>`;
    return index === errorAt ? html`<span class="error">${mark}${line}</span>\n` : html`${mark}${line}\n`;
  });
  return html`<h3>Log, ${where}</h3>\n<pre tabindex="0" aria-label="Log">${rows}</pre>`;
}

const shownColumns = 12;

function checkBlock(check: CheckResult): Markup {
  const columns = check.failingColumns.slice(0, shownColumns);
  const rows = check.failingRows.map((row) => html`<tr>${columns.map((_, index) => html`<td>${row[index] ?? html`<span class="dim">NULL</span>`}</td>`)}</tr>`);
  const more = check.failingCount !== null && check.failingCount > check.failingRows.length ? html`<p class="dim">${check.failingRows.length} of ${check.failingCount} failing rows.</p>` : null;
  return html`<h3>Check ${check.name}: ${check.outcome}${check.severity === "warn" ? " (warning only)" : ""}</h3><p>${check.message}</p>
${rows.length === 0 ? null : html`<div class="wide" tabindex="0" role="region" aria-label="Failing rows of ${check.name}"><table><thead><tr>${columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>${more}`}
${check.sql === null ? null : html`<details><summary>The query that found them</summary><pre tabindex="0">${check.sql}</pre></details>`}`;
}

function triesTable(attempts: readonly Attempt[]): Markup {
  const rows = attempts.map((attempt) => html`<tr><td>${attempt.tryNumber}</td><td class="whole">${stateWord(attempt.state)}</td><td class="whole">${attempt.startedAt === null ? "" : instant(attempt.startedAt)}</td><td class="whole">${outcome(attempt)}</td><td>${attempt.reason}</td></tr>`);
  return html`<h3>Tries</h3><table><thead><tr><th scope="col">Try</th><th scope="col">State</th><th scope="col">Began</th><th scope="col">Ended with</th><th scope="col">Why</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function graphSection({ detail: { run, graph, tasks } }: IncidentFacts): Markup {
  const { svg, drawn } = graphSvg(graph, tasks);
  const gantt = ganttSvg(tasks, run.endedAt ?? run.startedAt ?? run.queuedAt);
  return html`<section><h2>Graph</h2>
${drawn < graph.length ? html`<p class="dim">${drawn} of ${graph.length} tasks: those that failed, and what is near them.</p>` : null}<div class="wide" tabindex="0" role="region" aria-label="Graph">${svg}</div></section>
${gantt === null ? null : html`<section><h2>When it ran</h2>
${gantt.drawn < gantt.ran ? html`<p class="dim">${gantt.drawn} of ${gantt.ran} tasks: those that failed, and the longest.</p>` : null}<div class="wide" tabindex="0" role="region" aria-label="When it ran">${gantt.svg}</div></section>`}`;
}

const mostListed = 500;

function tasksSection({ detail: { tasks } }: IncidentFacts): Markup {
  const rows = tasks.slice(0, mostListed).map((task) => html`<tr><td><code>${task.taskId}</code></td><td>${stateSign(task.state)} ${stateWord(task.state)}</td><td>${task.tryNumber}</td><td>${task.startedAt === null || task.endedAt === null ? "" : durationWords(task.endedAt - task.startedAt)}</td><td>${task.rowsLoaded}</td><td>${task.reason}</td></tr>`);
  return html`<section><h2>Tasks</h2><details><summary>${tasks.length === 1 ? "1 task" : `${tasks.length} tasks`}</summary>
<div class="wide" tabindex="0" role="region" aria-label="Tasks"><table><thead><tr><th scope="col">Task</th><th scope="col">State</th><th scope="col">Tries</th><th scope="col">Ran</th><th scope="col">Rows</th><th scope="col">Why</th></tr></thead><tbody>${rows}</tbody></table></div>
${tasks.length > mostListed ? html`<p class="dim">The first ${mostListed} of them.</p>` : null}</details></section>`;
}

function surroundings({ environment }: IncidentFacts): Markup {
  return html`<section><h2>Where it ran</h2><dl>${Object.entries(environment).map(([name, value]) => html`<dt>${name}</dt><dd>${value ?? "not known"}</dd>`)}</dl></section>`;
}

export function instant(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
