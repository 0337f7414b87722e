/** Grey rows while an answer is on its way; after a second also for how long it has been, and a way to stop waiting. */
import { Button } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { t } from "../strings/t.ts";
import { useNow } from "./clock.ts";
import { formatGoing } from "./format.ts";
import styles from "./place-states.module.css";
import { SkeletonRows } from "./skeleton-rows.tsx";

const quietMs = 1_000;

export interface WaitingProps {
  /** What is done, such as "Reading rows". */
  readonly label: string;
  readonly rows: number;
  readonly onCancel: () => void;
}

export function Waiting({ label, rows, onCancel }: WaitingProps): ReactNode {
  const now = useNow();
  const [since] = useState(() => Date.now());
  const spent = now - since;
  return (
    <>
      {spent >= quietMs && (
        <div className={styles.waiting} role="status">
          {t("{{label}} for {{spent}}", { label, spent: formatGoing(spent) })}
          <Button size="compact-sm" variant="default" onClick={onCancel}>
            {t("Cancel")}
          </Button>
        </div>
      )}
      <SkeletonRows rows={rows} label={label} />
    </>
  );
}
