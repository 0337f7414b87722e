/** Edits that are kept and not in their files: open one, look at the difference, or let it go. */
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useRef, useState, type ReactNode } from "react";
import type { DraftInfo } from "../../../shared/contract/documents.ts";
import { navigate, type Route } from "../../app/route.ts";
import { useAcquire } from "../../document/documents-provider.tsx";
import type { TextDocument } from "../../document/text-document.ts";
import { toFailure } from "../../rpc/failure.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { rich } from "../../strings/rich.tsx";
import { t } from "../../strings/t.ts";
import { RelativeTime } from "../../ui/time-text.tsx";
import styles from "./recovery.module.css";

const DraftDialog = lazy(async () => ({ default: (await import("./draft-dialog.tsx")).DraftDialog }));

interface UnsavedListProps {
  readonly drafts: readonly DraftInfo[];
  /** It was opened, saved or discarded. */
  readonly onHandled: (path: string, how: "opened" | "gone") => void;
}

export function UnsavedList({ drafts, onHandled }: UnsavedListProps): ReactNode {
  const [shown, setShown] = useState<string | null>(null);
  const dags = useQuery(useRpc().dags.list.queryOptions({ input: {} })).data?.dags ?? [];
  return (
    <>
      <ul className={styles.list} aria-label={t("Files with edits that were not saved")}>
        {drafts.map((draft) => (
          <DraftRow key={draft.path} draft={draft} route={routeOf(draft.path, dags)} onOpened={() => onHandled(draft.path, "opened")} onSaved={() => onHandled(draft.path, "gone")} onShow={() => setShown(draft.path)} />
        ))}
      </ul>
      {shown !== null && (
        <Suspense fallback={null}>
          <DraftDialog path={shown} onClose={() => setShown(null)} onGone={() => onHandled(shown, "gone")} />
        </Suspense>
      )}
    </>
  );
}

interface DraftRowProps {
  readonly draft: DraftInfo;
  readonly route: Route | null;
  readonly onOpened: () => void;
  readonly onSaved: () => void;
  readonly onShow: () => void;
}

function DraftRow({ draft: { path, savedAt, isGone }, route, onOpened, onSaved, onShow }: DraftRowProps): ReactNode {
  const { discarded, trouble, discard, saveAnew, takeBack } = useDraftActs(path, onSaved);
  const open = (): void => {
    if (route !== null) navigate(route);
    onOpened();
  };
  return (
    <li className={styles.row}>
      <span className={styles.path} title={path}>
        {path}
      </span>
      <span className="dw-dim" role="status">
        {discarded ? t("discarded") : (trouble ?? <>{rich("{{value}}edited {{savedAt}}", { value: isGone ? t("the file is gone · ") : "", savedAt: <RelativeTime at={savedAt} /> })}</>)}
      </span>
      <span className={styles.acts}>
        {discarded ? (
          <Act name={t("Undo")} path={path} onClick={takeBack} />
        ) : (
          <>
            {route !== null && <Act name={t("Open")} path={path} onClick={open} />}
            <Act name={isGone ? t("Show the text") : t("Show the difference")} path={path} onClick={onShow} />
            {isGone && <Act name={t("Write the file anew")} path={path} onClick={() => void saveAnew()} />}
            <Act name={t("Discard")} path={path} onClick={() => void discard()} />
          </>
        )}
      </span>
    </li>
  );
}

function Act({ name, path, onClick }: { name: string; path: string; onClick: () => void }): ReactNode {
  return (
    <Button size="compact-sm" variant="default" aria-label={`${name}: ${path}`} onClick={onClick}>
      {name}
    </Button>
  );
}

interface DraftActs {
  readonly discarded: boolean;
  readonly trouble: string | null;
  readonly discard: () => Promise<void>;
  readonly saveAnew: () => Promise<void>;
  readonly takeBack: () => void;
}

/** Lets a draft go in a way that can be taken back for as long as the row is there, or writes its file anew. */
function useDraftActs(path: string, onSaved: () => void): DraftActs {
  const acquire = useAcquire();
  const [document, setDocument] = useState<TextDocument | null>(null);
  const [discarded, setDiscarded] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const release = useRef<(() => void) | null>(null);
  useEffect(() => () => release.current?.(), []);
  const opened = async (): Promise<TextDocument | null> => {
    const held = release.current === null ? acquire(path) : null;
    if (held !== null) release.current = held.release;
    const found = document ?? (await held?.document) ?? null;
    setDocument(found);
    return found;
  };
  const act = async (what: (opened: TextDocument) => Promise<void>): Promise<void> => {
    try {
      const found = await opened();
      if (found !== null) await what(found);
    } catch (thrown) {
      setTrouble(toFailure(thrown).message);
    }
  };
  const discard = (): Promise<void> =>
    act(async (found) => {
      await found.revert();
      setDiscarded(true);
    });
  const saveAnew = (): Promise<void> =>
    act(async (found) => {
      const saved = await found.save();
      if (saved.ok) onSaved();
      else setTrouble(saved.message);
    });
  const takeBack = (): void => {
    document?.undo();
    setDiscarded(false);
  };
  return { discarded, trouble, discard, saveAnew, takeBack };
}

/** Where a file is edited; null for one that has no page of its own. */
function routeOf(path: string, dags: readonly { readonly dagId: string; readonly file: string }[]): Route | null {
  const dag = dags.find(({ file }) => file === path);
  if (dag !== undefined) return { page: "dag", dagId: dag.dagId, face: "draw" };
  return path.endsWith(".sql") ? { page: "sql", path } : null;
}
