/** The row of open documents of one half, with the list of all of them and the split at its end. */
import { Menu } from "@mantine/core";
import { ChevronDown, Columns2 } from "lucide-react";
import { useEffect, useRef, useState, type ReactNode, type RefObject } from "react";
import styles from "./document-tabs.module.css";
import { t } from "../strings/t.ts";
import { useKeyTitle } from "./key-map.ts";
import { activate } from "./halves.ts";
import { go, showBeside } from "./tab-acts.ts";
import { dropTab, isTabDrag } from "./tab-drag.ts";
import { TabIcon, TabItem } from "./tab-item.tsx";
import { TabMenu } from "./tab-menu.tsx";
import { shownKey, type Half } from "./tabs.ts";
import { changeHalves } from "./use-halves.ts";

export function DocumentTabs({ half, label }: { half: Half; label: string }): ReactNode {
  const [menu, setMenu] = useState<{ key: string; x: number; y: number } | null>(null);
  const row = useRef<HTMLUListElement>(null);
  const hides = useOverflow(row, half.tabs.length);
  const current = shownKey(half);
  if (half.tabs.length === 0) return null;
  const shown = half.tabs.find((tab) => tab.key === current);
  const ofMenu = half.tabs.find((tab) => tab.key === menu?.key);
  return (
    <nav
      className={styles.tabs}
      aria-label={label}
      onDragOver={(event) => isTabDrag(event) && event.preventDefault()}
      onDrop={() => dropTab({ half: half.id })}
    >
      <ul ref={row} className={styles.list}>
        {half.tabs.map((tab, index) => (
          <TabItem key={tab.key} half={half} tab={tab} index={index} current={tab.key === current} onMenu={(event) => setMenu({ key: tab.key, x: event.clientX, y: event.clientY })} />
        ))}
      </ul>
      <div className={styles.end}>
        {hides && <AllTabs half={half} />}
        {shown !== undefined && <SplitButton onSplit={() => showBeside(half, shown)} />}
      </div>
      {menu !== null && ofMenu !== undefined && <TabMenu half={half} tab={ofMenu} at={menu} onClose={() => setMenu(null)} />}
    </nav>
  );
}

/** Whether tabs are out of sight. */
function useOverflow(row: RefObject<HTMLUListElement | null>, count: number): boolean {
  const [hides, setHides] = useState(false);
  useEffect(() => {
    const element = row.current;
    if (element === null) return;
    const look = (): void => setHides(element.scrollWidth > element.clientWidth + 1);
    const watched = new ResizeObserver(look);
    watched.observe(element);
    for (const tab of element.children) watched.observe(tab);
    return () => watched.disconnect();
  }, [row, count]);
  return hides;
}

function AllTabs({ half }: { half: Half }): ReactNode {
  const current = shownKey(half);
  return (
    <Menu position="bottom-end" width={300}>
      <Menu.Target>
        <button type="button" className={styles.tool} aria-label={t("List all open documents")} title={t("All open documents")}>
          <ChevronDown size={14} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown className={styles.all}>
        {half.tabs.map((tab) => (
          <Menu.Item
            key={tab.key}
            leftSection={<TabIcon tabKey={tab.key} />}
            aria-current={tab.key === current ? "page" : undefined}
            onClick={() => {
              changeHalves((window) => activate(window, half.id));
              go(tab);
            }}
          >
            {tab.title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function SplitButton({ onSplit }: { onSplit: () => void }): ReactNode {
  const title = useKeyTitle("split.open");
  return (
    <button type="button" className={styles.tool} aria-label={t("Split: show this beside")} title={title} onClick={onSplit}>
      <Columns2 size={14} aria-hidden />
    </button>
  );
}
