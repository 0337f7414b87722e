/** The DAG file itself, to read and to write: the text is the truth, what is saved is what runs. */
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState, type ReactNode } from "react";
import { findCommand } from "../../../shared/commands/commands.ts";
import type { DagDetail } from "../../../shared/contract/dags.ts";
import type { ParsedDag } from "../../../shared/dag-file/parse-dag.ts";
import type { TextChange } from "../../../shared/document/text-change.ts";
import { useCommandContexts, useCommandHandlers } from "../../app/command-handlers.ts";
import { useKeysOf } from "../../app/key-map.ts";
import { useCameBack } from "../../app/kept-view.ts";
import { useMarkUnsaved } from "../../app/unsaved.ts";
import { useDocumentState, useOpening } from "../../document/documents-provider.tsx";
import type { TextDocument } from "../../document/text-document.ts";
import { ChangesDialog } from "../../editor/changes-dialog.tsx";
import { DocumentNotices } from "../../editor/document-notices.tsx";
import type { Reveal } from "../../editor/editor-parts.ts";
import { taskPlaces } from "../../editor/task-places.ts";
import { YamlEditor } from "../../editor/yaml-editor.tsx";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { t, translated } from "../../strings/t.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { SkeletonRows } from "../../ui/skeleton-rows.tsx";
import styles from "./dag-page.module.css";
import { SourceBar } from "./source-bar.tsx";
import type { DagPageState } from "./use-dag-page.ts";
import { useReading } from "./use-reading.ts";

interface SourceFaceProps {
  readonly page: DagPageState;
  readonly dag: DagDetail;
  readonly line: number | null;
}

export function SourceFace(props: SourceFaceProps): ReactNode {
  const { document, failure } = useOpening(props.dag.summary.file);
  if (failure !== null) return <ErrorState title={t("{{file}} cannot be opened", { file: props.dag.summary.file })} failure={failure} />;
  if (document === null) return <SkeletonRows rows={12} label={t("Opening the file")} />;
  return <Source {...props} document={document} />;
}

function Source({ page, dag, line, document }: SourceFaceProps & { document: TextDocument }): ReactNode {
  const rpc = useRpc();
  const { reading, diagnostics } = useReading(document, dag);
  const text = useDocumentState(document, (state) => state.text);
  const dirty = useDocumentState(document, (state) => state.dirty);
  const readOnly = useDocumentState(document, (state) => state.readOnly);
  const connections = useQuery(rpc.warehouse.connections.queryOptions({ input: {} })).data?.connections;
  const words = useMemo(() => ({ connections: connections?.map(({ id }) => id) ?? [] }), [connections]);
  const acts = useMemo(() => ({ type: (changes: readonly TextChange[]) => document.type(changes), undo: () => document.undo(), redo: () => document.redo(), save: () => void document.save() }), [document]);
  const saveKeys = useKeysOf("draw.save");
  const changesKeys = useKeysOf("draw.changes");
  const [compares, setCompares] = useState(false);
  const keys = useMemo(() => [{ id: "dagwright.save", title: t("Save the DAG file"), keys: saveKeys, run: acts.save }, { id: "dagwright.changes", title: translated(findCommand("draw.changes").title), keys: changesKeys, run: () => setCompares(true) }], [acts, saveKeys, changesKeys]);
  useMarkUnsaved(`dag:${page.place.dagId}`, dirty);
  useCommandContexts("draw");
  useCommandHandlers({ "draw.changes": () => setCompares(true), "draw.save": acts.save, "draw.undo": acts.undo, "draw.redo": acts.redo });
  return (
    <div className={styles.face}>
      <SourceBar document={document} />
      <DocumentNotices document={document} />
      {compares && <ChangesDialog document={document} onClose={() => setCompares(false)} />}
      <div className={styles.fill}>
        <YamlEditor
          path={document.path}
          label={t("Source of {{document}}", { document: document.path })}
          text={text}
          parsed={reading}
          diagnostics={diagnostics}
          readOnly={readOnly}
          words={words}
          keys={keys}
          reveal={useReveal(text, line, reading, page.nodeId)}
          onChange={acts.type}
          onUndo={acts.undo}
          onRedo={acts.redo}
          {...(page.taskId === null ? {} : { onTask: (task: string | null) => task !== null && page.selectTask(task) })}
        />
      </div>
    </div>
  );
}

/** The line that was asked for; else, when the face opens, the task that is selected, unless the text was left there. */
function useReveal(text: string, line: number | null, reading: ParsedDag | null, taskId: string | null): Reveal | null {
  const asked = useMemo(() => (line === null ? null : { line, focus: true }), [line]);
  const cameBack = useCameBack(taskId);
  const [task] = useState(cameBack ? null : taskId);
  const [start, setStart] = useState<Reveal | null>(null);
  const place = start === null && reading !== null && task !== null ? taskPlaces(text, reading).find(({ id }) => id === task) : undefined;
  if (place !== undefined) setStart({ span: place.key });
  return asked ?? start;
}
