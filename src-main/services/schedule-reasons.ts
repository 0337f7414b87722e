/** Why instants of a schedule made no run, as sentences. The same cause has the same words, so that its traces become one. */
import type { Dag } from "../../shared/model/dag.ts";
import type { Absence } from "../core/absences.ts";
import { mostWaiting, type PassedOver } from "../core/due-instants.ts";

/** Why nobody looked: no engine, a person's pause, a schedule that was off, a file that was gone or had mistakes, or what is known of that time. */
type Unseen = Absence | "stopped" | "paused" | "off" | "away" | null;

/** @param unseen why nobody looked when the instants came */
export function reasonOf(passed: PassedOver, dag: Dag, unseen: Unseen): string {
  if (passed.kind === "missed") return `${unseenWords(unseen)} ${dag.catchup === "latest" ? "Only the newest is made up for (catchup: latest)." : "They are not made up for (catchup: false)."}`;
  if (dag.overlap === "skip") return `As many runs as max_active_runs allows (${dag.maxActiveRuns}) had not ended (overlap: skip).`;
  return `${mostWaiting} runs waited behind those that were going: no more are kept waiting.`;
}

function unseenWords(absence: Unseen): string {
  if (absence === "stopped") return "The engine was not running.";
  if (absence === "paused") return "All schedules of the workspace were paused.";
  if (absence === "off") return "The schedule was off.";
  if (absence === "away") return "The file of the DAG gave no schedule then.";
  if (absence === null || absence.kind === "set_back") return "The engine was busy with something else.";
  const span = spanWords(absence.to - absence.from);
  if (absence.kind === "slept") return `The computer slept for ${span}.`;
  return absence.kind === "stood" ? `The computer slept, or the engine was stopped, for ${span}.` : `The clock was set ahead by ${span}.`;
}

export function setBackReason(ms: number): string {
  return `The clock was set back by ${spanWords(ms)}. These instants were dealt with before, and do not run again.`;
}

export const thereReason = "There were runs of the same logical dates already, by hand or by a backfill.";

export const unmadeReason = (trouble: string): string => `Its run could not be made: ${trouble}`;

export function cancelledReason(at: number): string {
  return `The run of ${new Date(at).toISOString()} was due (overlap: cancel_old).`;
}

function spanWords(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return `${Math.round(ms / 1_000)} s`;
  if (minutes < 60) return `${minutes} min`;
  return minutes < 2_880 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${Math.round(minutes / 1_440)} days`;
}
