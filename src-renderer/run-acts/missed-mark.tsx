/** That a run missed deadlines, beside its id in a list. */
import { AlarmClock } from "lucide-react";
import type { ReactNode } from "react";
import { t } from "../strings/t.ts";
import styles from "./deadline-list.module.css";

export function MissedMark({ count = 0 }: { count?: number | undefined }): ReactNode {
  if (count === 0) return null;
  const words = t("{{count}} deadlines missed", { count });
  return <AlarmClock className={styles.mark} size={13} role="img" aria-label={words}><title>{words}</title></AlarmClock>;
}
