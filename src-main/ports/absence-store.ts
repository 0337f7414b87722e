/** What the store keeps of times at which nobody looked. */
import type { Absence, NumberedAbsence } from "../core/absences.ts";

export type { Absence, NumberedAbsence };

export interface AbsenceStore {
  /** What is there already stays as it is. The oldest go where there are too many. */
  add(absences: readonly NumberedAbsence[]): void;
  /** As they came about, the oldest first. */
  list(): NumberedAbsence[];
}
