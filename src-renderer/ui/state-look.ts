/** How each state looks: word, icon and colour token. The only table of its kind; lists, graph and badges read it. */
import { Ban, Check, ChevronsRight, CircleDashed, CircleQuestionMark, Clock, Ellipsis, LoaderCircle, Minus, Pause, RefreshCw, RotateCw, Slash, X, type LucideIcon } from "lucide-react";
import type { AttemptState } from "../../shared/model/run.ts";
import type { RunState, TaskState } from "../../shared/model/states.ts";
import { t } from "../strings/t.ts";

/** Any state a screen may be handed; `unknown` stands for a remote word that we do not know. */
export type ShownState = TaskState | RunState | AttemptState | "unknown";

export interface StateLook {
  readonly word: string;
  readonly icon: LucideIcon;
  /** A CSS colour expression. */
  readonly color: string;
  readonly turning: boolean;
}

function look(state: string, word: string, icon: LucideIcon, turning = false): StateLook {
  return { word, icon, color: `var(--dw-state-${state})`, turning };
}

const looks: Readonly<Record<ShownState, StateLook>> = {
  none: look("none", t("No status"), CircleDashed),
  scheduled: look("scheduled", t("Scheduled"), Clock),
  queued: look("queued", t("Queued"), Ellipsis),
  starting: look("queued", t("Starting"), Ellipsis),
  running: look("running", t("Running"), LoaderCircle, true),
  success: look("success", t("Success"), Check),
  failed: look("failed", t("Failed"), X),
  up_for_retry: look("up_for_retry", t("Up for retry"), RotateCw),
  up_for_reschedule: look("up_for_reschedule", t("Up for reschedule"), RefreshCw),
  deferred: look("deferred", t("Deferred"), Pause),
  upstream_failed: look("upstream_failed", t("Upstream failed"), Ban),
  skipped: look("skipped", t("Skipped"), ChevronsRight),
  removed: look("removed", t("Removed"), Minus),
  interrupted: look("interrupted", t("Interrupted"), CircleQuestionMark),
  unknown: look("unknown", t("Unknown"), Slash),
};

export function stateLook(state: ShownState): StateLook {
  return looks[state];
}
