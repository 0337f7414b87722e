/** Reads DAG texts: short ones at once, long ones in a worker that is started with the first of them. Owns the worker. */
import { type ParsedDag, parseDag } from "../../shared/dag-file/parse-dag.ts";
import { type PackedRanges, unpackRanges } from "./packed-ranges.ts";

export interface ParseQuestion {
  readonly id: number;
  readonly text: string;
  readonly file: string;
}

export interface ParseAnswer {
  readonly id: number;
  readonly parsed: Omit<ParsedDag, "nodeRanges">;
  readonly ranges: PackedRanges;
}

/** What a Worker is used for here. */
export interface ParseThread {
  postMessage(question: ParseQuestion): void;
  onmessage: ((event: MessageEvent<ParseAnswer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  terminate(): void;
}

/** Texts with fewer lines are read on the spot: that is over before a frame is. */
export const linesAtOnce = 400;

const firstReading: ParseQuestion = { id: 0, text: "dag: first\ntasks:\n  a: {config_type: SqlTask, sql: select 1}\n  b: {config_type: EmptyTask, deps: [a]}\n", file: "" };

const practiceId = -1;
/** Enough for the code to be compiled well. */
const practiceRounds = 4;
const practiceTasks = 150;

/** Another text each time, of all the kinds and layouts that files have. */
function practiceText(round: number): string {
  const tasks = Array.from({ length: practiceTasks }, (_, at) => {
    const [near, far] = [`t${at - 1}`, `t${at - 2 - round}`];
    const deps = at === 0 ? "[]" : at < 2 + round ? `[${near}]` : `[${near}, ${far}]`;
    if (at % 3 === 0) return `  # note ${round}\n  t${at}:\n    config_type: SqlTask\n    ddl: create table t${at} (id integer)\n    sql: |\n      select ${at}\n      from "t"\n    deps: ${deps}\n    checks: [{unique: id}]\n`;
    return at % 3 === 1 ? `  t${at}: {config_type: EmptyTask, deps: ${deps}}\n` : `  t${at}:\n    config_type: BashTask\n    bash: 'echo ${at}'\n    deps:\n      - t${at - 1}\n    retries: 2\n`;
  });
  return `dag: practice_${round}\ntasks:\n${tasks.join("")}`;
}

export interface DagParser {
  /** The reading itself for a short text, a promise of it for a long one. */
  parse(text: string, file: string): ParsedDag | Promise<ParsedDag>;
  /** Starts the worker before it is needed, and has it read something: its first reading takes several times as long as the next. */
  warm(): void;
  /** Has the worker read some more while nothing is asked of it. */
  practise(): void;
}

export function createDagParser(startThread: () => ParseThread = startWorker): DagParser {
  let thread: ParseThread | null = null;
  let lastId = 0;
  let practised = 0;
  const waiting = new Map<number, { question: ParseQuestion; resolve: (parsed: ParsedDag) => void }>();

  /** The worker is gone (it could not be loaded, it ran out of memory): what waits is read here, late but surely. */
  const fail = (): void => {
    thread?.terminate();
    thread = null;
    for (const { question, resolve } of waiting.values()) resolve(parseDag(question.text, { file: question.file }));
    waiting.clear();
  };

  const running = (): ParseThread => {
    if (thread !== null) return thread;
    thread = startThread();
    thread.onmessage = ({ data }) => {
      if (data.id === practiceId) practiseOn();
      waiting.get(data.id)?.resolve(parsedOf(data));
      waiting.delete(data.id);
    };
    thread.onerror = fail;
    return thread;
  };

  /** One text after the other: what is asked meanwhile waits for one of them at most. */
  const practiseOn = (): void => {
    if (lastId > 0 || practised >= practiceRounds) return;
    running().postMessage({ id: practiceId, text: practiceText(practised++), file: "" });
  };

  return {
    practise: practiseOn,
    parse(text, file) {
      if (!isLong(text)) return parseDag(text, { file });
      const question = { id: ++lastId, text, file };
      return new Promise((resolve) => {
        waiting.set(question.id, { question, resolve });
        running().postMessage(question);
      });
    },
    warm() {
      if (thread === null) running().postMessage(firstReading);
    },
  };
}

/** The places are unpacked for who asks: most readings are replaced by the next key before anybody does. */
function parsedOf({ parsed, ranges }: ParseAnswer): ParsedDag {
  let unpacked: ParsedDag["nodeRanges"] | null = null;
  return {
    ...parsed,
    get nodeRanges() {
      return (unpacked ??= unpackRanges(ranges));
    },
  };
}

export function isLong(text: string): boolean {
  let lines = 1;
  for (let at = text.indexOf("\n"); at !== -1 && lines < linesAtOnce; at = text.indexOf("\n", at + 1)) lines++;
  return lines >= linesAtOnce;
}

function startWorker(): ParseThread {
  return new Worker(new URL("./dag-parse.worker.ts", import.meta.url), { type: "module", name: "dag file" });
}
