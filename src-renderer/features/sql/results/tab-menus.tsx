/** At the right of the strip of results: what one does with the one that is shown, the earlier ones, and what limits a run. */
import { ActionIcon, Menu, Select } from "@mantine/core";
import { Ellipsis, History } from "lucide-react";
import { useState, type ReactNode } from "react";
import { t } from "../../../strings/t.ts";
import { InstantText } from "../../../ui/time-text.tsx";
import { keepRowLimit, rowLimit, rowLimits } from "./row-limit.ts";
import { keepTimeLimit, shownTimeLimit, timeLimitChoices } from "./time-limit.ts";
import type { KeptRun, ResultTab } from "./runs.ts";
import { tabWords, timeWords } from "./tab-words.ts";

export interface TabActs {
  pin(tab: ResultTab): void;
  rename(tab: ResultTab): void;
  compare(tab: ResultTab): void;
  again(tab: ResultTab): void;
  close(tab: ResultTab): void;
  closeComparison(key: string): void;
}

export function TabMenu({ tab, acts }: { tab: ResultTab; acts: TabActs }): ReactNode {
  return (
    <Menu position="bottom-end" returnFocus>
      <Menu.Target>
        <ActionIcon size="sm" variant="subtle" color="gray" aria-label={t("This result")}>
          <Ellipsis size={15} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => acts.pin(tab)}>{tab.marks.isPinned ? t("Unpin") : t("Pin: keep it when more is run")}</Menu.Item>
        <Menu.Item onClick={() => acts.rename(tab)}>{t("Rename…")}</Menu.Item>
        <Menu.Item disabled={tab.statement.resultId === null} onClick={() => acts.compare(tab)}>
          {t("Compare with another result…")}
        </Menu.Item>
        <Menu.Item onClick={() => acts.again(tab)}>{t("Run it again")}</Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => acts.close(tab)}>{t("Close")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

export function EarlierMenu({ tabs, onShow }: { tabs: readonly ResultTab[]; onShow: (what: string) => void }): ReactNode {
  const runs: KeptRun[] = [...new Set(tabs.map(({ run }) => run))].toReversed();
  return (
    <Menu position="bottom-end" returnFocus>
      <Menu.Target>
        <ActionIcon size="sm" variant="subtle" color="gray" aria-label={t("Earlier results ({{tabs}})", { tabs: tabs.length })}>
          <History size={15} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown mah={360} style={{ overflowY: "auto" }}>
        {runs.map((run) => (
          <div key={run.id} role="group">
            <Menu.Label>
              <InstantText at={run.state.startedAt} />
            </Menu.Label>
            {tabs
              .filter((tab) => tab.run === run)
              .map((tab) => (
                <Menu.Item key={tab.key} onClick={() => onShow(tab.key)}>
                  {tabWords(tab)}
                  {timeWords(tab.statement)}
                </Menu.Item>
              ))}
          </div>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

export function RowLimit(): ReactNode {
  const [limit, setLimit] = useState(rowLimit);
  return (
    <Select
      size="xs"
      w={150}
      aria-label={t("Rows kept of a result")}
      allowDeselect={false}
      data={rowLimits.map((each) => ({ value: String(each), label: t("≤ {{count}} rows", { count: each }) }))}
      value={String(limit)}
      onChange={(next) => {
        setLimit(Number(next));
        keepRowLimit(Number(next));
      }}
    />
  );
}

export function TimeLimit(): ReactNode {
  const [limit, setLimit] = useState(shownTimeLimit);
  return (
    <Select
      size="xs"
      w={128}
      aria-label={t("Time that a run may take")}
      allowDeselect={false}
      data={[...timeLimitChoices]}
      value={limit}
      onChange={(next) => {
        if (next === null) return;
        setLimit(next);
        keepTimeLimit(next);
      }}
    />
  );
}
