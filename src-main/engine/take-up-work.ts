/** What an engine does once it is put together: it settles what an earlier one left, and goes on where that stopped. */
import type { Hosts, Readers, Workers } from "./engine-parts.ts";

/** The tries of an earlier engine first, and only then what is due since. */
export async function takeUpWork({ runner }: Pick<Hosts, "runner">, { scheduler, performer, watchers, trials, messenger, timeouts, deadlines, retention, backups }: Workers): Promise<void> {
  timeouts.takeUp();
  backups.takeUp();
  retention.takeUp();
  scheduler.load(performer, watchers);
  deadlines.begin();
  await performer.recover(runner.snapshot);
  watchers.recover();
  scheduler.resume();
  timeouts.begin();
  deadlines.wake();
  trials.sweeper.takeUp();
  messenger.wake();
}

/** Schedules of files that a long scan has not come to yet follow when it is done. */
export function beginSchedules({ dags, events }: Readers, { schedules, backfills, queues, assets, deadlines, retention, packing, backups }: Workers): void {
  const isThere = (): string[] => dags.found().files.map(({ dagId }) => dagId);
  retention.begin();
  packing.begin();
  backups.begin();
  dags.scan((dagIds, isDone) => {
    events.publish([{ kind: "dags", dagIds }]);
    if (!isDone) return;
    schedules.wake();
    queues.wake();
    assets.wake();
    deadlines.watchRules(isThere(), true);
    // One of a long file was held until it is read.
    backfills.worker.wake();
  });
  deadlines.watchRules(isThere(), dags.found().scan === null);
  schedules.wake();
  queues.wake();
  assets.wake();
  backfills.worker.driveAll();
}
