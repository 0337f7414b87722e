/** One rename as the dialog sees it: what would change, what the person chose of it, and the act itself. */
import { useMemo, useState } from "react";
import { diffTexts } from "../../../../shared/document/text-diff.ts";
import { renamedDagLines, renamedTaskLines, type LineRename, type SearchedFile } from "../../../../shared/rename/plan-rename.ts";
import { renameDagInFile, renameTaskInFile } from "../../../../shared/rename/rename-own.ts";
import { useQuery } from "@tanstack/react-query";
import { useDocumentState, useForget } from "../../../document/documents-provider.tsx";
import { toFailure } from "../../../rpc/failure.ts";
import { useEngineClient, useRpc } from "../../../rpc/rpc-provider.tsx";
import { t } from "../../../strings/t.ts";
import { applyRename, saveAll, type FileChange } from "./apply-rename.ts";
import { changedLines, type ChangedLine } from "./changed-lines.ts";
import type { RenameDialogProps } from "./rename-dialog.tsx";
import type { FilePlan } from "./rename-preview.tsx";
import { useRenameFiles, type OtherFile } from "./use-rename-files.ts";

export interface Renamed {
  readonly to: string;
  readonly message: string;
  readonly tone: "done" | "refused";
  /** The own file has the new name on the disk too. */
  readonly isSaved: boolean;
}

export interface Rename {
  /** Null while the name is the old one or cannot be used. */
  readonly plan: { readonly own: readonly ChangedLine[] } | null;
  readonly error: string | null;
  readonly files: readonly FilePlan[];
  readonly notes: readonly string[];
  readonly isLoading: boolean;
  readonly isBusy: boolean;
  readonly trouble: string | null;
  readonly chosenLines: number;
  readonly chosenFiles: number;
  readonly isChosen: (path: string, line: LineRename) => boolean;
  readonly choose: (path: string, line: LineRename, isChosen: boolean) => void;
  /** What the file may be called after the DAG; null where it is not called after it now. */
  readonly fileName: string | null;
  readonly renamesFile: boolean;
  readonly setRenamesFile: (renames: boolean) => void;
  readonly perform: (saves: boolean) => Promise<void>;
}

export function useRename({ document, dagId, task, onRenamed, onClose }: RenameDialogProps, to: string): Rename {
  const from = task ?? dagId;
  const { text: file } = document;
  const text = useDocumentState(file, (state) => state.text);
  const found = useRenameFiles(from, file.path);
  const others = useOthersWith(dagId);
  const [choices, setChoices] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [renamesFile, setRenamesFile] = useState(true);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const client = useEngineClient();
  const forget = useForget();
  const own = useMemo(() => (to === from ? null : task === null ? renameDagInFile(text, { from, to }) : renameTaskInFile(text, { from, to })), [text, task, from, to]);
  const isTaken = task === null && to !== from && others.has(to);
  const after = own?.ok === true && !isTaken ? own.text : null;
  const plans = useMemo(() => (after === null ? [] : found.files.map((other) => planOf(other, (searched) => (task === null ? renamedDagLines(searched, { from, to }) : renamedTaskLines(searched, { from, to }, { dagId, others }))))), [found.files, after, task, from, to, dagId, others]);
  const isChosen = (path: string, line: LineRename): boolean => choices.get(keyOf(path, line)) ?? line.isSure;
  const chosen = plans.filter(({ readOnly }) => readOnly === null).map((plan) => ({ ...plan, lines: plan.lines.filter((line) => isChosen(plan.path, line)) })).filter(({ lines }) => lines.length > 0);
  const fileName = task === null && after !== null ? renamedFile(file.path, from, to) : null;

  const perform = async (saves: boolean): Promise<void> => {
    if (after === null) return;
    setBusy(true);
    setTrouble(null);
    const name = t("Rename {{from}} to {{to}}", { from, to });
    const changes: FileChange[] = [{ document: file, text, changes: diffTexts(text, after) }, ...chosen.map(({ document: other, text: was, lines }) => ({ document: other, text: was, changes: lines.flatMap((line) => line.changes) }))];
    const refusal = await applyRename(name, changes);
    if (refusal !== null) {
      found.readAgain();
      setTrouble(refusal);
      return setBusy(false);
    }
    const failure = saves ? ((await saveAll(changes)) ?? (fileName !== null && renamesFile ? await renameFile(fileName) : null)) : null;
    onClose();
    onRenamed({ to, isSaved: !file.get().dirty, tone: failure === null ? "done" : "refused", message: failure ?? doneWords({ from, to }, chosen.length, saves) });
  };
  const renameFile = async (target: string): Promise<string | null> => {
    // Else the open document would take the old name for a file that somebody deleted.
    forget(file.path);
    try {
      await client.documents.rename({ from: file.path, to: target });
      return null;
    } catch (thrown) {
      return t("Renamed, but the file keeps its name: {{message}}", { message: toFailure(thrown).message });
    }
  };

  return {
    plan: after === null ? null : { own: changedLines(text, after) },
    error: isTaken ? t("There is a DAG {{to}} already.", { to }) : own !== null && !own.ok ? own.message : null,
    files: plans,
    ...{ notes: found.notes, isLoading: found.isLoading, isBusy, trouble, isChosen, fileName, renamesFile, setRenamesFile, perform },
    chosenLines: chosen.reduce((sum, { lines }) => sum + lines.length, 0),
    chosenFiles: chosen.length,
    choose: (path, line, isNow) => setChoices(new Map([...choices, [keyOf(path, line), isNow]])),
  };
}

/** Ids of all other DAGs: a script that one of them uses too may mean its own task. */
function useOthersWith(dagId: string): ReadonlySet<string> {
  const dags = useQuery(useRpc().dags.list.queryOptions({ input: {} })).data?.dags;
  return useMemo(() => new Set(dags?.map((dag) => dag.dagId).filter((id) => id !== dagId)), [dags, dagId]);
}

function planOf(other: OtherFile, linesOf: (file: SearchedFile) => LineRename[]): FilePlan & OtherFile {
  const { readOnly, conflict } = other.document.get();
  return { ...other, lines: linesOf(other), readOnly: readOnly ?? (conflict === null ? null : t("{{other}} was changed on disk too.", { other: other.path })) };
}

function keyOf(path: string, { number }: LineRename): string {
  return `${number} ${path}`;
}

/** `sql/claims.dag.yaml` after the DAG `claims`. */
function renamedFile(path: string, from: string, to: string): string | null {
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  return path === `${folder}${from}.dag.yaml` ? `${folder}${to}.dag.yaml` : null;
}

function doneWords({ from, to }: { readonly from: string; readonly to: string }, others: number, saves: boolean): string {
  if (others === 0) return t("Renamed {{from}} to {{to}}", { from, to });
  return saves ? t("Renamed {{from}} to {{to}}; {{count}} other files saved with it", { from, to, count: others }) : t("Renamed {{from}} to {{to}}; the edits in {{count}} other files are not saved yet", { from, to, count: others });
}
