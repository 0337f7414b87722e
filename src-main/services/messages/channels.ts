/** The channels of a workspace, and how a message leaves by one of them. Secrets are looked up when needed, never kept. */
import { createHmac } from "node:crypto";
import { suggestion } from "../../../shared/dag-file/did-you-mean.ts";
import type { ChannelConfig } from "../../../shared/model/channel-config.ts";
import { maskSecrets } from "../../core/secret-text.ts";
import type { HttpCalls } from "../../ports/http-calls.ts";
import type { Mailer } from "../../ports/mailer.ts";
import type { StopSignal } from "../../ports/run-source.ts";
import type { Workspace } from "../../ports/workspace.ts";

/** A message as it leaves. */
export interface OutMessage {
  /** The same for every attempt to send it. */
  readonly key: string;
  readonly subject: string;
  readonly text: string;
  /** For machines; names are those of `run --json`. */
  readonly facts: Readonly<Record<string, unknown>>;
}

export type Delivery = { readonly kind: "sent" } | { readonly kind: "failed"; readonly reason: string; /** Sending it again would fail again. */ readonly isFinal: boolean };

export interface ChannelParts {
  readonly workspace: Pick<Workspace, "config">;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly http: HttpCalls;
  readonly mailer: Mailer;
  readonly secrets: () => readonly string[];
  readonly proxy: () => string;
}

const callMs = 30_000;
const answerBytes = 2_000;

export class Channels {
  readonly #parts: ChannelParts;

  constructor(parts: ChannelParts) {
    this.#parts = parts;
  }

  list(): { id: string; kind: ChannelConfig["kind"]; to: string }[] {
    return Object.entries(this.#parts.workspace.config().config.channels).map(([id, config]) => ({ id, kind: config.kind, to: whereTo(config) }));
  }

  /** Never rejects; what it says holds no secret. */
  async send(channel: string, message: OutMessage, stop?: StopSignal): Promise<Delivery> {
    const file = this.#parts.workspace.config();
    const { channels } = file.config;
    const config = Object.hasOwn(channels, channel) ? channels[channel] : undefined;
    if (config === undefined) return { kind: "failed", isFinal: true, reason: `channel "${channel}" ${whyNone(channel, file)}` };
    const missing = variablesOf(config).find((name) => !this.#parts.environment[name]);
    if (missing !== undefined) return { kind: "failed", isFinal: true, reason: `channel "${channel}": the environment variable ${missing} is not set; set it and start again` };
    const delivery = config.kind === "mail" ? await this.#mail(config, message, stop) : await this.#post(config, message, stop);
    if (delivery.kind === "sent") return delivery;
    const known = [...this.#parts.secrets(), ...variablesOf(config).flatMap((name) => this.#parts.environment[name] ?? [])];
    return { ...delivery, reason: maskSecrets(`channel "${channel}": ${delivery.reason}`, known) };
  }

  #mail(config: Extract<ChannelConfig, { kind: "mail" }>, { key, subject, text }: OutMessage, stop?: StopSignal): Promise<Delivery> {
    const { host, port, security, user, password, from, to } = config;
    return this.#parts.mailer.send({ host, port, security, user: user ?? null, password: password === undefined ? null : this.#value(password) }, { key, from, to, text, subject: oneLine(subject) }, stop);
  }

  async #post(config: Extract<ChannelConfig, { kind: "slack" | "webhook" }>, message: OutMessage, stop?: StopSignal): Promise<Delivery> {
    const body = config.kind === "slack" ? JSON.stringify({ text: `*${slackText(oneLine(message.subject))}*\n${slackText(message.text)}` }) : JSON.stringify({ key: message.key, subject: message.subject, message: message.text, ...message.facts });
    const own = config.kind === "slack" ? {} : Object.fromEntries(Object.entries(config.headers).map(([name, value]) => [name, this.#value(value)]));
    const signed = config.kind === "webhook" && config.secret !== undefined ? { "X-Dagwright-Signature": `sha256=${createHmac("sha256", this.#value(config.secret)).update(body).digest("hex")}` } : {};
    const headers = { "Content-Type": "application/json", "Idempotency-Key": message.key, ...own, ...signed };
    const outcome = await this.#parts.http.send({ method: "POST", url: this.#value(config.url), headers, body, maxRedirects: 0, timeoutMs: callMs, maxBytes: answerBytes, proxy: this.#parts.proxy(), ...(stop === undefined ? {} : { stop }) });
    if (outcome.kind === "failed") return { kind: "failed", reason: outcome.reason, isFinal: outcome.failure === "refused" || outcome.failure === "cancelled" };
    const { status, body: answer } = outcome.reply;
    if (status >= 200 && status < 300) return { kind: "sent" };
    const said = oneLine(new TextDecoder().decode(answer)).slice(0, 200);
    return { kind: "failed", reason: `answered with status ${status}${said === "" ? "" : `: ${said}`}`, isFinal: status >= 300 && status < 500 && status !== 408 && status !== 425 && status !== 429 };
  }

  #value(text: string | { readonly env: string }): string {
    return typeof text === "string" ? text : (this.#parts.environment[text.env] ?? "");
  }
}

/** The environment variables that hold what is secret of it. */
export function variablesOf(config: ChannelConfig): string[] {
  const values = config.kind === "mail" ? [config.password] : config.kind === "slack" ? [config.url] : [config.url, config.secret, ...Object.values(config.headers)];
  return values.flatMap((value) => (typeof value === "object" ? [value.env] : []));
}

/** Where it goes, without what is secret. */
function whereTo(config: ChannelConfig): string {
  if (config.kind === "mail") return config.to.join(", ");
  if (typeof config.url === "object") return `$${config.url.env}`;
  return URL.canParse(config.url) ? new URL(config.url).origin : config.url;
}

/** Why there is no such channel: it stands there with a mistake, all of the file cannot be read, or nobody has named it. */
function whyNone(channel: string, { config, brokenChannels, diagnostics, isReadable }: ReturnType<Workspace["config"]>): string {
  const mistake = brokenChannels.get(channel) ?? (isReadable ? undefined : diagnostics[0]);
  if (mistake !== undefined) return `has a mistake in ${mistake.file}:${mistake.line}:${mistake.column}: ${mistake.message}`;
  const known = [...Object.keys(config.channels), ...brokenChannels.keys()];
  const named = known.length === 0 ? "there is none yet" : `known are ${known.map((one) => `\`${one}\``).join(", ")}`;
  return `is not among the \`channels\` of dagwright.json; ${named}.${suggestion(channel, known)}`;
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

/** The three characters that mean something in Slack's text. */
const slackText = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
