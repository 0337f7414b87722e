/** Table absence: when the machine slept, the engine stood still, or somebody set the clock. */
import type { Database } from "better-sqlite3";
import type { AbsenceStore, NumberedAbsence } from "../ports/absence-store.ts";

/** Half a year of a laptop that sleeps five times a day. */
const kept = 1_000;

export function prepareAbsences(database: Database): AbsenceStore {
  const insert = database.prepare("insert or ignore into absence (id, kind, from_at, to_at) values (?, ?, ?, ?)");
  const trim = database.prepare("delete from absence where id <= (select max(id) from absence) - ?");
  const list = database.prepare<[], NumberedAbsence>("select id as number, kind, from_at as \"from\", to_at as \"to\" from absence order by id");
  return {
    add: (absences) => {
      for (const { number, kind, from, to } of absences) insert.run(number, kind, Math.round(from), Math.round(to));
      trim.run(kept);
    },
    list: () => list.all(),
  };
}
