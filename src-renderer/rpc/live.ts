/**
 * The one subscription to the engine's events. It remembers how far it has heard (instance and sequence number) and
 * asks for the rest after a lost wire; when that is gone, everything on screen is read anew.
 */
import type { QueryClient } from "@tanstack/react-query";
import type { EngineEvent } from "../../shared/contract/engine.ts";
import { clientOfChannel, type EngineQueries } from "./client.ts";
import type { Channel } from "./channel.ts";
import { foldBatch } from "./fold.ts";
import type { FileNews } from "./file-news.ts";
import { stir } from "../pace/at-leisure.ts";
import { Paced } from "../pace/paced.ts";
import type { RunNews } from "./run-news.ts";
import { applyChanges, readAnew } from "./live-cache.ts";

interface Cursor {
  instanceId: string;
  seq: number | null;
}

export class LiveEvents {
  readonly #cache: QueryClient;
  readonly #queries: EngineQueries;
  readonly #files: FileNews;
  readonly #runs: RunNews;
  #cursor: Cursor | null = null;

  constructor(cache: QueryClient, queries: EngineQueries, files: FileNews, runs: RunNews) {
    this.#runs = runs;
    this.#cache = cache;
    this.#queries = queries;
    this.#files = files;
  }

  /** Resolves once events are heard on this channel; from then on follows them until the channel closes. */
  async follow(channel: Channel, signal: AbortSignal): Promise<void> {
    const client = clientOfChannel(channel);
    const before = this.#cursor;
    const resume = before === null || before.seq === null ? {} : { after: before.seq, instanceId: before.instanceId };
    const events = await client.engine.events(resume, { signal });
    const info = await client.engine.info({}, { signal });
    this.#cache.setQueryData(this.#queries.engine.info.queryKey({ input: {} }), info);
    const resumed = before !== null && before.seq !== null && before.instanceId === info.instanceId;
    if (!resumed) this.#cursor = { instanceId: info.instanceId, seq: null };
    void this.#pump(events, channel);
    if (before === null || resumed) return;
    void readAnew(this.#cache, this.#queries);
    this.#files.tell(["."]);
  }

  async #pump(events: AsyncIterable<readonly EngineEvent[]>, channel: Channel): Promise<void> {
    const paced = new Paced<EngineEvent>((batch) => this.#take(batch));
    try {
      for await (const batch of events) {
        stir();
        paced.add(batch);
      }
    } catch {
      // The wire or the stream broke; closing the channel below makes the connection open a new one and resume.
    }
    // The next stream begins behind what was taken: nothing older may come after it.
    paced.flush();
    channel.close();
  }

  #take(batch: readonly EngineEvent[]): void {
    const changes = foldBatch(batch);
    const instanceId = changes.instanceId ?? this.#cursor?.instanceId ?? "";
    this.#cursor = { instanceId, seq: changes.lastSeq ?? this.#cursor?.seq ?? null };
    applyChanges(this.#cache, this.#queries, changes);
    if (changes.runs.length > 0) this.#runs.tell(changes.runs);
    if (changes.reset || changes.files.length > 0) this.#files.tell(changes.reset ? ["."] : changes.files);
  }
}
