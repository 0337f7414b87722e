import { mkdirSync, renameSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "playwright/test";
import { eventsStartRuns, makeQueueToken, postedDags, postedEventsStartRuns, queueDags, rowsStartRuns, tableDags, thereAndBack, triggerDags } from "./triggers.ts";
import { throwawayPostgres } from "./throwaway-postgres.ts";
import { visit } from "./visit-desktop.ts";

test("a task starts a run of another DAG, waits for it, and leads there and back", () => visit(triggerDags, (page, workspace) => thereAndBack(page, () => writeFileSync(join(workspace.path, "go"), ""))));

/** Whole, and long there. */
const dropIn = (folder: string) => (name: string, text: string): void => {
  mkdirSync(join(folder, "in"), { recursive: true });
  const path = join(folder, "in", name);
  writeFileSync(`${path}.part`, text);
  utimesSync(`${path}.part`, 1_700_000_000, 1_700_000_000);
  renameSync(`${path}.part`, path);
};

test("events of a queue start runs once it is on, and what is no event is set aside", () => visit(queueDags, (page, workspace) => eventsStartRuns(page, dropIn(workspace.path))));

test("events that are posted with the token of a queue start runs", () => visit(postedDags, (page, workspace, { home }) => postedEventsStartRuns(page, () => makeQueueToken(workspace.path, join(home, "config")))));

test("rows of a table in PostgreSQL start runs, and bear their names", async () => {
  const postgres = await throwawayPostgres();
  try {
    await visit(tableDags(postgres.connection), (page) => rowsStartRuns(page, postgres.connection));
  } finally {
    await postgres.stop();
  }
});
