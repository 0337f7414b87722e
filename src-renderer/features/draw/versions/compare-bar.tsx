/** Which two texts are compared, and how that is shown. */
import { NativeSelect, SegmentedControl } from "@mantine/core";
import type { ReactNode } from "react";
import { t } from "../../../strings/t.ts";
import { formatInstant } from "../../../ui/format.ts";
import { useDisplayZone } from "../../../ui/preferences.tsx";
import type { VersionEntry } from "./use-versions.ts";
import styles from "./versions.module.css";

export type ShownAs = "graph" | "both" | "text";

const ways: { value: ShownAs; label: string }[] = [
  { value: "graph", label: t("Graph") },
  { value: "both", label: t("Both") },
  { value: "text", label: "YAML" },
];

interface CompareBarProps {
  readonly entries: readonly VersionEntry[];
  readonly from: VersionEntry;
  readonly to: VersionEntry;
  readonly shownAs: ShownAs;
  readonly summary: string | null;
  readonly onShownAs: (shownAs: ShownAs) => void;
  readonly onChoose: (sides: { from: string; to: string }) => void;
  readonly children: ReactNode;
}

export function CompareBar({ entries, from, to, shownAs, summary, onShownAs, onChoose, children }: CompareBarProps): ReactNode {
  const zone = useDisplayZone();
  const options = entries.map(({ key, title, version }) => ({ value: key, label: version === null ? title : `${formatInstant(version.at, zone)} · ${title}` }));
  return (
    <div className={styles.bar}>
      <div className={styles.sides}>
        <NativeSelect size="xs" aria-label={t("Compare from")} className={styles.pick} data={options} value={from.key} onChange={(event) => onChoose({ from: event.currentTarget.value, to: to.key })} />
        <span className="dw-dim">{t("to")}</span>
        <NativeSelect size="xs" aria-label={t("Compare to")} className={styles.pick} data={options} value={to.key} onChange={(event) => onChoose({ from: from.key, to: event.currentTarget.value })} />
        <SegmentedControl size="xs" data={ways} value={shownAs} onChange={(value) => onShownAs(value)} aria-label={t("Show the difference as")} />
        {children}
      </div>
      {summary !== null && (
        <p className={styles.summary} role="status">
          {summary}
        </p>
      )}
    </div>
  );
}
