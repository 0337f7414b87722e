/** The tries that are calls: one job each, cancelled by its id. Every job resolves, whatever happens to it; none is sent twice. */
import { messageOf } from "../../shared/errors/app-error.ts";
import type { HttpCalls } from "../ports/http-calls.ts";
import type { Clock } from "../ports/machine.ts";
import { openCallLog } from "./call-log.ts";
import type { Channels } from "./messages/channels.ts";
import { performNotify, type NotifyWork } from "./messages/notify-work.ts";
import { performHttp, type HttpWork } from "./http-work.ts";

export interface CallJob {
  readonly attemptId: string;
  /** Absolute. */
  readonly logPath: string;
  readonly secrets: readonly string[];
  readonly work: HttpWork | NotifyWork;
}

export interface CallResult {
  readonly state: "success" | "failed";
  /** For a person; null on success. */
  readonly reason: string | null;
  readonly mayRetry: boolean;
  /** For later tasks. */
  readonly values: readonly { readonly name: string; readonly value: unknown }[];
}

export type CallOutcome = CallResult & { readonly endedAt: number };

interface CallsParts {
  readonly http: HttpCalls;
  readonly channels: Pick<Channels, "send">;
  readonly clock: Clock;
}

export class Calls {
  readonly #parts: CallsParts;
  readonly #live = new Map<string, AbortController>();

  constructor(parts: CallsParts) {
    this.#parts = parts;
  }

  /** Never rejects. */
  async run(job: CallJob): Promise<CallOutcome> {
    const controller = new AbortController();
    this.#live.set(job.attemptId, controller);
    try {
      const result = await this.#perform(job, controller.signal);
      return { ...result, endedAt: this.#parts.clock.now() };
    } catch (thrown) {
      return { state: "failed", reason: messageOf(thrown), mayRetry: true, values: [], endedAt: this.#parts.clock.now() };
    } finally {
      this.#live.delete(job.attemptId);
    }
  }

  cancel(attemptId: string): void {
    this.#live.get(attemptId)?.abort();
  }

  close(): void {
    for (const controller of this.#live.values()) controller.abort();
  }

  #perform(job: CallJob, signal: AbortSignal): Promise<CallResult> {
    const log = openCallLog(job.logPath, job.secrets);
    if (job.work.kind === "notify") return performNotify(job.work, { channels: this.#parts.channels, log, key: job.attemptId, stop: signal });
    return performHttp(job.work, { http: this.#parts.http, log, secrets: job.secrets, signal });
  }
}
