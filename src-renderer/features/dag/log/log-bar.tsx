/** The tools above a log; each shows its key. */
import { ActionIcon, TextInput, Tooltip } from "@mantine/core";
import { ArrowDown, ArrowDownToLine, ArrowUp, CircleAlert, Download, Search, WrapText, X } from "lucide-react";
import type { ReactNode, Ref } from "react";
import { t } from "../../../strings/t.ts";
import { formatBytes, formatCount } from "../../../ui/format.ts";
import type { LogSnapshot } from "./log-session.ts";
import styles from "./log.module.css";
import type { LogSearch } from "./use-log-search.ts";

export interface LogBarProps {
  readonly log: LogSnapshot;
  readonly search: LogSearch;
  readonly finding: boolean;
  readonly wrap: boolean;
  readonly following: boolean;
  readonly input: Ref<HTMLInputElement>;
  readonly onFind: (open: boolean) => void;
  readonly onStep: (by: 1 | -1) => void;
  readonly onFirstError: () => void;
  readonly onWrap: () => void;
  readonly onFollow: () => void;
  readonly onDownload: () => void;
}

export function LogBar(props: LogBarProps): ReactNode {
  return (
    <div className={styles.bar} role="toolbar" aria-label={t("Log")}>
      {props.finding ? <FindBox {...props} /> : <Extent log={props.log} />}
      {!props.finding && (
        <Tool label={t("Search")} hint="/" onClick={() => props.onFind(true)}>
          <Search size={14} />
        </Tool>
      )}
      <Tool label={t("Jump to the first error")} hint="e" onClick={props.onFirstError}>
        <CircleAlert size={14} />
      </Tool>
      <Tool label={t("Wrap lines")} hint="w" pressed={props.wrap} onClick={props.onWrap}>
        <WrapText size={14} />
      </Tool>
      <Tool label={t("Follow the end")} hint="l" pressed={props.following} onClick={props.onFollow}>
        <ArrowDownToLine size={14} />
      </Tool>
      <Tool label={t("Download")} hint="d" onClick={props.onDownload}>
        <Download size={14} />
      </Tool>
    </div>
  );
}

function Extent({ log }: { log: LogSnapshot }): ReactNode {
  const loading = log.phase === "loading" && log.size > log.loadedBytes;
  const size = loading ? t("{{loadedBytes}} of {{size}}", { loadedBytes: formatBytes(log.loadedBytes), size: formatBytes(log.size) }) : formatBytes(log.size);
  return (
    <>
      <span className={styles.count}>
        {t("{{count}} lines", { count: log.lineCount })} · {size}
        {log.phase === "following" ? ` · ${t("live")}` : ""}
      </span>
      <span className={styles.spacer} />
    </>
  );
}

function FindBox({ search, input, onFind, onStep }: LogBarProps): ReactNode {
  const { hits, at, text, more } = search;
  const lines = more ? t("{{count}}+ lines", { count: hits.length }) : t("{{count}} lines", { count: hits.length });
  const count = hits.length === 0 ? t("no match") : at < 0 ? lines : t("{{at}} of {{lines}}", { at: formatCount(at + 1), lines });
  return (
    <div className={styles.find}>
      <TextInput
        ref={input}
        className={styles.findInput ?? ""}
        value={text}
        placeholder={t("Search in log")}
        aria-label={t("Search in log")}
        autoFocus
        onChange={(event) => search.setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onFind(false);
          else if (event.key === "Enter") onStep(event.shiftKey ? -1 : 1);
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <span className={styles.count} role="status">
        {text === "" ? "" : count}
      </span>
      <Tool label={t("Previous match")} hint={t("Shift+Enter or N")} onClick={() => onStep(-1)}>
        <ArrowUp size={14} />
      </Tool>
      <Tool label={t("Next match")} hint={t("Enter or n")} onClick={() => onStep(1)}>
        <ArrowDown size={14} />
      </Tool>
      <Tool label={t("Close the search")} hint={t("Esc")} onClick={() => onFind(false)}>
        <X size={14} />
      </Tool>
      <span className={styles.spacer} />
    </div>
  );
}

function Tool({ label, hint, pressed, onClick, children }: { label: string; hint: string; pressed?: boolean; onClick: () => void; children: ReactNode }): ReactNode {
  return (
    <Tooltip label={`${label} (${hint})`}>
      <ActionIcon variant={pressed === true ? "light" : "subtle"} color={pressed === true ? "indigo" : "gray"} size={26} aria-label={label} aria-pressed={pressed} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
