/** Sends one mail over SMTP, as the services see it. */
import type { StopSignal } from "./run-source.ts";

export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** `starttls` goes no further where the server does not offer it. */
  readonly security: "starttls" | "tls" | "none";
  readonly user: string | null;
  readonly password: string | null;
}

export interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  /** The same for every attempt to send this mail, so that a receiver can tell a repeated one. */
  readonly key: string;
}

export type MailOutcome = { readonly kind: "sent" } | { readonly kind: "failed"; readonly reason: string; /** It would fail again. */ readonly isFinal: boolean };

export interface Mailer {
  /** Never rejects. */
  send(server: MailServer, mail: Mail, stop?: StopSignal): Promise<MailOutcome>;
}
