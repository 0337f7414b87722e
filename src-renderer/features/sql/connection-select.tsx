/** Where a query runs: name, database, the colour and the word that `dagwright.json` gives it, and whether it can be reached. */
import { ActionIcon, Badge, Loader, Popover, Select, Tooltip } from "@mantine/core";
import { PlugZap } from "lucide-react";
import { useRef, useState, type ReactNode } from "react";
import type { ConnectionInfo, ConnectionTest } from "../../../shared/contract/warehouse.ts";
import { toFailure } from "../../rpc/failure.ts";
import { useEngineClient } from "../../rpc/rpc-provider.tsx";
import { t } from "../../strings/t.ts";
import { formatDuration } from "../../ui/format.ts";
import styles from "./query.module.css";

export interface ConnectionSelectProps {
  readonly connections: readonly ConnectionInfo[];
  readonly connection: ConnectionInfo | undefined;
  readonly onChoose: (id: string) => void;
}

export function ConnectionSelect({ connections, connection, onChoose }: ConnectionSelectProps): ReactNode {
  return (
    <div className={styles.connection} data-color={connection?.color ?? undefined}>
      <Select
        aria-label={t("Connection")}
        size="xs"
        w={190}
        comboboxProps={{ width: "max-content", position: "bottom-start" }}
        allowDeselect={false}
        data={connections.map(({ id, kind }) => ({ value: id, label: `${id} · ${kind === "duckdb" ? "DuckDB" : "PostgreSQL"}` }))}
        renderOption={({ option }) => <Option label={option.label} connection={connections.find(({ id }) => id === option.value)} />}
        value={connection?.id ?? null}
        onChange={(id) => id !== null && onChoose(id)}
      />
      {connection !== undefined && <Marks connection={connection} />}
      {connection !== undefined && <TestButton key={connection.id} connection={connection} />}
    </div>
  );
}

function Option({ label, connection }: { label: string; connection: ConnectionInfo | undefined }): ReactNode {
  return (
    <span className={styles.connection} data-color={connection?.color ?? undefined}>
      {label}
      {connection?.mark != null && <span className={styles.mark}>{connection.mark}</span>}
    </span>
  );
}

function Marks({ connection: { mark, readOnly, isProduction } }: { connection: ConnectionInfo }): ReactNode {
  const guard = readOnly ? t("Nothing that writes runs here.") : isProduction ? t("What you type only reads here, unless you allow a run to write.") : null;
  return (
    <>
      {mark !== null && <span className={styles.mark}>{mark}</span>}
      {guard !== null && (
        <Tooltip label={guard}>
          <Badge size="sm" variant="outline" color="gray" tt="none">
            {t("read only")}
          </Badge>
        </Tooltip>
      )}
    </>
  );
}

type Tested = ConnectionTest | "asking";

function TestButton({ connection: { id, label } }: { connection: ConnectionInfo }): ReactNode {
  const client = useEngineClient();
  const [tested, setTested] = useState<Tested | null>(null);
  /** Whoever closed it meanwhile does not want its answer any more. */
  const asked = useRef(0);
  const test = (): void => {
    const mine = ++asked.current;
    const show = (found: ConnectionTest): void => void (asked.current === mine && setTested(found));
    setTested("asking");
    client.warehouse.test({ connection: id }).then(show, (thrown: unknown) => show({ ok: false, message: toFailure(thrown).message, detail: null, ms: 0 }));
  };
  const close = (): void => {
    asked.current++;
    setTested(null);
  };
  return (
    <Popover opened={tested !== null} onChange={(opened) => !opened && close()} width={360} position="bottom-start" withinPortal>
      <Popover.Target>
        <Tooltip label={t("Test the connection")} disabled={tested !== null}>
          <ActionIcon variant="subtle" color="gray" size={26} aria-label={t("Test the connection")} onClick={test}>
            <PlugZap size={14} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("Test of the connection")}>
        <div role="status" className={styles.tested} data-ok={tested === "asking" ? undefined : tested?.ok}>
          <strong>{label}</strong>
          {tested === "asking" ? <Loader size="xs" aria-label={t("Connecting")} /> : tested !== null && <TestResult tested={tested} />}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

function TestResult({ tested }: { tested: ConnectionTest }): ReactNode {
  if (!tested.ok) {
    return (
      <>
        <p className={styles.testError}>{tested.message}</p>
        {tested.detail !== null && <p className="dw-dim">{tested.detail}</p>}
      </>
    );
  }
  return (
    <>
      <p>{t("Connected in {{ms}}.", { ms: formatDuration(tested.ms) })}</p>
      <p className="dw-dim">{tested.version}</p>
    </>
  );
}
