/** A run that misses its deadline: mailed to a real mail server, and seen wherever runs are shown. */
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { expect, type Page } from "playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { openDag, runDag } from "./journeys.ts";
import { choose, goTo } from "./screens.ts";

export interface MailServer {
  readonly port: number;
  readonly mails: string[];
  close(): Promise<void>;
}

export async function openMailServer(): Promise<MailServer> {
  const mails: string[] = [];
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS", "AUTH"],
    onData: (stream, _session, done) => {
      let text = "";
      stream.on("data", (chunk: Buffer) => (text += chunk.toString())).on("end", () => {
        mails.push(text);
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  return { port, mails, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** Its task waits for a file that never comes. */
export function lateWorkspace(port: number): Record<string, string> {
  const channels = { ops: { kind: "mail", host: "127.0.0.1", port, security: "none", from: "dagwright@example.org", to: ["ops@example.org"] } };
  const deadlines = "deadlines:\n  quick: { interval: 1s, reference: queued_at }\n  later: { interval: 3h, reference: queued_at }\n";
  return {
    "dagwright.json": JSON.stringify({ channels }),
    "late.dag.yaml": `dag: late\non_deadline: ops\n${deadlines}tasks:\n  wait: { config_type: SensorTask, file: never.csv }\n`,
  };
}

export async function missDeadline(page: Page, { mails }: MailServer): Promise<void> {
  await openDag(page, "late");
  await runDag(page);
  await expect(page.getByText(/quick missed, \d.* over/)).toBeVisible();
  await expect(page.getByText(/later due in [23]/)).toBeVisible();
  await expect.poll(() => mails.length).toBe(1);
  expect(mails[0]).toContain("To: ops@example.org");
  expect(mails[0]).toContain('Run of late missed its deadline "quick"');
}

export async function seeMissed(page: Page): Promise<void> {
  await choose(page, "Face of the DAG", "Details");
  const listed = page.getByRole("region", { name: "Deadlines" });
  await expect(listed.getByRole("listitem").filter({ hasText: "quick" })).toContainText("missed");
  await expect(listed.getByRole("listitem").filter({ hasText: "later" })).toContainText("waits");
  await expect(page.getByRole("region", { name: "Messages" }).getByRole("listitem")).toContainText("missed a deadline, to ops");
  await expectAccessible(page, [{ name: "deadlines of a DAG", open: async () => undefined }]);
  await goTo(page, "#/runs");
  await expect(page.getByRole("img", { name: "1 deadline missed" })).toBeVisible();
  await goTo(page, "#/health");
  await expect(page.getByRole("region", { name: "Missed deadlines" }).getByRole("listitem")).toContainText("had not succeeded by");
}
