/**
 * The runs of one query: one at a time, their results kept as tabs, and let go of when they are closed. A session outlives the page
 * that shows it, so that results are still there, and a long run goes on, while another tab is looked at. Owns the stream of its run.
 */
import type { SqlEvent } from "../../../shared/contract/sql.ts";
import { toFailure } from "../../rpc/failure.ts";
import type { EngineClient } from "../../rpc/client.ts";
import { t } from "../../strings/t.ts";
import { broken } from "./results/query-state.ts";
import { changed, heard, noRuns, resultsOf, started, type RunInput, type Runs } from "./results/runs.ts";

export interface SessionParts {
  readonly client: Pick<EngineClient, "sql">;
  /** A statement that writes has run: the catalogue is another. */
  readonly onWrote: () => void;
  /** What a run may take where it does not say. */
  readonly limits: () => Pick<RunInput, "maxRows" | "timeoutMs">;
}

/** What has come is shown at once, then as often as the eye can follow. */
const shownEveryMs = 60;

export class QuerySession {
  readonly #parts: SessionParts;
  readonly #listeners = new Set<() => void>();
  #runs: Runs = noRuns;
  #current: { readonly queryId: string; readonly stop: AbortController } | null = null;

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  readonly get = (): Runs => this.#runs;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  readonly change = (next: (runs: Runs) => Runs): void => {
    const before = resultsOf(this.#runs);
    this.#runs = next(this.#runs);
    const after = resultsOf(this.#runs);
    this.#release([...before].filter((id) => !after.has(id)));
    for (const listener of [...this.#listeners]) listener();
  };

  readonly run = (given: RunInput): void => {
    this.#current?.stop.abort();
    const mine = { queryId: crypto.randomUUID(), stop: new AbortController() };
    this.#current = mine;
    const input: RunInput = { ...this.#parts.limits(), ...given };
    this.change((all) => started(all, { id: mine.queryId, input }, Date.now()));
    const fail = (message: string): void => this.change((all) => changed(all, mine.queryId, (state) => (state.phase === "ended" ? state : broken(state, message, Date.now()))));
    this.#follow(input, mine).then(
      () => fail(t("The engine stopped answering while the query ran; run it again.")),
      (thrown: unknown) => fail(toFailure(thrown).message),
    );
  };

  /** Also on the database's server. */
  readonly cancel = (): void => {
    const mine = this.#current;
    if (mine !== null) this.#parts.client.sql.cancel({ queryId: mine.queryId }).catch(() => mine.stop.abort());
  };

  /** Nobody will look at it again. */
  close(): void {
    this.#current?.stop.abort();
    this.#release([...resultsOf(this.#runs)]);
    this.#runs = noRuns;
  }

  async #follow(input: RunInput, { queryId, stop }: { readonly queryId: string; readonly stop: AbortController }): Promise<void> {
    let waiting: SqlEvent[] = [];
    let shownAt = 0;
    let wrote = false;
    const show = (): void => {
      const events = waiting;
      waiting = [];
      shownAt = performance.now();
      this.change((all) => events.reduce((now, event) => heard(now, queryId, event), all));
    };
    for await (const event of await this.#parts.client.sql.run({ ...input, queryId }, { signal: stop.signal })) {
      waiting.push(event);
      wrote ||= event.kind === "statement" && event.writes;
      if (event.kind !== "rows" || performance.now() - shownAt >= shownEveryMs) show();
    }
    show();
    if (wrote) this.#parts.onWrote();
  }

  #release(resultIds: string[]): void {
    if (resultIds.length > 0) this.#parts.client.sql.release({ resultIds }).catch(() => {});
  }
}
