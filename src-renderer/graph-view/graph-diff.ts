/** How two graphs are told apart in one drawing: each kind of change has a shape, a word and a colour. Pure. */
import type { LucideIcon } from "lucide-react";
import { ArrowRightLeft, Minus, PencilLine, Plus } from "lucide-react";
import { t } from "../strings/t.ts";
import type { ShownState } from "../ui/state-look.ts";

export type DiffKind = "added" | "removed" | "changed" | "flipped" | "mended";

export interface TaskDiff {
  readonly kind: DiffKind;
  /** What of the task is another, such as `sql, retries`. */
  readonly fields: string;
}

export interface GraphDiff {
  readonly tasks: ReadonlyMap<string, TaskDiff>;
  /** By edge id. */
  readonly edges: ReadonlyMap<string, "added" | "removed">;
}

export const diffLooks: Readonly<Record<DiffKind, { readonly word: string; readonly icon: LucideIcon; /** The state whose colour it has. */ readonly state: ShownState }>> = {
  added: { word: t("Added"), icon: Plus, state: "success" },
  removed: { word: t("Gone"), icon: Minus, state: "failed" },
  changed: { word: t("Changed"), icon: PencilLine, state: "up_for_retry" },
  flipped: { word: t("Flipped"), icon: ArrowRightLeft, state: "failed" },
  mended: { word: t("Mended"), icon: ArrowRightLeft, state: "success" },
};

export function isSameTaskDiff(a: TaskDiff, b: TaskDiff): boolean {
  return a.kind === b.kind && a.fields === b.fields;
}
