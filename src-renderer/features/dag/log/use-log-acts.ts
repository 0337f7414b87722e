/** What can be done with a shown log: go somewhere, choose lines, copy, save, fold. Joined to commands and keys here, and to buttons by the bar. */
import { notifications } from "@mantine/notifications";
import { useCallback, useEffect, useRef, useState, type KeyboardEvent, type RefObject } from "react";
import type { LogRow } from "../../../../shared/contract/logs.ts";
import type { CommandHandlers } from "../../../app/command-handlers.ts";
import { useHost } from "../../../app/host-context.tsx";
import { toFailure } from "../../../rpc/failure.ts";
import { useEngineClient } from "../../../rpc/rpc-provider.tsx";
import { t } from "../../../strings/t.ts";
import { formatBytes } from "../../../ui/format.ts";
import type { LogModel, LogSnapshot } from "./log-model.ts";
import { plainText } from "./log-spans.ts";
import { useAwaitedStep } from "./use-awaited-step.ts";
import type { LineScroll } from "./use-line-scroll.ts";
import type { LogFind } from "./use-log-find.ts";
import type { LogOptions } from "./use-log-options.ts";
import type { TryRef } from "./use-log.ts";

export interface LineRange {
  readonly from: number;
  readonly to: number;
}

export interface LogActs {
  /** Lines that a person chose by their numbers. */
  readonly chosen: LineRange | null;
  /** The line that was gone to: a match, an error, the address's. */
  readonly current: number | null;
  /** Lines that are shown whole. */
  readonly whole: ReadonlyMap<number, LogRow>;
  readonly link: string | null;
  readonly commands: CommandHandlers;
  goTo(line: number): Promise<void>;
  choose(line: number, extend: boolean): void;
  fold(from: number): void;
  showWhole(line: number): void;
  openLink(address: string | null): void;
  step(by: 1 | -1): void;
  toError(by: 1 | -1): void;
  toFirstError(): void;
  openFind(on: boolean): void;
  shareOf(line: number): number;
  /** True when the key meant something here. */
  onKeyDown(event: KeyboardEvent): boolean;
}

interface Parts {
  readonly model: LogModel;
  readonly log: LogSnapshot;
  readonly tryRef: TryRef;
  readonly scroll: LineScroll;
  readonly find: LogFind;
  readonly options: LogOptions;
  readonly input: RefObject<HTMLInputElement | null>;
  readonly onLine: ((line: number | null) => void) | null;
}

const mostCopied = 20_000;
const errorWords = /error|exception|failed|fatal|panic|not found|denied|no such file/.source;

export function useLogActs({ model, log, tryRef, scroll, find, options, input, onLine }: Parts): LogActs {
  const client = useEngineClient();
  const host = useHost();
  const [chosen, setChosen] = useState<LineRange | null>(null);
  const [current, setCurrent] = useState<number | null>(null);
  const [whole, setWhole] = useState<ReadonlyMap<number, LogRow>>(new Map());
  const [link, setLink] = useState<string | null>(null);
  const lines = log.state?.lines ?? 0;
  const tell = (title: string) => (thrown: unknown) => void notifications.show({ color: "red", title, message: toFailure(thrown).message });

  // What is gone to may have to be asked for: until then the view may have changed.
  const shown = useRef(scroll);
  useEffect(() => void (shown.current = scroll));
  async function goTo(line: number): Promise<void> {
    scroll.follow(false);
    setCurrent(line);
    const place = await model.reveal(line);
    shown.current.toPlace(place);
  }
  /** The first line in sight, from which one goes on where nothing was gone to yet. */
  const here = (): number => current ?? model.row(scroll.top)?.line ?? 1;
  const step = useAwaitedStep(find, here, (line) => void goTo(line));
  async function seekError(from: number, by: 1 | -1): Promise<void> {
    const { line } = await client.logs.seek({ of: tryRef, seek: { what: "error", from, by } });
    if (line !== null) return goTo(line);
    const again = (await client.logs.seek({ of: tryRef, seek: { what: "error", from: by === 1 ? 1 : Math.max(1, lines), by } })).line;
    if (again !== null) return goTo(again);
    // Nothing says that it is an error; a word of one may still show where to look.
    const hit = await firstWord();
    if (hit !== null) return goTo(hit);
    notifications.show({ id: "no-error", message: t("No line of this log says that it is an error.") });
  }
  async function firstWord(): Promise<number | null> {
    const stop = new AbortController();
    try {
      for await (const part of await client.logs.find({ of: tryRef, query: { text: errorWords, regex: true } }, { signal: stop.signal })) {
        if (part.lines[0] !== undefined) return part.lines[0];
      }
      return null;
    } finally {
      stop.abort();
    }
  }
  const toError = (by: 1 | -1): void => void seekError(Math.max(1, here() + by), by).catch(tell(t("The log cannot be read")));
  const toFirstError = (): void => void seekError(1, 1).catch(tell(t("The log cannot be read")));

  function openFind(on: boolean): void {
    options.setFinding(on);
    if (!on) scroll.frame.current?.focus();
    else requestAnimationFrame(() => input.current?.select());
  }

  const choose = useCallback(
    (line: number, extend: boolean): void => {
      setChosen((before) => (extend && before !== null ? { from: Math.min(before.from, line), to: Math.max(before.to, line) } : { from: line, to: line }));
      if (extend) return;
      setCurrent(line);
      onLine?.(line);
    },
    [onLine],
  );
  const fold = useCallback((from: number) => model.fold(from), [model]);
  const showWhole = useCallback(
    (line: number): void => {
      client.logs.line({ ...tryRef, line }).then(
        (row) => setWhole((before) => new Map([...before, [line, row]].slice(-50) as [number, LogRow][])),
        (thrown: unknown) => void notifications.show({ color: "red", title: t("The line cannot be shown"), message: toFailure(thrown).message }),
      );
    },
    [client, tryRef],
  );

  async function copyLines({ from, to }: LineRange): Promise<void> {
    const texts: string[] = [];
    const last = Math.min(to, from + mostCopied - 1);
    for (let at = from; at <= last; at += 2000) {
      const { rows } = await client.logs.lines({ ...tryRef, from: at, to: Math.min(last + 1, at + 2000) });
      for (const row of rows) texts.push(plainText(row.more === undefined || row.line === null ? row.text : (await client.logs.line({ ...tryRef, line: row.line })).text));
    }
    await host.copyText(texts.join("\n"));
    notifications.show({ id: "copied", message: last < to ? t("The first {{count}} lines are on the clipboard; download the log for more.", { count: texts.length }) : t("{{count}} lines copied", { count: texts.length }) });
  }

  async function download(): Promise<void> {
    const target = await host.chooseExport(`${tryRef.dagId}.${tryRef.taskId}.try-${tryRef.tryNumber}.log`.replaceAll(/[\\/:*?"<>|]/g, "_").slice(-200));
    if (target === null) return;
    const saved = await client.logs.save({ of: tryRef, target });
    if (saved.download !== null) {
      const anchor = document.createElement("a");
      anchor.href = saved.download;
      anchor.download = "";
      anchor.click();
    }
    notifications.show({ title: t("The log is saved"), message: [formatBytes(saved.bytes), ...(saved.path === null ? [] : [saved.path])].join(" · ") });
  }

  const ownShown = log.classes === null || log.classes.includes("own");
  const commands: CommandHandlers = {
    "log.search": () => openFind(true),
    "log.wrap": () => options.setWrap(!options.wrap),
    "log.times": () => options.setTimes(!options.times),
    "log.source": () => model.choose(ownShown ? (["none", "debug", "info", "warn", "error"] as const) : null),
    "log.full": () => options.setFull(!options.isFull),
    "log.follow": () => scroll.follow(!scroll.following),
    "log.download": () => void download().catch(tell(t("The log was not saved"))),
    "log.top": () => scroll.toShare(0),
    "log.bottom": () => scroll.toEnd(),
    "log.goTo": () => options.setGoing(true),
    "log.firstError": toFirstError,
    "log.nextError": () => toError(1),
    "log.previousError": () => toError(-1),
    "log.groups": () => model.foldAll(),
    "log.copy": () => void copyLines(chosen ?? { from: here(), to: here() }).catch(tell(t("Nothing was copied"))),
  };

  function onKeyDown(event: KeyboardEvent): boolean {
    const mod = event.ctrlKey || event.metaKey;
    if (event.key === "F3") return done(() => (find.options.text === "" ? openFind(true) : step(event.shiftKey ? -1 : 1)));
    if (mod && event.key === "f") return done(() => openFind(true));
    if (event.target !== scroll.frame.current) return false;
    if (event.key === "Escape") return escape();
    if (mod && event.key === "c" && chosen !== null && (getSelection()?.isCollapsed ?? true)) return done(() => commands["log.copy"]?.());
    if (mod || event.altKey) return false;
    if (event.key === "n") return done(() => step(1));
    if (event.key === "N") return done(() => step(-1));
    return event.key === "e" && done(() => model.foldAll());
  }
  function escape(): boolean {
    if (options.isFull) return done(() => options.setFull(false));
    if (chosen === null && current === null) return false;
    setChosen(null);
    setCurrent(null);
    onLine?.(null);
    return true;
  }

  const shareOf = useCallback((line: number): number => (lines <= 1 ? 0 : (line - 1) / (lines - 1)), [lines]);
  return { ...{ chosen, current, whole, link, commands, goTo, choose, fold, showWhole, openLink: setLink, step, toError, toFirstError, openFind, shareOf, onKeyDown } };
}

function done(act: () => void): true {
  act();
  return true;
}
