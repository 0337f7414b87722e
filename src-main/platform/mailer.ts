/** The `Mailer` port on nodemailer: one connection a mail, certificates checked, every wait bounded. Loaded with the first mail. */
import { messageOf } from "../../shared/errors/app-error.ts";
import type { StopSignal } from "../ports/run-source.ts";
import type { Mail, Mailer, MailOutcome, MailServer } from "../ports/mailer.ts";

const waitMs = 30_000;

export function createMailer(): Mailer {
  return { send };
}

async function send(server: MailServer, mail: Mail, stop?: StopSignal): Promise<MailOutcome> {
  const { createTransport } = await import("nodemailer");
  const transport = createTransport({
    ...{ host: server.host, port: server.port, secure: server.security === "tls", requireTLS: server.security === "starttls", ignoreTLS: server.security === "none" },
    ...(server.user === null ? {} : { auth: { user: server.user, pass: server.password ?? "" } }),
    ...{ connectionTimeout: waitMs, greetingTimeout: waitMs, socketTimeout: waitMs, disableFileAccess: true, disableUrlAccess: true },
  });
  const onStop = (): void => transport.close();
  stop?.addEventListener("abort", onStop);
  try {
    await transport.sendMail({ from: mail.from, to: [...mail.to], subject: mail.subject, text: mail.text, messageId: `<${mail.key}@dagwright>`, headers: { "Auto-Submitted": "auto-generated", "X-Dagwright-Key": mail.key } });
    return { kind: "sent" };
  } catch (thrown) {
    if (stop?.aborted) return { kind: "failed", reason: "cancelled", isFinal: true };
    return { kind: "failed", reason: messageOf(thrown), isFinal: isFinal(thrown) };
  } finally {
    stop?.removeEventListener("abort", onStop);
    transport.close();
  }
}

/** A code of 5xx is the server's last word; without the encryption that is asked for, nothing is ever sent. */
function isFinal(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  const code = "responseCode" in thrown ? Number(thrown.responseCode) : 0;
  return (code >= 500 && code < 600) || ("code" in thrown && thrown.code === "ETLS");
}
