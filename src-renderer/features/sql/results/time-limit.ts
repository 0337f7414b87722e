/** How long a run may take before it is stopped, on the server too, as this person wants it, on this machine. */
import { t } from "../../../strings/t.ts";

const key = "dagwright.sql.timeLimit";
const none = "none";

export const timeLimitChoices = [
  { value: none, label: t("No time limit") },
  { value: "10000", label: "≤ 10 s" },
  { value: "60000", label: t("≤ 1 min") },
  { value: "600000", label: t("≤ 10 min") },
  { value: "3600000", label: "≤ 1 h" },
] as const;

/** Milliseconds; null where nothing limits it. */
export function timeLimit(): number | null {
  const shown = shownTimeLimit();
  return shown === none ? null : Number(shown);
}

export function shownTimeLimit(): string {
  const kept = localStorage.getItem(key);
  return timeLimitChoices.find(({ value }) => value === kept)?.value ?? none;
}

export function keepTimeLimit(choice: string): void {
  if (choice === none) localStorage.removeItem(key);
  else localStorage.setItem(key, choice);
}
