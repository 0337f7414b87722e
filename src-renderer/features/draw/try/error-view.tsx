/** Why a try failed, with the line of the text that is at fault. */
import type { ReactNode } from "react";
import type { Attempt } from "../../../../shared/model/run.ts";
import { t } from "../../../strings/t.ts";
import { MessageText } from "../../../ui/message-text.tsx";
import styles from "./output.module.css";
import { placeOfError } from "./try-facts.ts";

/** Lines shown on either side. */
const around = 6;

export function ErrorView({ attempt, reason, wayOut = null }: { attempt: Attempt | null; reason: string; wayOut?: ReactNode }): ReactNode {
  const place = placeOfError(reason);
  const text = place === null ? undefined : attempt?.rendered.find(({ name }) => name === place.field)?.text;
  return (
    <div className={styles.error}>
      <p className={styles.reason} role="alert">
        <MessageText text={text === undefined ? reason : withoutExcerpt(reason)} />
      </p>
      {wayOut}
      {place !== null && text !== undefined && <MarkedLines text={text} line={place.line} column={place.column} name={place.field} />}
    </div>
  );
}

/** The line and the mark below it are shown in the text itself. */
function withoutExcerpt(reason: string): string {
  return reason
    .split("\n")
    .filter((line) => !line.startsWith("  "))
    .join("\n");
}

function MarkedLines({ text, line, column, name }: { text: string; line: number; column: number; name: string }): ReactNode {
  const lines = text.split("\n");
  const from = Math.max(0, line - 1 - around);
  return (
    <figure className={styles.code} aria-label={t("{{name}}, around line {{line}}", { name, line })}>
      <pre tabIndex={0}>
        {lines.slice(from, line + around).map((content, at) => {
          const number = from + at + 1;
          const isMarked = number === line;
          return (
            <span key={number} className={styles.codeLine} data-marked={isMarked || undefined}>
              <span className={styles.lineNumber}>{number}</span>
              {isMarked ? (
                <mark>
                  {content.slice(0, column - 1)}
                  <span className={styles.fault}>{content.slice(column - 1) === "" ? " " : content.slice(column - 1)}</span>
                </mark>
              ) : (
                content
              )}
              {"\n"}
            </span>
          );
        })}
      </pre>
    </figure>
  );
}
