/** The workspace switcher: which folder this is, the recent ones, and opening another. */
import { Button, Menu } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Check, ChevronDown, Copy, FolderOpen, FolderSearch, ShieldCheck, ShieldOff } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { RecentWorkspace } from "../../../shared/contract/host.ts";
import { runCommand } from "../../app/command-handlers.ts";
import { useHost } from "../../app/host-context.tsx";
import { useEngineInfo } from "../../rpc/engine-info.ts";
import styles from "./workspace-menu.module.css";
import { rich } from "../../strings/rich.tsx";
import { t } from "../../strings/t.ts";

export function WorkspaceMenu(): ReactNode {
  const host = useHost();
  const info = useEngineInfo();
  const [workspace, isReading] = [info?.workspace ?? null, info?.reading !== undefined];
  const [opened, setOpened] = useState(false);
  const recent = useQuery({ queryKey: ["host", "recent", opened], queryFn: () => host.recentWorkspaces(), enabled: opened });
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-start" width={360} withinPortal={false}>
      <Menu.Target>
        <Button variant="subtle" color="gray" className={styles.button} rightSection={<ChevronDown size={14} aria-hidden />}>
          <span className="dw-ellipsis" title={workspace?.path}>
            {workspace?.name ?? "Dagwright"}
          </span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {workspace !== null && (
          <div className={styles.current}>
            <span className={styles.path}>{workspace.path}</span>
            <span className={styles.trust}>
              {workspace.trusted ? <ShieldCheck size={13} aria-hidden /> : <ShieldOff size={13} aria-hidden />}
              {isReading ? t("Read only: nothing is run or changed") : workspace.trusted ? t("Trusted: DAGs may run") : t("Not trusted: look and edit only")}
            </span>
          </div>
        )}
        <Menu.Divider />
        {host.kind === "desktop" ? <DesktopItems recent={recent.data ?? []} current={workspace?.path ?? null} /> : <BrowserItems path={workspace?.path ?? null} />}
      </Menu.Dropdown>
    </Menu>
  );
}

function DesktopItems({ recent, current }: { recent: readonly RecentWorkspace[]; current: string | null }): ReactNode {
  const host = useHost();
  return (
    <>
      {recent.map((item) => (
        <Menu.Item
          key={item.path}
          disabled={!item.exists}
          leftSection={item.path === current ? <Check size={14} aria-label={t("Open now")} /> : <FolderOpen size={14} aria-hidden />}
          onClick={() => void host.openRecent(item.path)}
        >
          <div className={styles.item}>
            <span>{item.name}</span>
            <span className={styles.path}>{item.exists ? item.path : t("{{item}} (gone)", { item: item.path })}</span>
          </div>
        </Menu.Item>
      ))}
      {recent.length > 0 && <Menu.Divider />}
      <Menu.Item leftSection={<FolderSearch size={14} aria-hidden />} onClick={() => runCommand("workspace.open")}>
        {t("Open workspace…")}
      </Menu.Item>
    </>
  );
}

function BrowserItems({ path }: { path: string | null }): ReactNode {
  return (
    <>
      <Menu.Item leftSection={<Copy size={14} aria-hidden />} onClick={() => void navigator.clipboard.writeText(path ?? "")}>
        {t("Copy folder path")}
      </Menu.Item>
      <Menu.Label>
        {rich("One server shows one workspace. For another one run {{code}}.", { code: <code>dagwright serve --workspace DIR</code> })}
      </Menu.Label>
    </>
  );
}
