/** A run that fails is told to a real web server, and the window says what became of the message. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, type Page } from "playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { expectRunState, openDag, runDag } from "./journeys.ts";
import { choose, goTo } from "./screens.ts";

export interface Receiver {
  readonly port: number;
  readonly got: Record<string, unknown>[];
  close(): Promise<void>;
}

/** Takes what is sent to `/in`, and refuses everything else for good. */
export async function openReceiver(): Promise<Receiver> {
  const got: Record<string, unknown>[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString())).on("end", () => {
      if (request.url === "/in") got.push(JSON.parse(body) as Record<string, unknown>);
      response.writeHead(request.url === "/in" ? 200 : 410).end("gone for good");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { port, got, close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve()))) };
}

export function toldWorkspace(port: number): Record<string, string> {
  const channels = { team: { kind: "webhook", url: `http://127.0.0.1:${port}/in` }, old: { kind: "webhook", url: `http://127.0.0.1:${port}/old` } };
  return {
    "dagwright.json": JSON.stringify({ channels }),
    "told.dag.yaml": `dag: told\non_failure: [team, old]\ntasks:\n  load: { config_type: BashTask, bash: 'echo "ValueError: no column amount" >&2; exit 3' }\n`,
  };
}

export async function tellOfFailure(page: Page, { got }: Receiver): Promise<void> {
  await goTo(page, "#/health");
  const channels = page.getByRole("region", { name: "Message channels" });
  await channels.getByRole("button", { name: "Send a test message to team" }).click();
  await expect(channels.getByRole("status").filter({ hasText: "Sent" })).toBeVisible();
  await channels.getByRole("button", { name: "Send a test message to old" }).click();
  await expect(channels.getByRole("status").filter({ hasText: "answered with status 410" })).toBeVisible();
  expect(got).toMatchObject([{ event: "test" }]);
}

/** Which message of the run is where on its way. */
export async function seeMessages(page: Page, { got }: Receiver): Promise<void> {
  await openDag(page, "told");
  await runDag(page);
  await expectRunState(page, "told", "Failed");
  await choose(page, "Face of the DAG", "Details");
  const messages = page.getByRole("region", { name: "Messages" });
  await expect(messages.getByRole("listitem").filter({ hasText: "to team" })).toContainText("Sent");
  await expect(messages.getByRole("listitem").filter({ hasText: "to old" })).toContainText("Given up");
  await expect(messages).toContainText("answered with status 410: gone for good");
  expect(got.at(-1)).toMatchObject({ event: "failure", dag_id: "told", error: "ValueError: no column amount", failed_tasks: ["load"] });
  await expect(page.getByRole("region", { name: "What people did to this run" })).toContainText("Gave a message up");
  await expectAccessible(page, [{ name: "messages of a run", open: async () => undefined }]);
}
