/** Carries out a NotifyTask: its message to every channel that it names. Each gets the try's own key, so that a repeated one can be told. */
import type { StopSignal } from "../../ports/run-source.ts";
import type { CallLog } from "../call-log.ts";
import type { CallResult } from "../calls.ts";
import type { Channels } from "./channels.ts";

export interface NotifyWork {
  readonly kind: "notify";
  readonly channels: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

export async function performNotify(work: NotifyWork, { channels, log, key, stop }: { readonly channels: Pick<Channels, "send">; readonly log: CallLog; readonly key: string; readonly stop: StopSignal }): Promise<CallResult> {
  const failures: { reason: string; isFinal: boolean }[] = [];
  for (const channel of work.channels) {
    const delivery = await channels.send(channel, { key: `${key}-${channel}`, subject: work.subject, text: work.text, facts: work.facts }, stop);
    log.line(delivery.kind === "sent" ? `sent to ${channel}: ${work.subject}` : `not sent to ${channel}: ${delivery.reason}`);
    if (delivery.kind === "failed") failures.push(delivery);
  }
  const reason = stop.aborted ? "cancelled" : failures.map((failure) => failure.reason).join("; ");
  return { state: failures.length === 0 ? "success" : "failed", reason: failures.length === 0 ? null : reason, mayRetry: !stop.aborted && failures.some(({ isFinal }) => !isFinal), values: [] };
}
