/**
 * Events that are posted to a queue: `POST /events/<dag>` with the queue's token and a JSON object, a JSON array of such, or JSON lines. 202 is answered once
 * the runs are stored, 200 where all events had come before. Who brings no token of this workspace learns nothing of it; every refusal is a JSON object with a code and a sentence.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { messageOf } from "../../../shared/errors/app-error.ts";
import type { Log } from "../../ports/machine.ts";
import { mostEventBytes } from "../../services/queues/event-conf.ts";
import type { BatchText } from "../../services/queues/event-batch.ts";
import type { BatchAnswer, EventIntake, PostAnswer, PostRefusal, TakenEvent } from "../../services/queues/posted-event.ts";
import { securityHeaders } from "./security-headers.ts";

/** Bodies that are read at one time: what waits in memory is this many events at most. */
const mostBodies = 32;

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** After how many seconds to ask again. */
  readonly retryAfterS?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

const refusals: Readonly<Record<PostRefusal, Omit<Refusal, "message">>> = {
  "no-queue": { status: 404, code: "queue/not-found" },
  off: { status: 503, code: "queue/off", retryAfterS: 60 },
  untrusted: { status: 403, code: "workspace/untrusted" },
  "being-read": { status: 503, code: "dag/being-read", retryAfterS: 2 },
  "not-ready": { status: 503, code: "dag/invalid", retryAfterS: 60 },
  "no-event": { status: 400, code: "event/invalid" },
  "wrong-events": { status: 422, code: "event/invalid" },
  "too-many": { status: 413, code: "event/too-many" },
  "wrong-params": { status: 422, code: "event/params" },
  "no-key": { status: 422, code: "event/no-key" },
  "other-event": { status: 422, code: "event/key-reused" },
  full: { status: 429, code: "queue/full", retryAfterS: 1 },
  "not-stored": { status: 503, code: "store/full", retryAfterS: 5 },
};

const jsonType = /^application\/([\w.+-]+\+)?json\s*(;|$)/i;
const linesType = /^application\/(x-ndjson|ndjson|jsonl|x-jsonlines|json-lines)\s*(;|$)/i;

const noToken: Refusal = { status: 401, code: "token/missing", message: "Send the token of the queue: Authorization: Bearer dwq_… (made by `dagwright queue token DAG`).", headers: { "WWW-Authenticate": "Bearer" } };
const wrongToken: Refusal = { status: 401, code: "token/wrong", message: "This token is not, or no longer, one of a queue here; `dagwright queue token DAG` makes a new one.", headers: { "WWW-Authenticate": 'Bearer error="invalid_token"' } };
const otherToken: Refusal = { status: 403, code: "token/other-queue", message: "This token is for the queue of another DAG." };
const wrongMethod: Refusal = { status: 405, code: "method/not-allowed", message: "Events are sent by POST.", headers: { Allow: "POST" } };
const wrongType: Refusal = { status: 415, code: "event/not-json", message: "An event is a JSON object; send it with Content-Type: application/json, or several as a JSON array or, with application/x-ndjson, one a line." };
const wrongKey: Refusal = { status: 400, code: "event/invalid-key", message: "Idempotency-Key: expected 1 to 200 visible ASCII characters, once." };
const tooLarge: Refusal = { status: 413, code: "event/too-large", message: `An event, or a batch of them, has at most ${mostEventBytes} bytes.` };
const tooMany: Refusal = { status: 429, code: "queue/busy", message: `More than ${mostBodies} events are being sent at one time; try again.`, retryAfterS: 1 };
const notText: Refusal = { status: 400, code: "event/invalid", message: "This is no event: it is not UTF-8." };
const unread: Refusal = { ...refusals["being-read"], message: "DAG files are being read, and this DAG may be in one of them; try again." };
const broken: Refusal = { status: 500, code: "internal", message: "The event was not taken; the log of Dagwright says why." };

export interface EventDoorParts {
  readonly intake: EventIntake;
  readonly log: Log;
  readonly now: () => number;
}

export interface AskedEvent {
  readonly dagId: string | null;
  readonly token: string | null;
}

/** Answers every request that is for a queue. */
export function createEventReplies({ intake, log, now }: EventDoorParts): (asked: AskedEvent, request: IncomingMessage, response: ServerResponse) => void {
  let bodies = 0;

  function answer({ dagId, token }: AskedEvent, request: IncomingMessage, response: ServerResponse): void {
    const refusal = refusalOf({ dagId, token }, request) ?? (bodies >= mostBodies ? tooMany : null);
    if (refusal !== null || dagId === null) return refuse(response, refusal ?? wrongToken);
    const key = keyOf(request);
    if (key === false) return refuse(response, wrongKey);
    if (/^100-continue$/i.test(request.headers.expect ?? "")) response.writeContinue();
    bodies += 1;
    const onEnd = (body: Buffer | null): void =>
      void take({ dagId, key, isLines: linesType.test(request.headers["content-type"] ?? "") }, body, response)
        .catch((thrown: unknown) => fail(thrown, response))
        .finally(() => (bodies -= 1));
    readBody(request, onEnd, () => (bodies -= 1));
  }

  async function take({ dagId, key, isLines }: { readonly dagId: string; readonly key: string | null; readonly isLines: boolean }, body: Buffer | null, response: ServerResponse): Promise<void> {
    if (body === null) return refuse(response, tooLarge);
    const text = utf8(body);
    if (text === null) return refuse(response, notText);
    const form = formOf(text, isLines);
    if (form === null) send(response, intake.receive(dagId, { key, text, heardAt: now() }));
    else sendBatch(response, await intake.receiveBatch(dagId, { key, text, form, heardAt: now() }));
  }

  function refusalOf({ dagId, token }: AskedEvent, request: IncomingMessage): Refusal | null {
    if (token === null) return request.headers.authorization === undefined ? noToken : wrongToken;
    const owner = intake.dagOf(token);
    if (owner === null) return wrongToken;
    const presence = dagId === null ? "none" : intake.presenceOf(dagId);
    if (presence === "unread") return unread;
    if (presence === "none") return { ...refusals["no-queue"], message: `There is no DAG "${(dagId ?? "").slice(0, 200)}" with a queue in this workspace.` };
    if (owner !== dagId) return otherToken;
    if (request.method !== "POST") return wrongMethod;
    if (!jsonType.test(request.headers["content-type"] ?? "") && !linesType.test(request.headers["content-type"] ?? "")) return wrongType;
    return Number(request.headers["content-length"] ?? 0) > mostEventBytes ? tooLarge : null;
  }

  function safely(response: ServerResponse, work: () => void): void {
    try {
      work();
    } catch (thrown) {
      fail(thrown, response);
    }
  }

  function fail(thrown: unknown, response: ServerResponse): void {
    log.error("an event was not taken", { reason: messageOf(thrown) });
    refuse(response, broken);
  }

  return (asked, request, response) => safely(response, () => answer(asked, request, response));
}

/** Null for one event by itself. */
function formOf(text: string, isLines: boolean): BatchText["form"] | null {
  return isLines ? "lines" : /^\s*\[/.test(text) ? "array" : null;
}

/** Null where there is none, false where it is none that can be kept. It may stand in quotes, as in the draft of the header. */
function keyOf(request: IncomingMessage): string | null | false {
  const values = request.headersDistinct["idempotency-key"] ?? [];
  if (values.length === 0) return null;
  const written = values.length === 1 ? (values[0] ?? "").trim() : "";
  const key = /^"(.*)"$/.exec(written)?.[1] ?? written;
  return /^[\x21-\x7e]{1,200}$/.test(key) && key;
}

/** Null for one that is too large, of which no more is read. `onLost`: who sent it has gone. */
function readBody(request: IncomingMessage, onEnd: (body: Buffer | null) => void, onLost: () => void): void {
  const parts: Buffer[] = [];
  let size = 0;
  let isOver = false;
  const over = (call: () => void): void => {
    if (isOver) return;
    isOver = true;
    call();
  };
  request.on("data", (part: Buffer) => {
    size += part.length;
    if (size <= mostEventBytes && !isOver) parts.push(part);
    else over(() => onEnd(null));
  });
  request.once("end", () => over(() => onEnd(Buffer.concat(parts))));
  request.once("close", () => over(onLost));
  request.once("error", () => over(onLost));
}

function utf8(bytes: Buffer): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function send(response: ServerResponse, answer: PostAnswer): void {
  if (answer.kind === "refused") return refuse(response, { ...refusals[answer.why], message: answer.message });
  write(response, answer.isNew ? 202 : 200, {}, wordsOf(answer));
}

function sendBatch(response: ServerResponse, answer: BatchAnswer): void {
  if (answer.kind === "taken") return write(response, answer.events.some(({ isNew }) => isNew) ? 202 : 200, {}, { events: answer.events.map(wordsOf) });
  const { why, message, wrong, taken } = answer;
  const errors = wrong.map((one) => ({ at: one.at, code: refusals[one.why].code, message: one.message }));
  refuse(response, { ...refusals[why], message }, { ...(errors.length === 0 ? {} : { errors }), ...(taken.length === 0 ? {} : { events: taken.map(wordsOf) }) });
}

const wordsOf = ({ runId, isNew }: TakenEvent): object => ({ run_id: runId, repeated: !isNew });

function refuse(response: ServerResponse, { status, code, message, retryAfterS, headers = {} }: Refusal, more: object = {}): void {
  const isReadToEnd = response.req.complete;
  write(response, status, { ...headers, ...(retryAfterS === undefined ? {} : { "Retry-After": String(retryAfterS) }), ...(isReadToEnd ? {} : { Connection: "close" }) }, { error: { code, message }, ...more });
}

function write(response: ServerResponse, status: number, headers: Readonly<Record<string, string>>, value: object): void {
  const body = `${JSON.stringify(value)}\n`;
  response.writeHead(status, { ...securityHeaders(), "Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store", "Content-Length": Buffer.byteLength(body), ...headers });
  response.end(response.req.method === "HEAD" ? undefined : body);
}
