/** Which runs are to be packed, by index dag_run_loose, and what is packed. */
import type { Database } from "better-sqlite3";
import type { LooseRun, PackingStore } from "../../ports/packing-store.ts";
import type { Packs } from "./packs.ts";

export function preparePacking(database: Database, packs: Pick<Packs, "pack">): PackingStore {
  const loose = "from dag_run indexed by dag_run_loose where is_packed = 0 and ended_at is not null and run_type <> 'try' and ended_at < ?";
  const due = database.prepare<[number, number, number, number], LooseRun>(`select id as key, ended_at as endedAt ${loose} and (ended_at, id) > (?, ?) order by ended_at, id limit ?`);
  const counted = database.prepare<[number], number>(`select count(*) ${loose}`).pluck();
  const packed = database.prepare<[], number>("select count(*) from packed_run").pluck();
  const bytes = database.prepare<[], number>("select coalesce(sum(octet_length(body)), 0) from packed_run").pluck();
  return {
    due: (before, after, limit) => due.all(before, after?.endedAt ?? Number.MIN_SAFE_INTEGER, after?.key ?? 0, limit),
    counts: (before) => ({ due: counted.get(before) ?? 0, packed: packed.get() ?? 0 }),
    pack: (run, mostRows = Number.MAX_SAFE_INTEGER) => packs.pack(run, mostRows),
    bytes: () => bytes.get() ?? 0,
  };
}
