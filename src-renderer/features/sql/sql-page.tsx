/** A SQL file of the workspace: its text above, what its queries gave below. What is typed is the file's, saved with Mod+S. */
import { useQuery as useRead } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import type { ConnectionInfo } from "../../../shared/contract/warehouse.ts";
import type { TextChange, TextSpan } from "../../../shared/document/text-change.ts";
import { formatSql } from "../../../shared/sql/format.ts";
import { useCommandContexts, useCommandHandlers } from "../../app/command-handlers.ts";
import { useKeyLookup } from "../../app/key-map.ts";
import { navigate } from "../../app/route.ts";
import { useMarkUnsaved } from "../../app/unsaved.ts";
import { useDocumentState, useOpening } from "../../document/documents-provider.tsx";
import type { TextDocument } from "../../document/text-document.ts";
import { DocumentNotices } from "../../editor/document-notices.tsx";
import { ScriptEditor } from "../../editor/script-editor.tsx";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { toFailure } from "../../rpc/failure.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { SkeletonRows } from "../../ui/skeleton-rows.tsx";
import { QueryBar } from "./query-bar.tsx";
import { ResultsPanel } from "./results/results-panel.tsx";
import { dialectOf, sqlKnowledge, sqlMarks } from "./sql-knowledge.ts";
import { pieceAt, pieceOf, type Piece } from "./statement-at.ts";
import styles from "./sql.module.css";
import { useChosenConnection } from "./use-chosen-connection.ts";
import { useExplain } from "./results/use-explain.ts";
import { useQuery } from "./use-query.ts";

export function SqlPage({ path }: { path: string }): ReactNode {
  const rpc = useRpc();
  const { document, failure } = useOpening(path);
  const connections = useRead(rpc.warehouse.connections.queryOptions({ input: {} }));
  if (failure !== null) return <ErrorState title={`${path} cannot be opened`} failure={failure} />;
  if (connections.error !== null && connections.data === undefined) return <ErrorState title="The connections could not be read" failure={toFailure(connections.error)} onRetry={() => void connections.refetch()} />;
  if (document === null || connections.data === undefined) return <SkeletonRows rows={12} label="Opening the query" />;
  return <OpenQuery document={document} connections={connections.data.connections} />;
}

function OpenQuery({ document, connections }: { document: TextDocument; connections: readonly ConnectionInfo[] }): ReactNode {
  const rpc = useRpc();
  const query = useQuery();
  const text = useDocumentState(document, (state) => state.text);
  const dirty = useDocumentState(document, (state) => state.dirty);
  const readOnly = useDocumentState(document, (state) => state.readOnly);
  const [connection, choose] = useChosenConnection(document.path, connections);
  const plan = useExplain();
  const [formatTrouble, setFormatTrouble] = useState<string | null>(null);
  const place = useRef<{ cursor: number; selected: TextSpan | null }>({ cursor: 0, selected: null });
  const id = connection?.id ?? "";
  const catalog = useRead({ ...rpc.warehouse.catalog.queryOptions({ input: { connection: id } }), enabled: connection !== undefined }).data ?? null;
  const dialect = dialectOf(connection);
  const knowledge = useMemo(() => sqlKnowledge({ dialect, catalog, openTable: (schema, table) => navigate({ page: "table", connection: id, schema, table }) }), [dialect, catalog, id]);
  const marks = useSlowMarks(text, dialect, catalog);

  const here = (): Piece | null => pieceAt(document.get().text, place.current.cursor, place.current.selected);
  const run = (piece: Piece | null): void => {
    if (piece === null) return;
    plan.putAway();
    query.run({ connection: id, ...piece });
  };
  const acts = {
    run: () => run(here()),
    runAll: () => run(pieceOf(document.get().text, 0, document.get().text.length)),
    cancel: query.cancel,
    explain: (analyze = false) => {
      const piece = here();
      if (piece !== null) plan.ask({ connection: id, text: piece.text, analyze });
    },
    format: () => {
      const { text: now } = document.get();
      const made = formatSql({ text: now, dialect, settings: { keywordCase: "preserve" } });
      setFormatTrouble(made.ok ? null : made.reason);
      if (made.ok && made.text !== now) document.change("Format the SQL", [{ start: 0, end: now.length, text: made.text }]);
    },
    save: () => void document.save(),
  };
  useMarkUnsaved(`sql:${document.path}`, dirty);
  useCommandContexts("sql", "draw");
  useCommandHandlers({
    "sql.run": acts.run,
    "sql.runAll": acts.runAll,
    "sql.cancel": acts.cancel,
    "sql.explain": () => acts.explain(),
    "sql.explainAnalyze": () => acts.explain(true),
    "sql.format": acts.format,
    "draw.save": acts.save,
    "draw.undo": () => document.undo(),
    "draw.redo": () => document.redo(),
  });
  // The editor hears these keys before the window does.
  const newest = useRef(acts);
  useEffect(() => void (newest.current = acts));
  const keysOf = useKeyLookup();
  const keys = useMemo(
    () => [
      { id: "dagwright.sql.run", title: "Run the statement at the cursor", keys: keysOf("sql.run"), run: () => newest.current.run() },
      { id: "dagwright.sql.runAll", title: "Run all statements", keys: keysOf("sql.runAll"), run: () => newest.current.runAll() },
      { id: "dagwright.sql.format", title: "Format the SQL", keys: keysOf("sql.format"), run: () => newest.current.format() },
      { id: "dagwright.sql.explain", title: "Explain the statement at the cursor", keys: keysOf("sql.explain"), run: () => newest.current.explain() },
      { id: "dagwright.save", title: "Save the query", keys: keysOf("draw.save"), run: () => newest.current.save() },
    ],
    [keysOf],
  );
  const failedPlace = query.state.failure?.place ?? query.state.statements.find((one) => one.failure !== null)?.failure?.place ?? null;
  const reveal = useMemo(() => (failedPlace === null ? null : { span: { start: failedPlace.offset, end: failedPlace.offset } }), [failedPlace]);
  return (
    <section className={styles.page} aria-label={`Query ${document.path}`} data-query={query.state.phase} data-outcome={query.state.outcome}>
      <QueryBar document={document} connections={connections} connection={connection} onConnection={choose} running={query.state.phase === "running"} acts={acts} />
      <DocumentNotices document={document} />
      {formatTrouble !== null && (
        <p className={styles.summary} role="status">
          Not formatted: {formatTrouble}
        </p>
      )}
      <div className={styles.editor} style={{ flex: "0 0 45%" }}>
        <ScriptEditor
          path={document.path}
          label={`Text of ${document.path}`}
          text={text}
          marks={marks}
          readOnly={readOnly}
          keys={keys}
          knowledge={knowledge}
          reveal={reveal}
          onChange={(changes: readonly TextChange[]) => document.type(changes)}
          onUndo={() => document.undo()}
          onRedo={() => document.redo()}
          onCursor={(cursor) => void (place.current = { ...place.current, cursor })}
          onSelect={(selected) => void (place.current = { cursor: selected.end, selected })}
        />
      </div>
      <ResultsPanel query={query} plan={plan} connection={id} isActive onTake={(taken) => document.change("Take a query of the history", [{ start: document.get().text.length, end: document.get().text.length, text: `${document.get().text === "" ? "" : "\n\n"}${taken}` }])} />
    </section>
  );
}

const marksAfterMs = 250;

/** Marks follow when the typing pauses: half-written SQL is not wrong yet. */
function useSlowMarks(text: string, dialect: Parameters<typeof sqlMarks>[1], catalog: Parameters<typeof sqlMarks>[2]): ReturnType<typeof sqlMarks> {
  const [marks, setMarks] = useState<ReturnType<typeof sqlMarks>>([]);
  useEffect(() => {
    const timer = setTimeout(() => setMarks(sqlMarks(text, dialect, catalog)), marksAfterMs);
    return () => clearTimeout(timer);
  }, [text, dialect, catalog]);
  return marks;
}

