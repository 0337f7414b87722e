/** Why rows could not be read, and the ways out: another filter, another try, or the query once more when its result is gone. */
import { Button } from "@mantine/core";
import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { toFailure } from "../../../rpc/failure.ts";
import styles from "./results.module.css";
import { t } from "../../../strings/t.ts";

export interface ResultTroubleProps {
  readonly failure: unknown;
  readonly isFiltered: boolean;
  readonly onClear: () => void;
  readonly onRetry: () => void;
  readonly onAgain: (() => void) | null;
}

export function ResultTrouble({ failure, isFiltered, onClear, onRetry, onAgain }: ResultTroubleProps): ReactNode {
  const { code, message } = toFailure(failure);
  const isGone = code === "result/not-found";
  return (
    <div className={styles.trouble} role="alert">
      <CircleAlert size={16} color="var(--dw-error)" aria-hidden style={{ flex: "none" }} />
      <span>{message}</span>
      {isGone && onAgain !== null && (
        <Button size="compact-xs" variant="default" onClick={onAgain}>
          {t("Run it again")}
        </Button>
      )}
      {!isGone && isFiltered && (
        <Button size="compact-xs" variant="default" onClick={onClear}>
          {t("Remove the filter")}
        </Button>
      )}
      {!isGone && (
        <Button size="compact-xs" variant="default" onClick={onRetry}>
          {t("Try again")}
        </Button>
      )}
    </div>
  );
}
