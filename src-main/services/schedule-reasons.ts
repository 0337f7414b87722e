/** Why instants of a schedule made no run, as sentences. The same cause has the same words, so that its traces become one. */
import type { Dag } from "../../shared/model/dag.ts";
import { mostWaiting, type PassedOver } from "../core/due-instants.ts";

/** Why nobody looked when an instant came. */
export type Absence = { readonly kind: "stopped" } | { readonly kind: "slept"; readonly ms: number } | { readonly kind: "busy" };

export function reasonOf(passed: PassedOver, dag: Dag, absence: Absence): string {
  if (passed.kind === "missed") return `${absenceWords(absence)} ${dag.catchup === "latest" ? "Only the newest is made up for (catchup: latest)." : "They are not made up for (catchup: false)."}`;
  if (dag.overlap === "skip") return `As many runs as max_active_runs allows (${dag.maxActiveRuns}) had not ended (overlap: skip).`;
  return `${mostWaiting} runs waited behind those that were going: no more are kept waiting.`;
}

function absenceWords(absence: Absence): string {
  if (absence.kind === "stopped") return "The engine was not running.";
  return absence.kind === "slept" ? `The computer slept, or its clock was set ahead by ${spanWords(absence.ms)}.` : "The engine was busy with something else.";
}

export function setBackReason(ms: number): string {
  return `The clock was set back by ${spanWords(ms)}. These instants were dealt with before, and do not run again.`;
}

export function cancelledReason(at: number): string {
  return `The run of ${new Date(at).toISOString()} was due (overlap: cancel_old).`;
}

function spanWords(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return `${Math.round(ms / 1_000)} s`;
  if (minutes < 60) return `${minutes} min`;
  return minutes < 2_880 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${Math.round(minutes / 1_440)} days`;
}
