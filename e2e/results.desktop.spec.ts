import { expect, test } from "playwright/test";
import { launchDesktop } from "./launch-desktop.ts";
import * as results from "./results-journeys.ts";
import { newQuery } from "./results-screen.ts";
import { throwawayPostgres } from "./throwaway-postgres.ts";
import { oneDag, smallWorkspace } from "./workspaces.ts";

// Long ways through real databases; a busy machine needs its time.
test.describe.configure({ timeout: 300_000 });

test("the desktop shows a million rows, takes cells in hand, and cancels a runaway query on PostgreSQL's server", async () => {
  const postgres = await throwawayPostgres();
  const workspace = smallWorkspace({ ...oneDag, "dagwright.json": JSON.stringify({ connections: { pg: postgres.connection } }) });
  const desktop = await launchDesktop({ workspace: workspace.path, savesData: true });
  const errors: string[] = [];
  desktop.page.on("pageerror", (error) => errors.push(error.message));
  try {
    await results.millionRows(desktop.page, "dist/engine");
    await newQuery(desktop.page);
    await results.gridInHand(desktop.page, () => desktop.app.evaluate(({ clipboard }) => clipboard.readText()));
    await results.onPostgres(desktop.page, postgres.connection);
    expect(errors).toEqual([]);
  } finally {
    await desktop.close();
    workspace.remove();
    await postgres.stop();
  }
});
