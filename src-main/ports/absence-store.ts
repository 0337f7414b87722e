/** What the store keeps of times at which nobody looked. */
import type { Absence } from "../core/absences.ts";

export type { Absence };

export interface AbsenceStore {
  /** The oldest go where there are too many. */
  add(absences: readonly Absence[]): void;
  /** As they came about, the oldest first. */
  list(): Absence[];
}
