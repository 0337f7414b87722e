/** Which lines of a log are shown, by what they say of themselves, with how many there are of each. */
import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import { ListFilter } from "lucide-react";
import type { ReactNode } from "react";
import { logClasses, type LogClass } from "../../../../shared/model/log-bounds.ts";
import { t } from "../../../strings/t.ts";
import { formatCount } from "../../../ui/format.ts";
import type { LogSnapshot } from "./log-model.ts";
import styles from "./log.module.css";

const words: Readonly<Record<LogClass, string>> = { error: t("Errors"), warn: t("Warnings"), info: t("Information"), debug: t("Debugging"), none: t("Lines without a level"), own: t("Dagwright's own lines") };
const order: readonly LogClass[] = ["error", "warn", "info", "debug", "none", "own"];

export function LevelMenu({ log, onChoose }: { log: LogSnapshot; onChoose: (classes: readonly LogClass[] | null) => void }): ReactNode {
  const chosen = log.classes ?? order;
  const toggle = (name: LogClass): void => {
    const next = order.filter((each) => (each === name ? !chosen.includes(each) : chosen.includes(each)));
    onChoose(next.length === 0 || next.length === order.length ? null : next);
  };
  const onlyTrouble = (): void => onChoose(["error", "warn"]);
  const filtered = log.classes !== null;
  return (
    <Menu position="bottom-end" closeOnItemClick={false} width={230}>
      <Tooltip label={t("Show only some lines")}>
        <Menu.Target>
          <ActionIcon variant={filtered ? "light" : "subtle"} color={filtered ? "indigo" : "gray"} size={26} aria-label={t("Levels")} data-filtered={filtered || undefined}>
            <ListFilter size={14} />
          </ActionIcon>
        </Menu.Target>
      </Tooltip>
      <Menu.Dropdown>
        {order.map((name) => (
          <Menu.CheckboxItem key={name} checked={chosen.includes(name)} rightSection={<span className={styles.count}>{formatCount(log.state?.counts[logClasses.indexOf(name)] ?? 0)}</span>} onChange={() => toggle(name)}>
            {words[name]}
          </Menu.CheckboxItem>
        ))}
        <Menu.Divider />
        <Menu.Item closeMenuOnClick onClick={onlyTrouble}>
          {t("Only errors and warnings")}
        </Menu.Item>
        <Menu.Item closeMenuOnClick disabled={!filtered} onClick={() => onChoose(null)}>
          {t("All lines")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
