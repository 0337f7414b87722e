/** States as an incident page shows them, in Airflow's words: a word and a sign beside the colour. */

const signs: Readonly<Record<string, string>> = { success: "✓", failed: "✕", upstream_failed: "⊘", skipped: "»", running: "◐", queued: "⋯", scheduled: "◷", up_for_retry: "↻", up_for_reschedule: "⟳", deferred: "⏸", removed: "–", interrupted: "?" };

export function stateWord(state: string): string {
  return state === "none" ? "did not start" : state.replaceAll("_", " ");
}

export function stateSign(state: string): string {
  return signs[state] ?? "○";
}
