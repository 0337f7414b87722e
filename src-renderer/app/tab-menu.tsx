/** What the secondary click on a tab offers. Each item is a command too; here it means this tab. */
import { Menu } from "@mantine/core";
import type { ReactNode } from "react";
import { t } from "../strings/t.ts";
import { closeMany, closeOne, keep, moveToOther, showBeside, togglePin } from "./tab-acts.ts";
import type { Half, Tab } from "./tabs.ts";
import { CommandKey } from "./command-key.tsx";
import { useHalves } from "./use-halves.ts";

export interface TabMenuProps {
  readonly half: Half;
  readonly tab: Tab;
  readonly at: { readonly x: number; readonly y: number };
  readonly onClose: () => void;
}

export function TabMenu({ half, tab, at, onClose }: TabMenuProps): ReactNode {
  const isSplit = useHalves((state) => state.halves.length > 1);
  const rightmost = half.tabs.at(-1)?.key === tab.key;
  const alone = half.tabs.length === 1;
  return (
    <Menu opened onClose={onClose} position="bottom-start" width={260} returnFocus>
      <Menu.Target>
        <button type="button" tabIndex={-1} aria-label={t("Menu of {{tab}}", { tab: tab.title })} style={{ position: "fixed", left: at.x, top: at.y, width: 0, height: 0, padding: 0, border: 0 }} />
      </Menu.Target>
      <Menu.Dropdown aria-label={t("Tab {{tab}}", { tab: tab.title })}>
        <Menu.Item disabled={tab.pinned} rightSection={<CommandKey id="tab.close" />} onClick={() => closeOne(half, tab)}>
          {t("Close")}
        </Menu.Item>
        <Menu.Item disabled={alone} onClick={() => closeMany("others")(half, tab)}>
          {t("Close others")}
        </Menu.Item>
        <Menu.Item disabled={rightmost} onClick={() => closeMany("right")(half, tab)}>
          {t("Close to the right")}
        </Menu.Item>
        <Menu.Item onClick={() => closeMany("all")(half, tab)}>{t("Close all")}</Menu.Item>
        <Menu.Divider />
        {tab.preview && <Menu.Item onClick={() => keep(half, tab)}>{t("Keep open")}</Menu.Item>}
        <Menu.Item onClick={() => togglePin(half, tab)}>{tab.pinned ? t("Unpin") : t("Pin")}</Menu.Item>
        <Menu.Divider />
        <Menu.Item rightSection={<CommandKey id="split.open" />} onClick={() => showBeside(half, tab)}>
          {isSplit ? t("Show in the other half too") : t("Split: show this beside")}
        </Menu.Item>
        <Menu.Item disabled={alone && !isSplit} rightSection={<CommandKey id="split.moveTab" />} onClick={() => moveToOther(half, tab)}>
          {t("Move to the other half")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
