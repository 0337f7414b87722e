/** The versions of a file, newest first. A click compares one with what is chosen on the other side; with Shift it is that other side. */
import { GitCommitHorizontal, HardDrive, Pencil, Save } from "lucide-react";
import type { MouseEvent, ReactNode } from "react";
import { t } from "../../../strings/t.ts";
import { InstantText, RelativeTime } from "../../../ui/time-text.tsx";
import styles from "./versions.module.css";
import type { VersionEntry } from "./use-versions.ts";

interface VersionListProps {
  readonly entries: readonly VersionEntry[];
  readonly from: string;
  readonly to: string;
  readonly onFrom: (key: string) => void;
  readonly onTo: (key: string) => void;
}

export function VersionList({ entries, from, to, onFrom, onTo }: VersionListProps): ReactNode {
  return (
    <ol className={styles.list} aria-label={t("Versions")}>
      {entries.map((entry) => {
        const side = entry.key === from ? "from" : entry.key === to ? "to" : null;
        const choose = (event: MouseEvent): void => (event.shiftKey ? onTo(entry.key) : onFrom(entry.key));
        return (
          <li key={entry.key}>
            <button className={styles.version} aria-pressed={side !== null} data-side={side ?? undefined} onClick={choose} title={t("Compare this version. With Shift: compare with this version.")}>
              <VersionIcon entry={entry} />
              <span className={styles.versionText}>
                <span className={styles.versionTitle} title={entry.title}>
                  {entry.title}
                </span>
                {entry.version !== null && (
                  <span className={styles.versionWhen}>
                    <RelativeTime at={entry.version.at} /> · <InstantText at={entry.version.at} />
                  </span>
                )}
                {entry.version?.author != null && <span className={styles.versionWhen}>{t("{{author}} · git", { author: entry.version.author })}</span>}
              </span>
              {side !== null && <span className={styles.side}>{side}</span>}
            </button>
          </li>
        );
      })}
    </ol>
  );
}

function VersionIcon({ entry: { key, version } }: { entry: VersionEntry }): ReactNode {
  const Icon = key === "now" ? Pencil : key === "disk" ? HardDrive : version?.source === "git" ? GitCommitHorizontal : Save;
  return <Icon size={14} aria-hidden className={styles.versionIcon} />;
}
