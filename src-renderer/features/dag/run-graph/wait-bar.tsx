/** A wait as a stacked bar: decision, queue, start; each part in words beside it. */
import type { CSSProperties, ReactNode } from "react";
import type { WaitSplit } from "../../../../shared/run-view/edge-latency.ts";
import { t } from "../../../strings/t.ts";
import { formatDuration } from "../../../ui/format.ts";
import styles from "./run-graph.module.css";

/** In the order in which they come. */
export const waitParts = [
  { name: "decisionMs", word: t("Decision"), title: t("until the engine had decided to run it"), colour: "var(--dw-state-scheduled)" },
  { name: "queueMs", word: t("Queue"), title: t("until it got a slot"), colour: "var(--dw-state-queued)" },
  { name: "startMs", word: t("Start"), title: t("until its process ran"), colour: "var(--dw-state-running)" },
] as const satisfies readonly { readonly name: keyof WaitSplit; readonly [key: string]: string }[];

export function WaitBar({ split }: { split: WaitSplit }): ReactNode {
  return (
    <div className={styles.wait}>
      <div className={styles.waitBar} aria-hidden>
        {waitParts.map(({ name, colour }) => (
          <i key={name} style={{ "--part": split[name], "--colour": colour } as CSSProperties} />
        ))}
      </div>
      <dl className={styles.waitParts}>
        {waitParts.map(({ name, word, title, colour }) => (
          <div key={name} title={title}>
            <dt>
              <i className={styles.dot} style={{ background: colour }} aria-hidden /> {word}
            </dt>
            <dd className="dw-num">{formatDuration(split[name])}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
