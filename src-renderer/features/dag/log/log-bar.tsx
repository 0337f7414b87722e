/** The tools above a log; each shows its key. */
import { ActionIcon, Tooltip } from "@mantine/core";
import { ArrowDownToLine, ChevronDown, ChevronUp, CircleAlert, Clock3, Copy, Download, FoldVertical, Maximize2, Minimize2, Search, WrapText } from "lucide-react";
import type { ReactNode, Ref } from "react";
import type { CommandId } from "../../../../shared/commands/commands.ts";
import { useKeyTitles } from "../../../app/key-map.ts";
import { runCommand } from "../../../app/command-handlers.ts";
import { t } from "../../../strings/t.ts";
import { formatBytes, formatCount } from "../../../ui/format.ts";
import { FindBox } from "./log-find-box.tsx";
import { LevelMenu } from "./level-menu.tsx";
import { GoToLine } from "./go-to-line.tsx";
import type { LogModel, LogSnapshot } from "./log-model.ts";
import styles from "./log.module.css";
import type { LogActs } from "./use-log-acts.ts";
import type { LogFind } from "./use-log-find.ts";
import type { LogOptions } from "./use-log-options.ts";

export interface LogBarProps {
  readonly model: LogModel;
  readonly log: LogSnapshot;
  readonly find: LogFind;
  readonly options: LogOptions;
  readonly acts: LogActs;
  readonly following: boolean;
  readonly input: Ref<HTMLInputElement>;
}

export function LogBar(props: LogBarProps): ReactNode {
  const { model, log, options, acts, following } = props;
  const errors = log.state?.errors ?? 0;
  // Beside a narrow log there is room for one of the two.
  if (options.finding) {
    return (
      <div className={styles.bar} role="toolbar" aria-label={t("Log")}>
        <FindBox find={props.find} input={props.input} onStep={acts.step} onClose={() => acts.openFind(false)} />
      </div>
    );
  }
  return (
    <div className={styles.bar} role="toolbar" aria-label={t("Log")}>
      {options.isGoing ? <GoToLine lines={log.state?.lines ?? 0} onGo={(line) => void acts.goTo(line)} onClose={() => options.setGoing(false)} /> : <Extent log={log} />}
      {errors > 0 && (
        <span className={styles.errors}>
          <Tooltip label={t("Jump to the first error")}>
            <button type="button" className={styles.errorCount} onClick={acts.toFirstError}>
              <CircleAlert size={13} aria-hidden />
              {t("{{count}} errors", { count: errors })}
            </button>
          </Tooltip>
          <Tool id="log.previousError" label={t("Previous error")} onClick={() => acts.toError(-1)}>
            <ChevronUp size={14} />
          </Tool>
          <Tool id="log.nextError" label={t("Next error")} onClick={() => acts.toError(1)}>
            <ChevronDown size={14} />
          </Tool>
        </span>
      )}
      {errors === 0 && (
        <Tool id="log.firstError" label={t("Jump to the first error")}>
          <CircleAlert size={14} />
        </Tool>
      )}
      <Tool id="log.search" label={t("Search")}>
        <Search size={14} />
      </Tool>
      <LevelMenu log={log} onChoose={(classes) => model.choose(classes)} />
      {log.groups.length > 0 && (
        <Tool id="log.groups" label={t("Fold or unfold groups")} hint="e" pressed={log.folded.size === 0}>
          <FoldVertical size={14} />
        </Tool>
      )}
      <Tool id="log.times" label={t("Show times")} pressed={options.times}>
        <Clock3 size={14} />
      </Tool>
      <Tool id="log.wrap" label={t("Wrap lines")} pressed={options.wrap}>
        <WrapText size={14} />
      </Tool>
      <Tool id="log.follow" label={t("Follow the end")} pressed={following}>
        <ArrowDownToLine size={14} />
      </Tool>
      {acts.chosen !== null && (
        <Tool id="log.copy" label={t("Copy the chosen lines")} hint={t("Ctrl+C")}>
          <Copy size={14} />
        </Tool>
      )}
      <Tool id="log.download" label={t("Download")}>
        <Download size={14} />
      </Tool>
      <Tool id="log.full" label={t("Full window")} pressed={options.isFull}>
        {options.isFull ? <Minimize2 size={14} /> : <Maximize2 size={14} />}
      </Tool>
    </div>
  );
}

function Extent({ log }: { log: LogSnapshot }): ReactNode {
  const { state } = log;
  if (state === null) return <span className={styles.spacer} />;
  const loading = state.scanned < state.size;
  const size = loading ? t("{{loadedBytes}} of {{size}}", { loadedBytes: formatBytes(state.scanned), size: formatBytes(state.size) }) : formatBytes(state.size);
  return (
    <>
      <span className={styles.count}>
        {log.classes === null ? t("{{count}} lines", { count: state.lines }) : t("{{shown}} of {{count}} lines", { shown: formatCount(log.total), count: state.lines })} · {size}
        {log.phase === "following" ? ` · ${t("live")}` : ""}
      </span>
      <span className={styles.spacer} />
    </>
  );
}

interface ToolProps {
  readonly id: CommandId;
  readonly label: string;
  /** A key that works only inside the log. */
  readonly hint?: string;
  readonly pressed?: boolean;
  readonly onClick?: () => void;
  readonly children: ReactNode;
}

function Tool({ id, label, hint, pressed, onClick, children }: ToolProps): ReactNode {
  const titled = useKeyTitles();
  return (
    <Tooltip label={hint === undefined ? titled(id, label) : `${label} (${hint})`}>
      <ActionIcon variant={pressed === true ? "light" : "subtle"} color={pressed === true ? "indigo" : "gray"} size={26} aria-label={label} aria-pressed={pressed} onClick={onClick ?? (() => void runCommand(id))}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
