/** Two texts beside each other, once Monaco is there. Light: brings nothing of it. */
import { lazy, Suspense, type ReactNode } from "react";
import type { CodeLanguage } from "../code-view/highlight.ts";
import { t } from "../strings/t.ts";
import { SkeletonRows } from "../ui/skeleton-rows.tsx";
import { lineEndsOf } from "./shown-text.ts";
import styles from "./text-diff.module.css";

export interface TextDiffProps {
  readonly before: string;
  readonly after: string;
  readonly language: CodeLanguage;
  /** What is compared, for screen readers. */
  readonly label: string;
  /** Line of `after` to bring into sight. */
  readonly line?: number | null;
}

const DiffView = lazy(async () => ({ default: (await import("./diff-view.tsx")).DiffView }));

export function TextDiff(props: TextDiffProps): ReactNode {
  const note = unseenDifference(props.before, props.after);
  return (
    <div className={styles.place}>
      {note !== null && <p className={styles.note}>{note}</p>}
      <Suspense fallback={<SkeletonRows rows={10} label={t("Loading the editor")} />}>
        <DiffView {...props} />
      </Suspense>
    </div>
  );
}

/** What is different and cannot be seen in lines. */
function unseenDifference(before: string, after: string): string | null {
  if (before === after) return t("The two texts are the same, byte for byte.");
  const [old, now] = [lineEndsOf(before), lineEndsOf(after)];
  return old === now ? null : t("Lines end in {{old}} before and in {{now}} after.", { old, now });
}
