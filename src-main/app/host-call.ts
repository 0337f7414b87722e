/**
 * The door for calls from a window: channel on the list, size, JSON, schema, then one handler. Every call is answered;
 * a refusal has a code and never a stack. Knows nothing of Electron, so that each refusal is tested.
 */
import { AppError } from "../../shared/errors/app-error.ts";
import { hostChannels, hostRequestLimit, type HostChannel, type HostInput, type HostOutput, type HostReply } from "../../shared/contract/host.ts";

export type HostHandlers<Caller> = { readonly [C in HostChannel]: (input: HostInput<C>, caller: Caller) => HostOutput<C> | Promise<HostOutput<C>> };

export interface HostDoor<Caller> {
  readonly handlers: HostHandlers<Caller>;
  readonly log: (line: string) => void;
}

export async function answerHostCall<Caller>(door: HostDoor<Caller>, caller: Caller, channel: unknown, text: unknown): Promise<HostReply<unknown>> {
  try {
    if (!isHostChannel(channel)) throw refusal(`${shown(channel)} is not a channel`);
    const input = readInput(channel, text);
    const handle = door.handlers[channel] as (input: unknown, caller: Caller) => unknown;
    return { ok: true, value: await handle(input, caller) };
  } catch (error) {
    return refused(error, door, channel);
  }
}

export function isHostChannel(name: unknown): name is HostChannel {
  return typeof name === "string" && Object.hasOwn(hostChannels, name);
}

function readInput(channel: HostChannel, text: unknown): unknown {
  if (typeof text !== "string") throw refusal(`${channel}: the input is no JSON text`);
  const limit = hostRequestLimit(channel);
  if (text.length > limit) throw refusal(`${channel}: the input has ${text.length} characters; at most ${limit} are read`);
  const parsed = hostChannels[channel].input.safeParse(parseJson(channel, text));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw refusal(`${channel}: ${issue?.path.map(String).join(".") || "input"}: ${issue?.message ?? "not as expected"}`);
}

function parseJson(channel: HostChannel, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refusal(`${channel}: the input is no JSON`);
  }
}

function refused<Caller>(error: unknown, door: HostDoor<Caller>, channel: unknown): HostReply<never> {
  if (error instanceof AppError) {
    if (error.code === "input/invalid") door.log(`host call refused: ${error.message}`);
    return { ok: false, error: { code: error.code, message: error.message, details: error.details } };
  }
  door.log(`host call ${shown(channel)} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return { ok: false, error: { code: "internal", message: "Desktop: the call failed; the desktop log says why.", details: {} } };
}

function refusal(message: string): AppError {
  return new AppError("input/invalid", `Host call: ${message}.`);
}

function shown(name: unknown): string {
  return JSON.stringify(String(name).slice(0, 60));
}
