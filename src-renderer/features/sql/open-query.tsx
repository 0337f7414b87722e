/** One query: its text, what stands beside it (parameters, rendered text), and what it gave. What is typed is the file's, saved with Mod+S. */
import { useQuery as useRead } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import type { HistoryEntry } from "../../../shared/contract/sql.ts";
import type { ConnectionInfo } from "../../../shared/contract/warehouse.ts";
import type { TextChange, TextSpan } from "../../../shared/document/text-change.ts";
import { placeholderKeys } from "../../../shared/sql/placeholders.ts";
import { useCommandContexts, useCommandHandlers } from "../../app/command-handlers.ts";
import { useKeyLookup } from "../../app/key-map.ts";
import { navigate } from "../../app/route.ts";
import { useMarkUnsaved } from "../../app/unsaved.ts";
import { useDocumentState } from "../../document/documents-provider.tsx";
import type { TextDocument } from "../../document/text-document.ts";
import { isScratchPath } from "../../document/scratch.ts";
import { DocumentNotices } from "../../editor/document-notices.tsx";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { t } from "../../strings/t.ts";
import { MessageText } from "../../ui/message-text.tsx";
import { QueryColumns } from "../../sql-text/query-columns.tsx";
import { RenderedView } from "../../sql-text/rendered-view.tsx";
import { SqlEditor } from "../../sql-text/sql-editor.tsx";
import { dialectOf, type SqlSubject } from "../../sql-text/sql-subject.ts";
import { pieceAt, pieceOf, type Piece } from "../../sql-text/statement-at.ts";
import { hasTemplate, useRendered } from "../../sql-text/use-rendered.ts";
import { useSqlSettings } from "../../sql-text/use-sql-settings.ts";
import { ConfirmWrites } from "./confirm-writes.tsx";
import { formatDocument } from "./format-document.ts";
import { useKeptParams } from "./kept-params.ts";
import { ParamsPanel } from "./params-panel.tsx";
import { QueryBar } from "./query-bar.tsx";
import look from "./query.module.css";
import { ResultsDivider, useEditorShare } from "./results/results-divider.tsx";
import { ResultsPanel } from "./results/results-panel.tsx";
import { RunToFile, type RunToFileProps } from "./results/run-to-file.tsx";
import styles from "./sql.module.css";
import { useChosenConnection } from "./use-chosen-connection.ts";
import { useExplain } from "./results/use-explain.ts";
import { useQuery } from "./use-query.ts";
import { useQueryHome } from "./use-query-home.ts";
import { useQueryFileActs } from "./query-file-acts.ts";
import { SaveQueryDialog } from "./save-query-dialog.tsx";
import { useRunPiece } from "./use-run-piece.ts";

const TaskOfQuery = lazy(async () => ({ default: (await import("./make-task/task-of-query.tsx")).TaskOfQuery }));

interface OpenQueryProps {
  readonly document: TextDocument;
  readonly connections: readonly ConnectionInfo[];
}

export function OpenQuery({ document, connections }: OpenQueryProps): ReactNode {
  const rpc = useRpc();
  const query = useQuery(document.path);
  const plan = useExplain();
  const size = useEditorShare();
  const text = useDocumentState(document, (state) => state.text);
  const dirty = useDocumentState(document, (state) => state.dirty);
  const isScratch = useDocumentState(document, (state) => state.disk === null) && isScratchPath(document.path);
  const files = useQueryFileActs();
  const [isNaming, setNaming] = useState(false);
  const readOnly = useDocumentState(document, (state) => state.readOnly);
  const ofDag = useQueryHome(document.path);
  const [connection, choose] = useChosenConnection(document.path, connections, ofDag.connection);
  const [params, setParams] = useKeptParams(document.path);
  const [formatTrouble, setFormatTrouble] = useState<string | null>(null);
  const [shown, setShown] = useState({ rendered: false, params: true, columns: false });
  const [cursor, setCursor] = useState(0);
  /** The text that ran was another than the file's: its templates were rendered. */
  const [isOther, setIsOther] = useState(false);
  const place = useRef<{ cursor: number; selected: TextSpan | null }>({ cursor: 0, selected: null });
  const settings = useSqlSettings();
  const id = connection?.id ?? "";
  const catalog = useRead({ ...rpc.warehouse.catalog.queryOptions({ input: { connection: id } }), enabled: connection !== undefined }).data ?? null;
  const dialect = dialectOf(connection);
  const { home } = ofDag;
  const subject = useMemo<SqlSubject>(
    () => ({
      ...{ dialect, connection: id, catalog, settings, home, addDep: null },
      listFolder: async (folder) => (await rpc.files.list.call({ folder })).entries,
      openTable: (schema, table) => navigate({ page: "table", connection: id, schema, table }),
      openTask: (taskId) => home !== null && navigate({ page: "dag", dagId: home.dagId, face: "draw", taskId }),
    }),
    [rpc, dialect, id, catalog, settings, home],
  );
  const needsRendering = shown.rendered || hasTemplate(text);
  const rendered = useRendered(home === null || !needsRendering ? null : { file: home.file, taskId: home.taskId, template: text });
  const keys = useMemo(() => placeholderKeys(text, dialect), [text, dialect]);
  const runPiece = useRunPiece({
    ...{ connection, connections, params, rendered: home === null ? null : rendered },
    run: (input) => {
      plan.putAway();
      setIsOther(input.origin === undefined);
      query.run(input);
    },
  });
  const [making, setMaking] = useState<{ text: string; ready: ReturnType<typeof runPiece.ready> } | null>(null);

  const [toFile, setToFile] = useState<RunToFileProps["source"] | null>(null);

  const here = (): Piece | null => pieceAt(document.get().text, place.current.cursor, place.current.selected);
  const acts = {
    run: () => runPiece.ask(here()),
    runAll: () => runPiece.ask(pieceOf(document.get().text, 0, document.get().text.length)),
    cancel: query.cancel,
    explain: (analyze = false) => {
      const piece = here();
      if (piece !== null) void runPiece.ready(piece).then((input) => input !== null && plan.ask({ connection: input.connection, text: input.text, params: input.params, analyze }));
    },
    format: () => setFormatTrouble(formatDocument(document, dialect, settings)),
    save: () => (isScratch ? setNaming(true) : void document.save()),
    saveAs: () => setNaming(true),
    rendered: () => setShown({ ...shown, rendered: !shown.rendered }),
    params: () => setShown({ ...shown, params: !shown.params }),
    columns: () => setShown({ ...shown, columns: !shown.columns }),
    toFile: () => {
      const piece = here();
      if (piece !== null) void runPiece.ready(piece).then((input) => input !== null && setToFile({ connection: input.connection, text: input.text, params: input.params }));
    },
    makeTask: () => {
      const piece = here();
      if (piece !== null) setMaking({ text: piece.text, ready: runPiece.ready(piece) });
    },
  };
  const take = (entry: HistoryEntry): void => {
    const { length } = document.get().text;
    document.change(t("Take a query of the history"), [{ start: length, end: length, text: `${length === 0 ? "" : "\n\n"}${entry.text}` }]);
    if (connections.some((one) => one.id === entry.connection)) choose(entry.connection);
    if (entry.params !== null) setParams(entry.params);
  };
  const isRunning = query.state.phase === "running";
  useMarkUnsaved(`sql:${document.path}`, dirty && !(isScratch && text === ""));
  useCommandContexts("sql", "draw");
  const handlers = {
    "sql.run": acts.run,
    "sql.runAll": acts.runAll,
    "sql.cancel": acts.cancel,
    "sql.explain": () => acts.explain(),
    "sql.explainAnalyze": () => acts.explain(true),
    "sql.format": acts.format,
    "sql.rendered": acts.rendered,
    "sql.params": acts.params,
    "sql.columns": acts.columns,
    "sql.toFile": acts.toFile,
    "sql.makeTask": acts.makeTask,
    "sql.saveAs": acts.saveAs,
    "draw.save": acts.save,
    "draw.undo": () => document.undo(),
    "draw.redo": () => document.redo(),
  };
  useCommandHandlers(handlers);
  const editorKeys = useEditorKeys({ ...acts, cancelOrMend: (mend) => (isRunning ? acts.cancel() : mend()) });
  const failedPlace = query.state.failure?.place ?? query.state.statements.find((one) => one.failure !== null)?.failure?.place ?? null;
  const reveal = useMemo(() => (failedPlace === null || isOther ? null : { span: { start: failedPlace.offset, end: failedPlace.offset } }), [failedPlace, isOther]);
  return (
    <section className={`${styles.page} ${look.query}`} aria-label={t("Query {{document}}", { document: document.path })} data-query={query.state.phase} data-outcome={query.state.outcome}>
      <div className={look.bar} data-color={connection?.color ?? undefined} />
      <QueryBar {...{ document, connections, connection, acts, isScratch }} onConnection={choose} running={isRunning} ofDag={ofDag} shown={shown} hasParams={keys.length > 0} hasTemplates={hasTemplate(text)} />
      <DocumentNotices document={document} />
      {formatTrouble !== null && (
        <p className={styles.summary} role="status">
          {t("Not formatted: {{formatTrouble}}", { formatTrouble })}
        </p>
      )}
      {runPiece.trouble !== null && (
        <p className={look.trouble} role="alert">
          <span>
            {t("Not run:")} <MessageText text={runPiece.trouble} />
          </span>
        </p>
      )}
      <div className={look.beside} style={{ flex: `0 0 ${size.share}%` }}>
        <div className={look.text}>
          <SqlEditor
            takesFocus
            path={document.path}
            label={t("Text of {{document}}", { document: document.path })}
            text={text}
            subject={subject}
            more={rendered.marks}
            pointsAtStatement
            readOnly={readOnly}
            keys={editorKeys}
            reveal={reveal}
            onChange={(changes: readonly TextChange[]) => document.type(changes)}
            onUndo={() => document.undo()}
            onRedo={() => document.redo()}
            onCursor={(at) => {
              place.current = { ...place.current, cursor: at };
              setCursor(at);
            }}
            onSelect={(selected) => void (place.current = { cursor: selected.end, selected })}
          />
        </div>
        {shown.rendered && (home === null ? <p className={look.choose}>{t("Choose the DAG whose words the templates use, at the right of the bar above.")}</p> : <RenderedView rendered={rendered} template={text} dag={home.dag} path={document.path} />)}
        {shown.columns && <QueryColumns subject={subject} text={pieceAt(text, cursor, null)?.text ?? ""} />}
        {shown.params && keys.length > 0 && <ParamsPanel keys={keys} params={params} missing={runPiece.missing} onChange={(key, value) => setParams({ [key]: value })} />}
      </div>
      <ResultsDivider {...size} />
      {toFile !== null && <RunToFile source={toFile} name={isScratch ? t("result") : (document.path.split("/").at(-1) ?? "result").replace(/\.sql$/i, "")} onClose={() => setToFile(null)} />}
      <ResultsPanel {...{ query, plan, subject }} isActive onTake={take} onRunAgain={runPiece.again} />
      {runPiece.asking !== null && <ConfirmWrites connection={runPiece.asking.connection} statements={runPiece.asking.statements} onRun={() => runPiece.answer(true)} onClose={() => runPiece.answer(false)} />}
      {isNaming && <SaveQueryDialog path={document.path} onSave={(path) => files.saveAs(document, path)} onClose={() => setNaming(false)} />}
      {making !== null && connection !== undefined && (
        <Suspense fallback={null}>
          <TaskOfQuery {...{ connection, params, home }} {...making} onClose={() => setMaking(null)} />
        </Suspense>
      )}
    </section>
  );
}

interface KeyActs {
  run(): void;
  runAll(): void;
  format(): void;
  explain(): void;
  save(): void;
  saveAs(): void;
  rendered(): void;
  cancelOrMend(mend: () => void): void;
}

/** The editor hears these keys before the window does. */
function useEditorKeys(acts: KeyActs) {
  const newest = useRef(acts);
  useEffect(() => void (newest.current = acts));
  const keysOf = useKeyLookup();
  return useMemo(
    () => [
      { id: "dagwright.sql.run", title: t("Run the statement at the cursor"), keys: keysOf("sql.run"), run: () => newest.current.run() },
      { id: "dagwright.sql.runAll", title: t("Run all statements"), keys: keysOf("sql.runAll"), run: () => newest.current.runAll() },
      { id: "dagwright.sql.cancel", title: t("Cancel the query, or mend what is marked"), keys: keysOf("sql.cancel"), run: (mend: () => void) => newest.current.cancelOrMend(mend) },
      { id: "dagwright.sql.format", title: t("Format the SQL"), keys: keysOf("sql.format"), run: () => newest.current.format() },
      { id: "dagwright.sql.explain", title: t("Explain the statement at the cursor"), keys: keysOf("sql.explain"), run: () => newest.current.explain() },
      { id: "dagwright.sql.rendered", title: t("Show the text with its templates rendered"), keys: keysOf("sql.rendered"), run: () => newest.current.rendered() },
      { id: "dagwright.save", title: t("Save the query"), keys: keysOf("draw.save"), run: () => newest.current.save() },
      { id: "dagwright.sql.saveAs", title: t("Save the query under another name"), keys: keysOf("sql.saveAs"), run: () => newest.current.saveAs() },
    ],
    [keysOf],
  );
}
