/** Table task_instance as the two texts of a grid: put together by SQLite, so that no object is made for any of thousands of tasks. */
import type { Database } from "better-sqlite3";
import { stateLetters } from "../../shared/run-view/run-grid.ts";
import type { Store } from "../ports/store.ts";

export function prepareTaskGrid(database: Database): Store["tasks"]["gridOf"] {
  // The state that most tasks end in is asked about first.
  const letters = Object.entries(stateLetters).toSorted(([one], [other]) => Number(other === "success") - Number(one === "success"));
  const letter = `case state ${letters.map(([state, word]) => `when '${state}' then '${word}'`).join(" ")} end`;
  const times = "case when try_number = 0 and started_at is null then '' else try_number || ':' || max_tries || ':' || coalesce(started_at - cast(? as integer), '') || ':' || coalesce(ended_at - started_at, '') end";
  const read = database.prepare<[number, number], { states: string | null; times: string | null }>(
    `select group_concat(letter, '') as states, group_concat(times) as times from (select ${letter} as letter, ${times} as times from task_instance where run = ? and map_of is null order by task)`,
  );
  return (run, base) => {
    const row = read.get(base, run);
    return { states: row?.states ?? "", times: row?.times ?? "" };
  };
}
