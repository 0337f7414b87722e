/**
 * Takes the events of one table. A row is marked only after its key was stored with its run: whatever dies in between, the row is found again without a mark,
 * known, and marked with the run that it started. One step at a time; wakened by the database, by a run that ended, and by looking now and then.
 *   connecting → idle ⇄ taking      any failure closes the connection: waiting → connecting, ever later up to half a minute
 */
import { createHash } from "node:crypto";
import { messageOf } from "../../../shared/errors/app-error.ts";
import type { Dag } from "../../../shared/model/dag.ts";
import type { EventRow, EventTable, EventTableSpec, OpenEventTable } from "../../ports/event-table.ts";
import type { Clock, Disposable } from "../../ports/machine.ts";
import { confFor, mostEventBytes } from "./event-conf.ts";
import type { EventTaker } from "./event-taker.ts";

/** Where the database tells of nothing. */
const lookEveryMs = 2_000;
/** Where it does, for what it may have told while nobody listened. */
const lookBesideNoticesMs = 30_000;
const firstPauseMs = 1_000;
const longestPauseMs = 30_000;
/** In one transaction. */
const atOnce = 20;
/** Beyond it is only said that there are more. */
const mostCounted = 1_000;

export interface TableQueueParts {
  readonly open: OpenEventTable;
  readonly taker: EventTaker;
  readonly clock: Clock;
  /** As the DAG file says it now. Throws where it cannot be reached. */
  readonly spec: () => EventTableSpec;
  /** Throws where the DAG is gone. */
  readonly dag: () => Dag;
  /** What keeps it from taking events, null for nothing; and whether events were dealt with. */
  readonly onChange: (trouble: string | null, hasTaken: boolean) => void;
}

export class TableQueue {
  readonly #parts: TableQueueParts;
  #table: EventTable | null = null;
  #channel: string | null = null;
  #timer: Disposable | null = null;
  #isClosed = false;
  #isBusy = false;
  /** Wakened while it was busy. */
  #isDue = false;
  #pauseMs = firstPauseMs;
  /** Until then a failure is not tried again, whoever wakes it. */
  #restUntil = 0;
  /** When the database told of rows that were not looked for yet. */
  #noticedAt: number | null = null;
  #waiting = 0;
  #waitingSince: number | null = null;

  constructor(parts: TableQueueParts) {
    this.#parts = parts;
  }

  /** Rows that were not taken, as of the last count. */
  get waiting(): number {
    return this.#waiting;
  }

  /** When rows were first seen that wait; null while none does. */
  get waitingSince(): number | null {
    return this.#waitingSince;
  }

  get isConnected(): boolean {
    return this.#table !== null;
  }

  wake(): void {
    if (this.#isClosed || this.#parts.clock.now() < this.#restUntil) return;
    this.#isDue = true;
    if (this.#isBusy) return;
    this.#isBusy = true;
    void this.#work();
  }

  /** Something is another: what failed may do now. */
  retry(): void {
    this.#restUntil = 0;
    this.wake();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#timer?.dispose();
    await this.#drop();
  }

  async #work(): Promise<void> {
    try {
      while (this.#isDue && !this.#isClosed) {
        this.#isDue = false;
        await this.#look();
      }
      this.#again(this.#channel === null ? lookEveryMs : lookBesideNoticesMs);
    } catch (thrown) {
      await this.#fail(messageOf(thrown));
    } finally {
      this.#isBusy = false;
    }
    if (this.#isDue) this.wake();
  }

  async #look(): Promise<void> {
    const table = this.#table ?? (await this.#connect());
    const heardAt = this.#noticedAt;
    this.#noticedAt = null;
    const room = this.#parts.taker.roomOf(this.#parts.dag());
    const most = Math.max(0, Math.min(room, atOnce));
    const found = most === 0 ? 0 : await this.#take(table, most, heardAt);
    // More lie there: others have their turn in between.
    if (most > 0 && found === most) this.#isDue = true;
    if (!this.#isDue) await this.#count(table);
    this.#pauseMs = firstPauseMs;
    this.#parts.onChange(null, found > 0);
  }

  async #connect(): Promise<EventTable> {
    const spec = this.#parts.spec();
    const table = await this.#parts.open(spec, {
      onNotice: () => {
        this.#noticedAt ??= this.#parts.clock.now();
        this.wake();
      },
      onLost: (reason) => void this.#fail(reason),
    });
    this.#table = table;
    this.#channel = spec.channel;
    if (this.#isClosed) await this.#drop();
    return table;
  }

  /** Throws what kept a row from being taken, after the rows before it were marked. */
  async #take(table: EventTable, most: number, noticedAt: number | null): Promise<number> {
    const failed: { reason?: unknown } = {};
    const dag = this.#parts.dag();
    const { connection, schema, table: name } = this.#parts.spec();
    const found = await table.take({ rows: most, bytes: mostEventBytes }, (rows) => {
      const heardAt = noticedAt ?? this.#parts.clock.now();
      const marks: (string | null)[] = [];
      for (const row of this.#isClosed ? [] : rows) {
        try {
          marks.push(this.#deal(dag, `${connection.id}\n${schema}.${name}\n${row.id}`, row, heardAt));
        } catch (thrown) {
          failed.reason = thrown;
          break;
        }
      }
      return marks;
    });
    if ("reason" in failed) throw failed.reason;
    return found;
  }

  /** What is written beside the row. Throws what keeps all rows from being taken. */
  #deal(dag: Dag, key: string, { id, text, bytes }: EventRow, heardAt: number): string {
    const { id: dagId } = dag;
    const { taker } = this.#parts;
    const event = { key, name: id.slice(0, 200), heardAt, digest: text === null ? null : createHash("sha256").update(text).digest("hex") };
    const known = taker.known(dagId, key);
    if (known?.runId != null) return known.digest === event.digest ? known.runId : `set aside: an event with this id came before, and started ${known.runId}; ids are not used again`;
    const conf = text === null ? (bytes === null ? "it is null; expected a JSON object" : `it has ${bytes} bytes; at most ${mostEventBytes} are taken`) : confFor(dag, text);
    if (typeof conf !== "string") return taker.start(dagId, event, conf);
    taker.setAside(dagId, event, conf);
    return `set aside: ${conf}`;
  }

  async #count(table: EventTable): Promise<void> {
    const before = this.#waiting;
    this.#waiting = await table.waiting(mostCounted);
    this.#waitingSince = this.#waiting === 0 ? null : (this.#waitingSince ?? this.#parts.clock.now());
    if (this.#waiting !== before) this.#parts.onChange(null, true);
  }

  async #fail(reason: string): Promise<void> {
    // What follows from one loss is one failure.
    if (this.#isClosed || this.#parts.clock.now() < this.#restUntil) return;
    this.#restUntil = this.#parts.clock.now() + this.#pauseMs;
    this.#again(this.#pauseMs);
    this.#pauseMs = Math.min(2 * this.#pauseMs, longestPauseMs);
    this.#parts.onChange(reason, false);
    await this.#drop();
  }

  async #drop(): Promise<void> {
    const table = this.#table;
    this.#table = null;
    await table?.close();
  }

  #again(waitMs: number): void {
    this.#timer?.dispose();
    if (this.#isClosed) return;
    this.#timer = this.#parts.clock.after(waitMs, () => {
      this.#restUntil = 0;
      this.wake();
    });
  }
}
