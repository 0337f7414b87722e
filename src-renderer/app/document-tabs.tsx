/** The open documents as a row of links. Middle click or × closes, dragging orders; keys come from the registry. */
import { notifications } from "@mantine/notifications";
import { Table2, Workflow, X } from "lucide-react";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { useEngineInfo } from "../rpc/engine-info.ts";
import { useCommandHandlers } from "./command-handlers.ts";
import styles from "./document-tabs.module.css";
import { currentRoute, navigate, parseRoute, type Route } from "./route.ts";
import { mustTellOfKeeping, useUnsaved } from "./unsaved.ts";
import { afterClosing, changeTabs, close, move, restoreTabs, tabOf, useTabs, visit, type Tab } from "./tabs.ts";

export function DocumentTabs({ route }: { route: Route }): ReactNode {
  const open = useTabs((state) => state.open);
  const current = tabOf(route)?.key ?? null;
  useTabMemory(route);
  useCommandHandlers({
    "tab.close": () => current !== null && closeTab(current),
    "tab.reopen": reopenLast,
    "tab.next": () => step(1),
    "tab.previous": () => step(-1),
  });
  if (open.length === 0) return null;
  return (
    <nav className={styles.tabs} aria-label="Open documents">
      <ul className={styles.list}>
        {open.map((tab, index) => (
          <TabItem key={tab.key} tab={tab} index={index} current={tab.key === current} />
        ))}
      </ul>
    </nav>
  );
}

/** Joins tabs with the URL and with what is kept for this workspace. */
function useTabMemory(route: Route): void {
  const workspace = useEngineInfo()?.workspace.path ?? null;
  useEffect(() => {
    if (workspace !== null) restoreTabs(workspace, localStorage);
  }, [workspace]);
  useEffect(() => changeTabs((tabs) => visit(tabs, route)), [route]);
}

function closeTab(key: string): void {
  const tabs = useTabs.getState();
  if (mustTellOfKeeping(key)) {
    const title = tabs.open.find((tab) => tab.key === key)?.title ?? key;
    notifications.show({ title: `The changes of ${title} are kept`, message: "They are not in the file yet. Open it again and they are there, also after a crash.", autoClose: 8_000 });
  }
  if (tabOf(currentRoute())?.key === key) navigate(afterClosing(tabs, key));
  changeTabs((now) => close(now, key));
}

function reopenLast(): void {
  const [tab] = useTabs.getState().closed;
  if (tab === undefined) return;
  changeTabs((now) => ({ ...now, closed: now.closed.slice(1) }));
  navigate(parseRoute(tab.hash));
}

function step(by: 1 | -1): void {
  const { open } = useTabs.getState();
  const at = open.findIndex((tab) => tab.key === tabOf(currentRoute())?.key);
  const next = open[(at + by + open.length) % open.length] ?? open[0];
  if (next !== undefined) navigate(parseRoute(next.hash));
}

function TabItem({ tab, index, current }: { tab: Tab; index: number; current: boolean }): ReactNode {
  const [over, setOver] = useState(false);
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (current) item.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [current]);
  const isUnsaved = useUnsaved((keys) => keys.has(tab.key));
  const Icon = tab.key.startsWith("dag:") ? Workflow : Table2;
  return (
    <li
      ref={item}
      className={styles.tab}
      data-current={current || undefined}
      data-over={over || undefined}
      draggable
      onDragStart={(event) => event.dataTransfer.setData("text/x-dagwright-tab", tab.key)}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes("text/x-dagwright-tab")) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        const key = event.dataTransfer.getData("text/x-dagwright-tab");
        changeTabs((tabs) => move(tabs, key, index));
      }}
      onAuxClick={(event) => {
        if (event.button !== 1) return;
        event.preventDefault();
        closeTab(tab.key);
      }}
    >
      <a className={styles.link} href={tab.hash} title={tab.title} aria-current={current ? "page" : undefined} draggable={false}>
        <Icon size={14} aria-hidden style={{ flex: "none" }} />
        <span className="dw-ellipsis">{tab.title}</span>
      </a>
      {isUnsaved && <span className={styles.dot} role="img" aria-label="unsaved" title="Not saved yet" />}
      <button type="button" className={styles.close} aria-label={`Close ${tab.title}`} onClick={() => closeTab(tab.key)}>
        <X size={13} aria-hidden />
      </button>
    </li>
  );
}
