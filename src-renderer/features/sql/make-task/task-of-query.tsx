/** Makes a task of a query: which DAG, what it is called, which table it fills, what it runs after. One entry of the DAG's history. */
import { Button, Checkbox, Select, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { taskIdPattern, taskIdWords } from "../../../../shared/dag-file/check-graph.ts";
import type { ConnectionInfo } from "../../../../shared/contract/warehouse.ts";
import { embeddedConnection } from "../../../../shared/model/workspace-config.ts";
import { ddlOf, unfitColumns } from "../../../../shared/sql/create-table.ts";
import { navigate } from "../../../app/route.ts";
import type { DagDocument } from "../../../document/dag-document.ts";
import { useDagDocument, useDagState } from "../../../document/documents-provider.tsx";
import { toFailure } from "../../../rpc/failure.ts";
import { useEngineClient, useRpc } from "../../../rpc/rpc-provider.tsx";
import { t } from "../../../strings/t.ts";
import { Dialog } from "../../../ui/dialog.tsx";
import { MessageText } from "../../../ui/message-text.tsx";
import { useEarlySubmit } from "../../../ui/use-early-submit.ts";
import { dialectOf, type SqlHome } from "../../../sql-text/sql-subject.ts";
import type { Params } from "../kept-params.ts";
import styles from "../query.module.css";
import type { QueryInput } from "../use-run-piece.ts";
import { depsOf, taskEdits, templated } from "./plan-query-task.ts";
import { useResultColumns, type ResultColumns } from "./use-result-columns.ts";

export interface TaskOfQueryProps {
  /** As it stands in the file. */
  readonly text: string;
  /** As it would run; null when something stands in the way, which is then said elsewhere. */
  readonly ready: Promise<QueryInput | null>;
  readonly connection: ConnectionInfo;
  readonly params: Params;
  readonly home: SqlHome | null;
  readonly onClose: () => void;
}

const newDag = "\0new";

export function TaskOfQuery({ ready, onClose, ...props }: TaskOfQueryProps): ReactNode {
  const dags = useQuery(useRpc().dags.list.queryOptions({ input: {} })).data?.dags ?? [];
  const [input, setInput] = useState<QueryInput | null>(null);
  useEffect(() => {
    let isShown = true;
    void ready.then((found) => isShown && setInput(found));
    return () => void (isShown = false);
  }, [ready]);
  const columns = useResultColumns(input);
  const [chosen, setChosen] = useState<string | null>(props.home?.dagId ?? null);
  const dagId = chosen ?? (dags.find((one) => one.errors === 0) ?? dags[0])?.dagId ?? newDag;
  const file = dags.find((one) => one.dagId === dagId)?.file;
  const choice = <Select label={t("DAG")} searchable allowDeselect={false} data={[...dags.map((one) => ({ value: one.dagId, label: one.dagId })), { value: newDag, label: t("New DAG…") }]} value={dagId} onChange={(value) => value !== null && setChosen(value)} />;
  return (
    <Dialog title={t("Make a task of this query")} size={640} onClose={onClose} startsInside>
      {dagId === newDag ? <ForNewDag choice={choice} onMade={setChosen} onClose={onClose} /> : file === undefined ? choice : <ForDag key={file} {...props} {...{ choice, dagId, file, columns, onClose }} />}
    </Dialog>
  );
}

/** A DAG is a file: it is made first, then gets the task. */
function ForNewDag({ choice, onMade, onClose }: { choice: ReactNode; onMade: (dagId: string) => void; onClose: () => void }): ReactNode {
  const client = useEngineClient();
  const rpc = useRpc();
  const list = useQuery(rpc.dags.list.queryOptions({ input: {} }));
  const [name, setName] = useState("");
  const [trouble, setTrouble] = useState<string | null>(null);
  const isId = taskIdPattern.test(name.trim());
  const make = async (): Promise<void> => {
    try {
      await client.documents.create({ path: `${name.trim()}.dag.yaml`, text: `dag: ${JSON.stringify(name.trim())}\ntasks: {}\n` });
      await list.refetch();
      onMade(name.trim());
    } catch (thrown) {
      setTrouble(toFailure(thrown).message);
    }
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (isId) void make();
      }}
    >
      {choice}
      <TextInput label={t("Name of the new DAG")} value={name} spellCheck={false} data-autofocus error={name !== "" && !isId ? t("A name has {{taskIdWords}}.", { taskIdWords }) : trouble} onChange={(event) => (setName(event.currentTarget.value), setTrouble(null))} />
      <div className={styles.dialogActs}>
        <Button variant="default" onClick={onClose}>
          {t("Cancel")}
        </Button>
        <Button type="submit" disabled={!isId}>
          {t("Make the DAG")}
        </Button>
      </div>
    </form>
  );
}

interface ForDagProps extends Omit<TaskOfQueryProps, "ready"> {
  readonly choice: ReactNode;
  readonly dagId: string;
  readonly file: string;
  readonly columns: ResultColumns;
}

function ForDag(props: ForDagProps): ReactNode {
  const document = useDagDocument(props.file);
  if (document === null) return props.choice;
  return <TaskFields {...props} document={document} />;
}

function TaskFields({ text, connection, params, choice, dagId, file, columns, document, onClose }: ForDagProps & { document: DagDocument }): ReactNode {
  const state = useDagState(document, (each) => each);
  const { dag, tasks } = state.good;
  const dialect = dialectOf(connection);
  const advice = useQuery({ ...useRpc().dags.advise.queryOptions({ input: { path: file, text: document.text.get().text } }), gcTime: 0 }).data;
  const [name, setName] = useState(() => freeName("query", tasks.map(({ id }) => id)));
  const [written, setWritten] = useState<{ table?: string; ddl?: string; fills?: boolean; deps?: readonly string[] }>({});
  const [trouble, setTrouble] = useState<string | null>(null);
  const query = templated({ text, dialect, params });
  const table = written.table ?? name.replaceAll(/[^\w]/g, "_");
  const fills = columns.columns !== null && (written.fills ?? true);
  const ddl = written.ddl ?? (columns.columns === null ? "" : ddlOf(table, columns.columns, dialect));
  const unfit = unfitColumns(columns.columns ?? []);
  const proposed = depsOf({ text: query.sql, dialect }, connection.id, dag?.finalSchema ?? "main", advice?.builds ?? []);
  const deps = written.deps ?? proposed;
  const names = Object.keys(query.params);
  const isId = taskIdPattern.test(name);
  const nameInput = useRef<HTMLInputElement>(null);
  // The file was opened while the dialog stood there already.
  useEffect(() => {
    if (nameInput.current?.form?.contains(globalThis.document.activeElement) === false) nameInput.current.focus();
  }, []);
  const make = (): void => {
    const own = dag?.connection ?? embeddedConnection;
    const edits = taskEdits({ id: name, query, ddl: fills ? ddl : null, connection: own === connection.id ? null : connection.id, deps, known: Object.keys(dag?.params ?? {}) });
    const done = document.edit(t("Make {{name}} of a query", { name }), edits);
    if (!done.ok) return setTrouble(done.diagnostics[0]?.message ?? t("This cannot be written into the file."));
    onClose();
    navigate({ page: "dag", dagId, face: "draw", taskId: name });
  };
  const isFit = isId && !state.isBroken;
  const early = useEarlySubmit({ isReady: isFit && !columns.isLoading, isPending: isFit && columns.isLoading, entered: name }, make);
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        early.submit();
      }}
    >
      {choice}
      <TextInput ref={nameInput} label={t("Task")} value={name} spellCheck={false} data-autofocus error={isId ? null : t("A name has {{taskIdWords}}.", { taskIdWords })} onFocus={(event) => event.currentTarget.select()} onChange={(event) => setName(event.currentTarget.value.trim())} />
      {columns.trouble !== null && (
        <p className={styles.testError} role="alert">
          {t("The columns of the result are not known, so no table is proposed:")} <MessageText text={columns.trouble} />
        </p>
      )}
      {columns.columns !== null && (
        <>
          <Checkbox label={t("Fills a table with the result")} checked={fills} onChange={(event) => setWritten({ ...written, fills: event.currentTarget.checked })} />
          {fills && (
            <>
              <TextInput label={t("Table")} description={dag === null ? undefined : t("In {{finalSchema}}, once its rows are checked", { finalSchema: dag.finalSchema })} value={table} spellCheck={false} onChange={(event) => setWritten({ ...written, table: event.currentTarget.value.trim() })} />
              <Textarea label="CREATE TABLE" autosize minRows={3} maxRows={12} spellCheck={false} classNames={{ input: "dw-mono" }} value={ddl} onChange={(event) => setWritten({ ...written, ddl: event.currentTarget.value })} />
              {unfit.length > 0 && <p className={styles.testError}>{t("These columns need names of their own in the query (AS …): {{unfit}}.", { unfit: unfit.map((one) => `"${one}"`).join(", ") })}</p>}
            </>
          )}
        </>
      )}
      {names.length > 0 && <p className="dw-dim">{t("Its parameters become params of the DAG, with these values as defaults: {{names}}.", { names: names.join(", ") })}</p>}
      {proposed.length > 0 && (
        <Checkbox.Group label={t("Runs after")} description={t("They build tables that it reads.")} value={[...deps]} onChange={(value) => setWritten({ ...written, deps: value })}>
          <div className={styles.deps}>
            {proposed.map((id) => (
              <Checkbox key={id} value={id} label={id} />
            ))}
          </div>
        </Checkbox.Group>
      )}
      {(trouble !== null || state.isBroken) && (
        <p className={styles.testError} role="alert">
          <MessageText text={trouble ?? t("{{file}} has a mistake in its YAML: mend it first.", { file })} />
        </p>
      )}
      <div className={styles.dialogActs}>
        <Button variant="default" onClick={onClose}>
          {t("Cancel")}
        </Button>
        <Button type="submit" disabled={!isFit} loading={early.isKept}>
          {t("Make the task")}
        </Button>
      </div>
    </form>
  );
}

function freeName(stem: string, taken: readonly string[]): string {
  for (let number = 1; ; number += 1) if (!taken.includes(`${stem}_${number}`)) return `${stem}_${number}`;
}
