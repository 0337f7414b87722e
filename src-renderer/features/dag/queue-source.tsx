/** Where the events of a queue come from, and what a program needs to send them. */
import type { ReactNode } from "react";
import type { QueueSource } from "../../../shared/contract/queues.ts";
import { rich } from "../../strings/rich.tsx";
import { t } from "../../strings/t.ts";
import { ExampleText } from "../../ui/example-text.tsx";
import { RelativeTime } from "../../ui/time-text.tsx";
import styles from "./queue-section.module.css";

export function SourceFact({ source }: { source: QueueSource }): ReactNode {
  if (source.kind === "folder") return <span className="dw-dim">{rich("files {{files}}", { files: <code>{`${source.folder}/*.json`}</code> })}</span>;
  if (source.kind === "table") return <TableFact source={source} />;
  if (source.tokenMadeAt === null) return <span className="dw-dim">{t("over HTTP, no token yet")}</span>;
  return <span className="dw-dim">{rich("over HTTP, token made {{when}}", { when: <RelativeTime at={source.tokenMadeAt} /> })}</span>;
}

/** What to do before events can come, or how one is sent. */
export function SourceHelp({ dagId, isOn, source }: { dagId: string; isOn: boolean; source: QueueSource }): ReactNode {
  if (source.kind !== "http") return null;
  if (source.tokenMadeAt === null) {
    return (
      <div className={styles.help}>
        <span className="dw-dim">{t("A program that posts events needs a token. This makes one, and shows it once:")}</span>
        <ExampleText text={`dagwright queue token ${dagId}`} />
      </div>
    );
  }
  if (source.url === null) return isOn ? <p className="dw-dim">{t("Nothing listens yet.")}</p> : null;
  return (
    <div className={styles.help}>
      <span className="dw-dim">{t("An event is posted with the token:")}</span>
      <ExampleText text={exampleOf(source.url)} />
    </div>
  );
}

function TableFact({ source: { table, connection, notify, isConnected } }: { source: Extract<QueueSource, { kind: "table" }> }): ReactNode {
  const names = { table: <code>{table}</code>, connection: <code>{connection}</code> };
  return (
    <>
      <span className="dw-dim">{rich("rows of {{table}}, connection {{connection}}", names)}</span>
      <span className="dw-dim">{!isConnected ? t("not connected") : notify === null ? t("looked at every 2 s") : rich("told by NOTIFY {{channel}}", { channel: <code>{notify}</code> })}</span>
    </>
  );
}

const exampleOf = (url: string): string => [`curl ${url} \\`, `  -H "Authorization: Bearer $TOKEN" -H "Idempotency-Key: 1042" \\`, `  -H "Content-Type: application/json" -d '{"user_id": "u-1042"}'`].join("\n");
