/** Over the graph of a run that was made from another text than today's: which one, what is different, and the ways to look at it. */
import type { ReactNode } from "react";
import type { RunDrawing } from "../../../../shared/contract/run-graph.ts";
import type { Comparison } from "../../../graph-view/diff/compare-texts.ts";
import { rich } from "../../../strings/rich.tsx";
import { t } from "../../../strings/t.ts";
import { InstantText } from "../../../ui/time-text.tsx";
import styles from "./run-graph.module.css";

/** The version of the run, what is different in today's file, or today's file with the states of this run. */
export type ShownVersion = "run" | "differences" | "today";

interface VersionBannerProps {
  readonly version: RunDrawing;
  readonly comparison: Comparison | null;
  readonly shown: ShownVersion;
  readonly onShow: (shown: ShownVersion) => void;
}

export function VersionBanner({ version, comparison, shown, onShow }: VersionBannerProps): ReactNode {
  const ways: readonly (readonly [ShownVersion, string])[] = [
    ["run", t("Show this run's version")],
    ["differences", t("Show the differences")],
    ["today", t("Show today's")],
  ];
  return (
    <div className={styles.banner} role="status">
      <span>
        <VersionWords version={version} /> {differenceWords(comparison)}
      </span>
      <span className={styles.bannerActs}>
        {ways.map(([way, words]) => way !== shown && (
          <button key={way} type="button" className={styles.bannerAct} onClick={() => onShow(way)}>
            {words}
          </button>
        ))}
      </span>
    </div>
  );
}

function VersionWords({ version: { number, madeAt } }: { version: RunDrawing }): ReactNode {
  if (number === null || madeAt === null) return t("This run used another version of the DAG.");
  return rich("This run used version {{number}} of {{date}}.", { number, date: <InstantText at={madeAt} /> });
}

function differenceWords(comparison: Comparison | null): string {
  if (comparison === null) return t("Today's file differs.");
  if (comparison.kind === "text") return comparison.why;
  if (comparison.isEmpty) return t("Today's file differs in comments, in the way it is written, or in where things lie.");
  return t("Today's file differs: {{summary}}.", { summary: comparison.summary });
}
