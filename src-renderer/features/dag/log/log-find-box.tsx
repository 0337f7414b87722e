/** What is looked for in a log, how, and where one is among what was found. */
import { ActionIcon, TextInput, Tooltip } from "@mantine/core";
import { ArrowDown, ArrowUp, CaseSensitive, Regex, WholeWord, X } from "lucide-react";
import type { ReactNode, Ref } from "react";
import { mostLogHits } from "../../../../shared/model/log-bounds.ts";
import { t } from "../../../strings/t.ts";
import { formatCount } from "../../../ui/format.ts";
import styles from "./log.module.css";
import type { LogFind } from "./use-log-find.ts";

export interface FindBoxProps {
  readonly find: LogFind;
  readonly input: Ref<HTMLInputElement>;
  readonly onStep: (by: 1 | -1) => void;
  readonly onClose: () => void;
}

export function FindBox({ find, input, onStep, onClose }: FindBoxProps): ReactNode {
  const { options, change } = find;
  return (
    <div className={styles.find}>
      <TextInput
        ref={input}
        className={styles.findInput ?? ""}
        value={options.text}
        placeholder={t("Search in log")}
        aria-label={t("Search in log")}
        aria-invalid={find.problem !== null}
        error={find.problem !== null}
        autoFocus
        onChange={(event) => change({ text: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key === "Escape") onClose();
          else if (event.key === "Enter") onStep(event.shiftKey ? -1 : 1);
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <Choice label={t("Match case")} on={options.matchCase === true} onChange={(matchCase) => change({ matchCase })}>
        <CaseSensitive size={15} />
      </Choice>
      <Choice label={t("Whole words")} on={options.wholeWord === true} onChange={(wholeWord) => change({ wholeWord })}>
        <WholeWord size={15} />
      </Choice>
      <Choice label={t("Regular expression")} on={options.regex === true} onChange={(regex) => change({ regex })}>
        <Regex size={14} />
      </Choice>
      <Tooltip label={t("Previous match (Shift+Enter or N)")}>
        <ActionIcon variant="subtle" color="gray" size={26} aria-label={t("Previous match")} onClick={() => onStep(-1)}>
          <ArrowUp size={14} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t("Next match (Enter or n)")}>
        <ActionIcon variant="subtle" color="gray" size={26} aria-label={t("Next match")} onClick={() => onStep(1)}>
          <ArrowDown size={14} />
        </ActionIcon>
      </Tooltip>
      <span className={styles.count} role="status" data-problem={find.problem !== null || undefined} title={countWords(find)}>
        {countWords(find)}
      </span>
      <Tooltip label={t("Close the search (Esc)")}>
        <ActionIcon variant="subtle" color="gray" size={26} aria-label={t("Close the search")} onClick={onClose}>
          <X size={14} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}

function countWords({ options, hits, total, at, isDone, share, problem }: LogFind): string {
  if (options.text === "") return "";
  if (problem !== null) return problem;
  const lines = t("{{count}} lines", { count: total });
  const found = !isDone ? t("{{lines}}, {{percent}} %", { lines, percent: Math.floor(share * 100) }) : total === 0 ? t("no match") : total > mostLogHits ? t("{{lines}}, the first {{shown}} marked", { lines, shown: formatCount(mostLogHits) }) : lines;
  return at < 0 || hits.length === 0 ? found : t("{{at}} of {{lines}}", { at: formatCount(at + 1), lines: found });
}

function Choice({ label, on, onChange, children }: { label: string; on: boolean; onChange: (on: boolean) => void; children: ReactNode }): ReactNode {
  return (
    <Tooltip label={label}>
      <ActionIcon variant={on ? "light" : "subtle"} color={on ? "indigo" : "gray"} size={26} aria-label={label} aria-pressed={on} onClick={() => onChange(!on)}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
