/** One open document in the row: a link that can be dragged. A preview stands in italics; a pinned one shows its pin instead of the ×. */
import { Code, Pin, Table2, Workflow, X } from "lucide-react";
import { useEffect, useRef, useState, type MouseEvent, type ReactNode } from "react";
import { t } from "../strings/t.ts";
import { changeHalf, keepEverywhere } from "./halves.ts";
import styles from "./document-tabs.module.css";
import { closeDocuments } from "./tab-acts.ts";
import { beginDrag, dropTab, endDrag, isTabDrag } from "./tab-drag.ts";
import { keepTab, pinTab, type Half, type Tab } from "./tabs.ts";
import { useUnsaved } from "./unsaved.ts";
import { changeHalves } from "./use-halves.ts";

export interface TabItemProps {
  readonly half: Half;
  readonly tab: Tab;
  readonly index: number;
  readonly current: boolean;
  readonly onMenu: (event: MouseEvent) => void;
}

export function TabItem({ half, tab, index, current, onMenu }: TabItemProps): ReactNode {
  const [over, setOver] = useState(false);
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (current) item.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [current]);
  return (
    <li
      ref={item}
      className={styles.tab}
      data-current={current || undefined}
      data-over={over || undefined}
      data-preview={tab.preview || undefined}
      draggable
      onDragStart={(event) => beginDrag(event, { half: half.id, key: tab.key })}
      onDragEnd={endDrag}
      onDragOver={(event) => {
        if (!isTabDrag(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.stopPropagation();
        setOver(false);
        dropTab({ half: half.id, index });
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        onMenu(event);
      }}
      onDoubleClick={() => changeHalves((window) => keepEverywhere(window, tab.key, keepTab))}
      onAuxClick={(event) => {
        if (event.button !== 1) return;
        event.preventDefault();
        closeDocuments(half, [tab.key]);
      }}
    >
      <a className={styles.link} href={tab.hash} title={tab.preview ? t("{{tab}} (preview: the next document takes its place)", { tab: tab.title }) : tab.title} aria-current={current ? "page" : undefined} draggable={false}>
        <TabIcon tabKey={tab.key} />
        <span className="dw-ellipsis">{tab.title}</span>
      </a>
      <TabEnd half={half} tab={tab} />
    </li>
  );
}

export function TabIcon({ tabKey }: { tabKey: string }): ReactNode {
  const Icon = tabKey.startsWith("dag:") ? Workflow : tabKey.startsWith("sql:") ? Code : Table2;
  return <Icon size={14} aria-hidden style={{ flex: "none" }} />;
}

function TabEnd({ half, tab }: { half: Half; tab: Tab }): ReactNode {
  const isUnsaved = useUnsaved((keys) => keys.has(tab.key));
  return (
    <>
      {isUnsaved && <span className={styles.dot} role="img" aria-label={t("unsaved")} title={t("Not saved yet")} />}
      {tab.pinned ? (
        <button type="button" className={styles.close} data-pinned aria-label={t("Unpin {{tab}}", { tab: tab.title })} title={t("Unpin")} onClick={() => changeHalves((window) => changeHalf(window, half.id, (each) => pinTab(each, tab.key, false)))}>
          <Pin size={13} aria-hidden />
        </button>
      ) : (
        <button type="button" className={styles.close} aria-label={t("Close {{tab}}", { tab: tab.title })} title={t("Close")} onClick={() => closeDocuments(half, [tab.key])}>
          <X size={13} aria-hidden />
        </button>
      )}
    </>
  );
}
