/** When things happened, in the browser. */
import { expect, test } from "playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { expectRunState, openDag, runDag } from "./journeys.ts";
import { choose, goTo } from "./screens.ts";
import { gantt, pacedDag, readGantt, readTimeline, readTrends, replayRun, severalDags } from "./time-views.ts";
import { oddDags, readMixed, readOddTrends } from "./odd-runs.ts";
import { visit } from "./visit-browser.ts";

test("a run is read on its Gantt chart, live and after", () => visit(pacedDag, (page) => readGantt(page)));
test("a finished run is replayed on its graph, instant by instant", () => visit(pacedDag, (page) => replayRun(page)));
test("the days, durations and tasks of a DAG are read", () => visit(severalDags, (page) => readTrends(page)));
test("the runs of all DAGs are read on the timeline", () => visit(severalDags, (page) => readTimeline(page)));
test("retries, tasks that could not run and tasks that were skipped are shown as they were, on the chart, in the replay and in the list", () => visit(oddDags, (page) => readMixed(page)));
test("a cancelled run is shown as it was: what ran, what waited for its retry, what never began", () => visit(oddDags, (page) => readOddTrends(page)));

test("the views over time are accessible in both themes", () =>
  visit(severalDags, async (page) => {
    await openDag(page, "paced");
    await runDag(page);
    await expectRunState(page, "paced", "Failed");
    await expectAccessible(page, [
      { name: "gantt", open: async (each) => (await choose(each, "Face of the DAG", "Gantt"), await expect(gantt(each, "paced").getByRole("row").nth(6)).toBeVisible()) },
      { name: "gantt with figures, in the past", open: async (each) => (await each.getByRole("button", { name: "Figures" }).click(), await each.keyboard.press(","), await expect(each.getByText(/^As it was at/)).toBeVisible()) },
      { name: "graph in the past", open: (each) => choose(each, "Face of the DAG", "Graph") },
      { name: "trends", open: async (each) => (await choose(each, "Face of the DAG", "Trends"), await each.getByRole("gridcell", { name: /: 1 run, 1 failed/ }).click(), await expect(each.getByRole("region", { name: /^Runs of / })).toBeVisible()) },
      { name: "trends by day and month", open: async (each) => (await choose(each, "Span of the calendar", "Month"), await choose(each, "Range of the durations", "90 days")) },
      { name: "timeline", open: async (each) => (await goTo(each, "#/timeline"), await expect(each.locator("[data-bar]").first()).toBeVisible()) },
      { name: "timeline with nothing", open: async (each) => (await goTo(each, "#/timeline?dag=nobody"), await expect(each.getByText("No run matches in this time")).toBeVisible()) },
    ]);
  }));
