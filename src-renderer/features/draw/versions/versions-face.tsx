/** The versions of a DAG file, and the difference of any two: on the graph, in words, and as text. It stands in for the drawing. */
import { Button } from "@mantine/core";
import { ArrowLeft } from "lucide-react";
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { useCommandContexts, useCommandHandlers } from "../../../app/command-handlers.ts";
import type { DagDocument } from "../../../document/dag-document.ts";
import { useDocumentState } from "../../../document/documents-provider.tsx";
import { rich } from "../../../strings/rich.tsx";
import { t } from "../../../strings/t.ts";
import panes from "../../../ui/panes.module.css";
import { ErrorState } from "../../../ui/error-state.tsx";
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx";
import { whenAble } from "../../../ui/when-able.ts";
import { selectInDrawing, useDrawSelection } from "../selection.ts";
import { CompareBar, type ShownAs } from "./compare-bar.tsx";
import { compareTexts } from "../../../graph-view/diff/compare-texts.ts";
import { Difference } from "./difference.tsx";
import { useRestore } from "./use-restore.ts";
import { useVersions, useVersionText, type VersionEntry } from "./use-versions.ts";
import { VersionList } from "./version-list.tsx";
import styles from "./versions.module.css";

export interface VersionsFaceProps {
  readonly document: DagDocument;
  readonly dagId: string;
  /** `changes` starts with what is not saved. */
  readonly start: "versions" | "changes";
  readonly onClose: () => void;
}

export function VersionsFace({ document, dagId, start, onClose }: VersionsFaceProps): ReactNode {
  const { text } = document;
  const versions = useVersions(text);
  const [chosen, setChosen] = useState<{ from: string | null; to: string }>({ from: start === "changes" ? "disk" : null, to: "now" });
  const [shownAs, setShownAs] = useState<ShownAs>("graph");
  const { entries } = versions;
  const dirty = useDocumentState(text, (state) => state.dirty);
  const from = entryOf(entries, chosen.from) ?? firstFrom(entries, dirty);
  const to = entryOf(entries, chosen.to) ?? entries[0];
  const before = useVersionText(text, from?.key ?? "now");
  const after = useVersionText(text, to?.key ?? "now");
  const comparison = useMemo(
    () => (from === undefined || to === undefined || before.text === null || after.text === null ? null : compareTexts({ title: from.title, text: before.text }, { title: to.title, text: after.text })),
    [from, to, before.text, after.text],
  );
  const restore = useRestore(document);
  const readOnly = useDocumentState(text, (state) => state.readOnly);
  const { primary } = useDrawSelection(dagId);
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), []);
  useFileCommands(document);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.stopPropagation();
    onClose();
  };
  const mayRestore = from !== undefined && from.key !== "now" && to?.key === "now" && readOnly === null;
  const failure = before.failure ?? after.failure;
  return (
    <section className={styles.face} aria-label={t("Versions")} onKeyDown={onKeyDown}>
      <header className={styles.head}>
        <Button size="compact-sm" variant="default" leftSection={<ArrowLeft size={14} aria-hidden />} onClick={onClose}>
          {t("Back to the drawing")}
        </Button>
        <h2 ref={head} tabIndex={-1}>
          {rich("Versions of {{text}}", { text: <span className="dw-mono">{text.path}</span> })}
        </h2>
        <span className={styles.said} role="status">
          {restore.message}
        </span>
        <SaveState document={document} />
      </header>
      <div className={panes.columns}>
        <div className={styles.aside}>
          {versions.note !== null && <p className={styles.note}>{versions.note}</p>}
          {versions.failure !== null && <ErrorState title={t("The versions cannot be listed")} failure={versions.failure} onRetry={versions.retry} />}
          {versions.isLoading ? <SkeletonRows rows={6} label={t("Looking for versions")} /> : <VersionList entries={entries} from={from?.key ?? ""} to={to?.key ?? ""} onFrom={(key) => setChosen({ ...chosen, from: key })} onTo={(key) => setChosen({ ...chosen, to: key })} />}
          {!versions.isLoading && versions.failure === null && entries.every(({ version }) => version === null) && <p className={panes.none}>{t("No versions yet. Each save keeps one here; commits of git are listed beside them.")}</p>}
        </div>
        <div className={panes.main}>
          {from !== undefined && to !== undefined && (
            <CompareBar entries={entries} from={from} to={to} shownAs={shownAs} summary={comparison?.kind === "graph" ? comparison.summary : null} onShownAs={setShownAs} onChoose={(sides) => setChosen(sides)}>
              {mayRestore && (
                <Button size="compact-sm" variant="default" {...whenAble(before.text !== null && before.text !== after.text, () => (from.key === "disk" ? void text.revert() : restore.whole(from, before.text ?? "")))}>
                  {from.key === "disk" ? t("Discard all changes") : t("Restore this version")}
                </Button>
              )}
            </CompareBar>
          )}
          {failure !== null ? (
            <ErrorState title={t("A version cannot be read")} failure={failure} />
          ) : comparison === null || before.text === null || after.text === null ? (
            <SkeletonRows rows={10} label={t("Reading the versions")} />
          ) : (
            <Difference
              comparison={comparison}
              before={before.text}
              after={after.text}
              shownAs={shownAs}
              dagId={dagId}
              selected={primary}
              onSelect={(id) => selectInDrawing(dagId, id === null ? [] : [id], "tree")}
              onRestore={mayRestore && comparison.kind === "graph" ? (id) => restore.task(from, before.text ?? "", id) : null}
            />
          )}
        </div>
      </div>
    </section>
  );
}

function entryOf(entries: readonly VersionEntry[], key: string | null): VersionEntry | undefined {
  return entries.find((entry) => entry.key === key);
}

/** What is on the disk where it is another; else the version before the newest, which is the file itself. */
function firstFrom(entries: readonly VersionEntry[], dirty: boolean): VersionEntry | undefined {
  const kept = entries.filter(({ version }) => version !== null);
  return (dirty ? entryOf(entries, "disk") : undefined) ?? kept[1] ?? kept[0] ?? entryOf(entries, "disk") ?? entries[0];
}

/** Undo, redo and save go on here as in the drawing. */
function useFileCommands({ text }: DagDocument): void {
  useCommandContexts("draw");
  useCommandHandlers({ "draw.undo": () => text.undo(), "draw.redo": () => text.redo(), "draw.save": () => void text.save() });
}

function SaveState({ document: { text } }: { document: DagDocument }): ReactNode {
  const dirty = useDocumentState(text, (state) => state.dirty);
  const readOnly = useDocumentState(text, (state) => state.readOnly);
  return (
    <>
      <span className="dw-dim">{readOnly !== null ? t("read only") : dirty ? t("not saved") : t("saved")}</span>
      <Button size="compact-sm" variant={dirty ? "filled" : "default"} {...whenAble(dirty && readOnly === null, () => void text.save())}>
        {t("Save")}
      </Button>
    </>
  );
}
