/**
 * Takes an event that was posted: once this answers, its run is stored. A key that comes again is answered with the run that it started, whatever
 * has become of the queue since. Nothing is held in memory: what there is no room for is refused, and stays with who posts it.
 */
import { createHash, randomUUID } from "node:crypto";
import { AppError, messageOf } from "../../../shared/errors/app-error.ts";
import type { Dag } from "../../../shared/model/dag.ts";
import type { Store } from "../../ports/store.ts";
import type { DagFiles } from "../dag-files.ts";
import { isOfDatabase } from "../refusals.ts";
import { confOf } from "./event-conf.ts";
import type { EventTaker } from "./event-taker.ts";
import type { PostAnswer, PostedEvent, PostRefusal } from "./posted-event.ts";

export interface HttpQueueParts {
  readonly store: Store;
  readonly dags: DagFiles;
  readonly taker: EventTaker;
  readonly isTrusted: () => boolean;
  /** A queue took an event, or is kept from it by something else than before (null: by nothing any more). */
  readonly onChange: (dagId: string, trouble: string | null) => void;
}

export class HttpQueue {
  readonly #parts: HttpQueueParts;

  constructor(parts: HttpQueueParts) {
    this.#parts = parts;
  }

  receive(dagId: string, event: PostedEvent): PostAnswer {
    try {
      return this.#receive(dagId, event);
    } catch (thrown) {
      if (isOfDatabase(thrown)) return refused("not-stored", "The event could not be stored; try again.");
      this.#parts.onChange(dagId, messageOf(thrown));
      // What is wrong with the DAG is told to its people, and not to who posts events.
      if (thrown instanceof AppError) return refused("not-ready", `DAG "${dagId}" cannot run now; its page in Dagwright says why. Try again later.`);
      throw thrown;
    }
  }

  #receive(dagId: string, { key, text, heardAt }: PostedEvent): PostAnswer {
    const { store, taker, isTrusted, onChange } = this.#parts;
    const digest = createHash("sha256").update(text).digest("hex");
    const known = key === null ? null : taker.known(dagId, key);
    if (known !== null && known.digest !== digest) return refused("other-event", `Idempotency-Key "${key}" was used with another event; give each event a key of its own.`);
    if (known !== null && known.runId !== null) return { kind: "taken", runId: known.runId, isNew: false };
    const dag = this.#dagOf(dagId);
    if (dag === null) return refused("no-queue", `DAG "${dagId}" takes no events over HTTP.`);
    if (!isTrusted()) return refused("untrusted", "This workspace is not trusted, so nothing in it runs.");
    if (!store.queues.listOn().includes(dagId)) return refused("off", `The queue of DAG "${dagId}" is off; a person turns it on.`);
    const conf = confOf(dagId, text);
    if (typeof conf === "string") return refused("no-event", `This is no event: ${conf}`);
    if (taker.roomOf(dag) <= 0) return refused("full", `As many runs of DAG "${dagId}" wait as may; try again.`);
    const own = key ?? randomUUID();
    const runId = taker.start(dagId, { key: own, name: own, heardAt, digest }, conf);
    onChange(dagId, null);
    return { kind: "taken", runId, isNew: true };
  }

  #dagOf(dagId: string): Dag | null {
    try {
      const file = this.#parts.dags.get(dagId);
      const dag = file.dag ?? this.#parts.dags.valid(dagId).dag;
      return dag.queue !== undefined && "http" in dag.queue ? dag : null;
    } catch (thrown) {
      if (thrown instanceof AppError && thrown.code === "dag/not-found") return null;
      throw thrown;
    }
  }
}

function refused(why: PostRefusal, message: string): PostAnswer {
  return { kind: "refused", why, message };
}
