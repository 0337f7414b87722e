/** What the window calls differences. */
import type { Facet, TaskPair, TaskSide } from "../../../../shared/run-view/comparison.ts";
import { ratioText } from "../../../../shared/run-view/finding-words.ts";
import { durationOf, isFlip } from "../../../../shared/run-view/judge-task.ts";
import { t } from "../../../strings/t.ts";
import { stateLook } from "../../../ui/state-look.ts";

export const facetWords: Readonly<Record<Facet, string>> = {
  presence: t("Only in one"),
  state: t("State"),
  definition: t("Definition"),
  rendered: t("Rendered"),
  checks: t("Checks"),
  rows: t("Rows"),
  duration: t("Duration"),
  wait: t("Waiting"),
  tries: t("Tries"),
  xcoms: t("XCom"),
  cpu: "CPU",
  memory: t("Memory"),
};

/** `4.2×`; null where one of the times is not known or nothing. */
export function ratioWords(before: number | null, after: number | null): string | null {
  return before === null || after === null || before === 0 || after === 0 ? null : `${ratioText(after / before)}×`;
}

/** A node of the graph in a few words: `now Failed, 4.2×, rows`. */
export function pairWords({ before, after, notable }: TaskPair): string {
  if (before === null || after === null) return "";
  const said = notable.map((facet) => {
    if (facet === "state" && isFlip(before.state, after.state)) return t("now {{state}}", { state: stateLook(after.state).word });
    if (facet === "duration") return ratioWords(durationOf(before), durationOf(after)) ?? facetWords.duration.toLowerCase();
    return facetWords[facet].toLowerCase();
  });
  return said.join(", ");
}

/** Whether things went from bad to good, or the other way; null for neither. */
export function turnOf(before: TaskSide, after: TaskSide): "flipped" | "mended" | null {
  if (!isFlip(before.state, after.state)) return null;
  return after.state === "success" || (after.state === "skipped" && before.state !== "success") ? "mended" : "flipped";
}
