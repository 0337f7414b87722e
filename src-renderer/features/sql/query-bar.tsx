/** Above the text of a query: where it runs, and what one does with it. */
import { Button, Select, Tooltip } from "@mantine/core";
import { Play, Save, Square } from "lucide-react";
import type { ReactNode } from "react";
import type { ConnectionInfo } from "../../../shared/contract/warehouse.ts";
import { useKeyTitles } from "../../app/key-map.ts";
import { useDocumentState } from "../../document/documents-provider.tsx";
import type { TextDocument } from "../../document/text-document.ts";
import { useEngineInfo } from "../../rpc/engine-info.ts";
import styles from "./sql.module.css";

export interface QueryBarProps {
  readonly document: TextDocument;
  readonly connections: readonly ConnectionInfo[];
  readonly connection: ConnectionInfo | undefined;
  readonly onConnection: (id: string) => void;
  readonly running: boolean;
  readonly acts: { run(): void; runAll(): void; cancel(): void; explain(): void; format(): void; save(): void };
}

export function QueryBar({ document, connections, connection, onConnection, running, acts }: QueryBarProps): ReactNode {
  const dirty = useDocumentState(document, (state) => state.dirty);
  const saving = useDocumentState(document, (state) => state.saving);
  const info = useEngineInfo();
  const titled = useKeyTitles();
  const whyNot = info?.workspace.trusted === false ? "This workspace is not trusted: nothing runs before you say so." : connection === undefined ? "The workspace has no connection." : null;
  return (
    <div className={styles.bar}>
      <Select
        aria-label="Connection"
        size="xs"
        w={190}
        allowDeselect={false}
        data={connections.map(({ id, kind, readOnly }) => ({ value: id, label: `${id} · ${kind === "duckdb" ? "DuckDB" : "PostgreSQL"}${readOnly ? " · read only" : ""}` }))}
        value={connection?.id ?? null}
        onChange={(id) => id !== null && onConnection(id)}
      />
      {running ? (
        <Tooltip label={titled("sql.cancel", "Stops it on the server too")}>
          <Button size="compact-sm" color="red" variant="light" leftSection={<Square size={13} />} onClick={acts.cancel}>
            Cancel
          </Button>
        </Tooltip>
      ) : (
        <Tooltip label={whyNot ?? titled("sql.run", "Runs the selection, or the statement at the cursor")}>
          <Button size="compact-sm" leftSection={<Play size={13} />} aria-disabled={whyNot !== null} data-disabled={whyNot !== null} onClick={() => whyNot === null && acts.run()}>
            Run
          </Button>
        </Tooltip>
      )}
      <Tooltip label={titled("sql.runAll", "Runs every statement, one after the other")}>
        <Button size="compact-sm" variant="default" disabled={running || whyNot !== null} onClick={acts.runAll}>
          Run all
        </Button>
      </Tooltip>
      <Tooltip label={titled("sql.explain", "How the database would run it")}>
        <Button size="compact-sm" variant="subtle" color="gray" disabled={running || whyNot !== null} onClick={() => acts.explain()}>
          Explain
        </Button>
      </Tooltip>
      <Tooltip label={titled("sql.format", "Templates stay as they are")}>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={acts.format}>
          Format
        </Button>
      </Tooltip>
      <span className={styles.barEnd}>
        <code className="dw-dim dw-ellipsis">{document.path}</code>
        <Tooltip label={titled("draw.save", "Write the file")}>
          <Button size="compact-sm" variant={dirty ? "filled" : "default"} leftSection={<Save size={14} />} disabled={!dirty || saving} onClick={acts.save}>
            {saving ? "Saving…" : "Save"}
          </Button>
        </Tooltip>
      </span>
    </div>
  );
}
