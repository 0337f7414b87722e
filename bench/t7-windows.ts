/** T7: schedules round changes of the clock, on a simulated one. 50 windows of ten schedules, or 1,000; then every row of Airflow's answers, and a year. */
import { ScheduleWindows } from "../src-main/engine/fixtures/schedule-windows.ts";
import { kept, never, type Figure, type RunOptions, type Workload } from "./harness.ts";

const id = "T7";
const schedules = 10;

export const windows: Workload = { id, title: "Schedules round changes of the clock: as a slow model and as Airflow says", run: measure };

async function measure({ long }: RunOptions): Promise<Figure[]> {
  const trials = new ScheduleWindows();
  try {
    const count = long ? 1_000 : 50;
    const reports = Array.from({ length: count }, (_, seed) => trials.run(seed, schedules));
    const fires = reports.reduce((sum, report) => sum + report.fires, 0);
    const rows = trials.runTable();
    const { ms, fires: ofYear } = await trials.year(schedules);
    return [
      never({ id, metric: `windows of ${schedules} schedules that differ from the slow model`, found: reports.flatMap((report) => report.found), samples: count }),
      kept({ id, metric: "fires in these windows", ours: fires, goal: "> 0", met: fires > 0, samples: count }),
      never({ id, metric: "rows that differ from Airflow's own answers", found: rows.flatMap((report) => report.found), samples: rows.length }),
      kept({ id, metric: `a year of ${schedules} schedules with every wait, s`, ours: ms / 1_000, goal: "< 10 s", met: ms < 10_000, samples: ofYear }),
      kept({ id, metric: "timers over 2^31-1 ms", ours: trials.longTimers, goal: "0", met: trials.longTimers === 0, samples: count + rows.length }),
    ];
  } finally {
    trials.close();
  }
}
