/** When things happened, in the desktop window. */
import { test } from "playwright/test";
import { pacedDag, readGantt, readTimeline, readTrends, replayRun, severalDags } from "./time-views.ts";
import { oddDags, readMixed, readOddTrends } from "./odd-runs.ts";
import { visit } from "./visit-desktop.ts";

test("a run is read on its Gantt chart, live and after", () => visit(pacedDag, (page) => readGantt(page)));
test("a finished run is replayed on its graph, instant by instant", () => visit(pacedDag, (page) => replayRun(page)));
test("the days, durations and tasks of a DAG are read", () => visit(severalDags, (page) => readTrends(page)));
test("the runs of all DAGs are read on the timeline", () => visit(severalDags, (page) => readTimeline(page)));
test("retries, tasks that could not run and tasks that were skipped are shown as they were, on the chart, in the replay and in the list", () => visit(oddDags, (page) => readMixed(page)));
test("a cancelled run is shown as it was: what ran, what waited for its retry, what never began", () => visit(oddDags, (page) => readOddTrends(page)));
