/**
 * Sends the messages that states have called for: at least once, each under a key of its own, with growing pauses, and given up loudly. The table is
 * the truth; nothing is asked of it while none is due. Nothing leaves a workspace that is not trusted.
 */
import { messageOf } from "../../../shared/errors/app-error.ts";
import type { MessageEvent } from "../../../shared/model/message.ts";
import { maskSecrets } from "../../core/secret-text.ts";
import type { Reached } from "../../ports/crash-point.ts";
import type { Clock, Disposable, Log } from "../../ports/machine.ts";
import type { WaitingMessage } from "../../ports/message-store.ts";
import type { Store } from "../../ports/store.ts";
import { engineActor, type AuditTrail } from "../audit-trail.ts";
import type { Channels, Delivery, OutMessage } from "./channels.ts";
import { defaultSubject, defaultText, messageFacts, messageWords, type MessageSubject } from "./message-text.ts";

export interface MessengerParts {
  readonly store: Store;
  readonly channels: Channels;
  readonly clock: Clock;
  readonly audit: AuditTrail;
  readonly log: Log;
  readonly workspace: string;
  readonly isTrusted: () => boolean;
  /** Where links lead: the origin that the engine is served under; null for the desktop. */
  readonly address: () => Promise<string | null>;
  readonly secrets: () => readonly string[];
  readonly reached: Reached;
  /** Renders with the words of the run, and of the task where there is one. */
  readonly render: (template: string, of: { readonly run: number | null; readonly task: number | null; readonly tryNumber: number }, words: Readonly<Record<string, unknown>>) => string;
  /** What the log of a failed try says of why. */
  readonly failureLine: (of: { readonly dagId: string; readonly runId: string; readonly taskId: string; readonly tryNumber: number }) => Promise<string | null>;
}

/** After the last of them it is given up: about eight hours after the first. */
const pausesMs = [5_000, 30_000, 120_000, 600_000, 1_800_000, 3_600_000, 7_200_000, 14_400_000];
const mostAtOnce = 4;
const closingMs = 3_000;
/** The wall clock may be set or the machine may sleep: looked at again at least this often while one waits. */
const longestWaitMs = 60_000;

export class Messenger {
  readonly #parts: MessengerParts;
  readonly #underWay = new Set<number>();
  readonly #stop = new AbortController();
  #timer: Disposable | null = null;
  #onRest: () => void = () => {};

  constructor(parts: MessengerParts) {
    this.#parts = parts;
  }

  /** Sends what is due and waits for the next. Safe to call at any time, as often as one likes. */
  wake(): void {
    const { store, clock, isTrusted } = this.#parts;
    this.#timer?.dispose();
    if (this.#stop.signal.aborted || !isTrusted()) return;
    const now = clock.now();
    const due = store.messages.due(now, mostAtOnce + this.#underWay.size).filter(({ id }) => !this.#underWay.has(id));
    for (const message of due.slice(0, mostAtOnce - this.#underWay.size)) void this.#send(message);
    // Whoever is under way wakes it again.
    if (this.#underWay.size > 0) return;
    const next = store.messages.nextAt();
    if (next !== null) this.#timer = clock.after(Math.min(longestWaitMs, Math.max(1, next - now)), () => this.wake());
  }

  /** What was called for at last is given a moment to leave; what does not is sent by the next engine. */
  async close(): Promise<void> {
    this.wake();
    if (this.#underWay.size > 0) {
      await new Promise<void>((resolve) => {
        const timer = this.#parts.clock.after(closingMs, resolve);
        this.#onRest = () => {
          timer.dispose();
          resolve();
        };
      });
    }
    this.#timer?.dispose();
    this.#stop.abort();
  }

  async #send(message: WaitingMessage): Promise<void> {
    this.#underWay.add(message.id);
    try {
      const made = await this.#make(message);
      const delivery: Delivery = "trouble" in made ? { kind: "failed", reason: made.trouble, isFinal: true } : await this.#parts.channels.send(message.channel, made, this.#stop.signal);
      this.#parts.reached("message sent");
      if (!this.#stop.signal.aborted) this.#settle(message, delivery, "trouble" in made ? null : made.subject);
      this.#underWay.delete(message.id);
      this.wake();
    } catch (thrown) {
      // The store cannot be written: what was sent is sent again under its key, and not before a while.
      this.#underWay.delete(message.id);
      this.#parts.log.error("a message could not be settled", { message: message.id, reason: messageOf(thrown) });
      this.#timer?.dispose();
      if (!this.#stop.signal.aborted) this.#timer = this.#parts.clock.after(longestWaitMs, () => this.wake());
    } finally {
      if (this.#underWay.size === 0) this.#onRest();
    }
  }

  async #make(message: WaitingMessage): Promise<OutMessage | { readonly trouble: string }> {
    const { store, secrets, render } = this.#parts;
    const subject = await this.#subjectOf(message);
    const words = messageWords(subject);
    try {
      const text = (template: string | null, otherwise: string): string => maskSecrets(template === null ? otherwise : render(template, message, words), secrets());
      return { key: `${store.id}-m${message.id}`, subject: text(message.subject, defaultSubject(subject)), text: text(message.message, defaultText(subject)), facts: JSON.parse(maskSecrets(JSON.stringify(messageFacts(subject)), secrets())) as Record<string, unknown> };
    } catch (thrown) {
      return { trouble: maskSecrets(`its text: ${messageOf(thrown)}`, secrets()) };
    }
  }

  async #subjectOf({ run, task, tryNumber, event, deadline: about, at }: WaitingMessage): Promise<MessageSubject> {
    const { store, workspace } = this.#parts;
    const address = await this.#parts.address();
    const deadline = about === undefined ? null : store.deadlines.get(about);
    const base = { event, tryNumber, workspace, address, deadline, at };
    if (run === null) return { ...base, dagId: deadline?.dagId ?? "", run: null, task: null, zone: "UTC", error: null, failed: [] };
    return { ...base, ...(await this.#partsOfRun({ run, task, tryNumber, event })) };
  }

  async #partsOfRun({ run, task, tryNumber, event }: { readonly run: number; readonly task: number | null; readonly tryNumber: number; readonly event: MessageEvent }): Promise<Pick<MessageSubject, "dagId" | "run" | "task" | "zone" | "error" | "failed">> {
    const { store } = this.#parts;
    const row = store.runs.get(run);
    const tasks = store.tasks.listOf(run);
    const { id = null, record = undefined } = task === null ? {} : (store.tasks.load(run)[task] ?? {});
    const failed = tasks.filter(({ state }) => state === "failed" || state === "interrupted");
    const first = failed.toSorted((one, other) => (one.endedAt ?? 0) - (other.endedAt ?? 0))[0];
    const about = event === "failure" || event === "retry" ? (id === null ? first : { taskId: id, tryNumber, reason: record?.reason ?? null }) : undefined;
    const said = about === undefined ? null : await this.#parts.failureLine({ dagId: row.dagId, runId: row.runId, taskId: about.taskId, tryNumber: about.tryNumber }).catch(() => null);
    const { timezone: zone } = store.versions.get(row.versionId).dag;
    return { dagId: row.dagId, run: row, zone, task: id === null || record === undefined ? null : { id, record }, error: said ?? about?.reason ?? null, failed: event === "failure" && task === null ? failed.map(({ taskId }) => taskId) : [] };
  }

  #settle(message: WaitingMessage, delivery: Delivery, subject: string | null): void {
    const { store, clock, audit, log } = this.#parts;
    const { dagId, runId, taskId } = this.#placeOf(message);
    const at = clock.now();
    const pause = delivery.kind === "failed" && !delivery.isFinal ? pausesMs[message.tries] : undefined;
    const words = { by: engineActor, dagId, ...(runId === undefined ? {} : { runId }), ...(taskId === undefined ? {} : { taskId }), arguments: { event: message.event, channel: message.channel, tries: message.tries + 1 } };
    store.atomically(() => {
      if (delivery.kind === "sent") {
        store.messages.sent(message.id, { at, subject: subject ?? "" });
        audit.add({ ...words, act: "message.sent" });
      } else {
        store.messages.missed(message.id, { at, trouble: delivery.reason, nextAt: pause === undefined ? null : at + pause, subject });
        if (pause === undefined) audit.add({ ...words, act: "message.failed", refusal: delivery.reason });
      }
    });
    if (delivery.kind === "failed") (pause === undefined ? log.error : log.warn)(pause === undefined ? "a message was given up" : "a message could not be sent; it is tried again", { dagId, runId, channel: message.channel, reason: delivery.reason });
    audit.tell(dagId);
  }

  #placeOf({ run, task, deadline }: WaitingMessage): { dagId: string; runId: string | undefined; taskId: string | undefined } {
    const { store } = this.#parts;
    if (run === null) {
      const about = deadline === undefined ? null : store.deadlines.get(deadline);
      return { dagId: about?.dagId ?? "", runId: undefined, taskId: about?.taskId ?? undefined };
    }
    const { dagId, runId } = store.runs.get(run);
    return { dagId, runId, taskId: task === null ? undefined : store.tasks.load(run)[task]?.id };
  }
}
