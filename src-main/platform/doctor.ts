/**
 * What Dagwright needs on this machine: what is there, what is not, and the command that mends it. Each check only looks;
 * none changes anything that outlives it. A check that breaks is a finding, never a crash.
 */
import { messageOf } from "../../shared/errors/app-error.ts";
import { engineChecks } from "./doctor-engine.ts";
import { machineChecks } from "./doctor-machine.ts";
import { workspaceChecks } from "./doctor-workspace.ts";

export interface DoctorFinding {
  readonly id: string;
  readonly title: string;
  readonly ok: boolean;
  /** False for what only some uses need; such a finding does not fail the whole. */
  readonly required: boolean;
  readonly found: string;
  readonly needed: string;
  /** The command or the act that mends it; null when nothing is wrong. */
  readonly fix: string | null;
}

export interface DoctorQuestion {
  readonly id: string;
  readonly title: string;
  readonly required: boolean;
  readonly needed: string;
  readonly fix: string;
  /** What was found; `ok` says whether it will do. */
  readonly look: () => Promise<{ readonly ok: boolean; readonly found: string }>;
}

export interface DoctorPlaces {
  /** The folder with package.json. */
  readonly programFolder: string;
  /** Null when the question is only about the machine. */
  readonly workspace: string | null;
}

export async function runDoctor(places: DoctorPlaces): Promise<DoctorFinding[]> {
  const questions = [...machineChecks(places), ...engineChecks(), ...(places.workspace === null ? [] : workspaceChecks(places.workspace))];
  return Promise.all(questions.map(answer));
}

/** True when everything that is required is there. */
export function isHealthy(findings: readonly DoctorFinding[]): boolean {
  return findings.every((finding) => finding.ok || !finding.required);
}

async function answer({ look, fix, ...question }: DoctorQuestion): Promise<DoctorFinding> {
  try {
    const { ok, found } = await look();
    return { ...question, ok, found, fix: ok ? null : fix };
  } catch (thrown) {
    return { ...question, ok: false, found: messageOf(thrown).split("\n")[0] ?? "failed", fix };
  }
}
