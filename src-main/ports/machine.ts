/** The machine around the engine: time, ids, log, disposal. */
import type { AssetEvent } from "../../shared/model/asset.ts";

export interface Disposable {
  dispose(): void;
}

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Milliseconds that never go back; for measuring spans. */
  monotonic(): number;
  /** Milliseconds since the machine started, those that it slept too; as exact as a second. */
  sinceBoot(): number;
  /** Calls back once after `delayMs` (any size; longer than 2^31−1 ms is handled). */
  after(delayMs: number, call: () => void): Disposable;
}

export interface Log {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** Renders Jinja text with strict undefined, no calls into JavaScript, and a step limit. Throws AppError template/failed. */
export interface Templates {
  render(template: string, context: Readonly<Record<string, unknown>>): string;
}

/** The values that templates of one try may use; see docs of the template words. */
export interface TemplateSubject {
  readonly dagId: string;
  /** Null where the DAG file names none. */
  readonly owner: string | null;
  readonly runId: string;
  readonly runType: string;
  readonly taskId: string;
  /** Of an instance of a mapped task. */
  readonly map?: Readonly<Record<string, unknown>> | undefined;
  readonly tryNumber: number;
  readonly attemptId: string;
  readonly logicalDate: number | null;
  readonly dataIntervalStart: number | null;
  readonly dataIntervalEnd: number | null;
  readonly conf: Readonly<Record<string, unknown>>;
  readonly params: Readonly<Record<string, unknown>>;
  /** The loads that called for the run; absent where none did. */
  readonly assetEvents?: readonly AssetEvent[] | undefined;
  /** By task, then key. */
  readonly xcoms: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly vars: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly prepSchema: string;
  readonly finalSchema: string;
}
