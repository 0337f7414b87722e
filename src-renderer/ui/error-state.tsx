/** A failure as help: what happened, what to do, a button that does it, details to copy. */
import { Button, CopyButton } from "@mantine/core";
import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { ErrorCode } from "../../shared/errors/codes.ts";
import { t } from "../strings/t.ts";
import { MessageText } from "./message-text.tsx";
import styles from "./place-states.module.css";

/** The plain shape of a failure; `rpc/failure.ts` makes it from anything thrown. */
export interface ShownFailure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

export interface ErrorStateProps {
  readonly title: string;
  readonly failure: ShownFailure;
  readonly onRetry?: () => void;
  /** Further ways out, as buttons. */
  readonly actions?: ReactNode;
}

export function ErrorState({ title, failure, onRetry, actions }: ErrorStateProps): ReactNode {
  return (
    <div className={styles.error} role="alert">
      <CircleAlert size={18} color="var(--dw-error)" aria-hidden style={{ flex: "none", marginTop: 1 }} />
      <div className={styles.errorBody}>
        <div className={styles.errorTitle}>{title}</div>
        <div className={styles.errorText}>
          <MessageText text={failure.message} />
        </div>
        <div className={styles.errorActions}>
          {onRetry !== undefined && (
            <Button size="compact-sm" variant="default" onClick={onRetry}>
              {t("Try again")}
            </Button>
          )}
          {actions}
          <CopyButton value={failureReport(title, failure)}>
            {({ copied, copy }) => (
              <Button size="compact-sm" variant="default" onClick={copy}>
                {copied ? t("Copied") : t("Copy details")}
              </Button>
            )}
          </CopyButton>
        </div>
      </div>
    </div>
  );
}

/** The text that "Copy details" copies. */
export function failureReport(title: string, failure: ShownFailure): string {
  const details = Object.keys(failure.details).length === 0 ? "" : `\n${JSON.stringify(failure.details, null, 2)}`;
  return `${title}\n${failure.code}: ${failure.message}${details}`;
}
