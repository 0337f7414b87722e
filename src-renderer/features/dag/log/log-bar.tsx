/** The tools above a log; each shows its key. */
import { ActionIcon, TextInput, Tooltip } from "@mantine/core";
import { ArrowDown, ArrowDownToLine, ArrowUp, CircleAlert, Download, Search, WrapText, X } from "lucide-react";
import type { ReactNode, Ref } from "react";
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
    <div className={styles.bar} role="toolbar" aria-label="Log">
      {props.finding ? <FindBox {...props} /> : <Extent log={props.log} />}
      {!props.finding && (
        <Tool label="Search" hint="/" onClick={() => props.onFind(true)}>
          <Search size={14} />
        </Tool>
      )}
      <Tool label="Jump to the first error" hint="e" onClick={props.onFirstError}>
        <CircleAlert size={14} />
      </Tool>
      <Tool label="Wrap lines" hint="w" pressed={props.wrap} onClick={props.onWrap}>
        <WrapText size={14} />
      </Tool>
      <Tool label="Follow the end" hint="l" pressed={props.following} onClick={props.onFollow}>
        <ArrowDownToLine size={14} />
      </Tool>
      <Tool label="Download" hint="d" onClick={props.onDownload}>
        <Download size={14} />
      </Tool>
    </div>
  );
}

function Extent({ log }: { log: LogSnapshot }): ReactNode {
  const loading = log.phase === "loading" && log.size > log.loadedBytes;
  const size = loading ? `${formatBytes(log.loadedBytes)} of ${formatBytes(log.size)}` : formatBytes(log.size);
  return (
    <>
      <span className={styles.count}>
        {formatCount(log.lineCount)} {log.lineCount === 1 ? "line" : "lines"} · {size}
        {log.phase === "following" ? " · live" : ""}
      </span>
      <span className={styles.spacer} />
    </>
  );
}

function FindBox({ search, input, onFind, onStep }: LogBarProps): ReactNode {
  const { hits, at, text, more } = search;
  const count = hits.length === 0 ? "no match" : `${at < 0 ? "" : `${formatCount(at + 1)} of `}${formatCount(hits.length)}${more ? "+ lines" : hits.length === 1 ? " line" : " lines"}`;
  return (
    <div className={styles.find}>
      <TextInput
        ref={input}
        className={styles.findInput ?? ""}
        value={text}
        placeholder="Search in log"
        aria-label="Search in log"
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
      <Tool label="Previous match" hint="Shift+Enter or N" onClick={() => onStep(-1)}>
        <ArrowUp size={14} />
      </Tool>
      <Tool label="Next match" hint="Enter or n" onClick={() => onStep(1)}>
        <ArrowDown size={14} />
      </Tool>
      <Tool label="Close the search" hint="Esc" onClick={() => onFind(false)}>
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
