/** Table outbox: effects that were decided together with a state and are still to be carried out. */
import type { Database } from "better-sqlite3";
import type { OutboxKind, Store, TryKey } from "../ports/store.ts";

interface Row {
  run: number;
  task: number;
  try_number: number;
  kind: OutboxKind;
}

/** `forget`: what is known may be of a transaction that came to nothing. */
export function prepareOutbox(database: Database): Store["outbox"] & { forget(): void } {
  const insert = database.prepare("insert or ignore into outbox (run, task, try_number, kind) values (?, ?, ?, ?)");
  const remove = database.prepare("delete from outbox where run = ? and task = ? and try_number = ?");
  const all = database.prepare<[], Row>("select run, task, try_number, kind from outbox order by run, task, try_number");
  /** Tries that have entries, once somebody asked; most never have any. */
  let known: Set<string> | null = null;
  const withEntries = (): Set<string> => (known ??= new Set(all.all().map((row) => nameOf({ ...row, tryNumber: row.try_number }))));
  return {
    add: (entry) => {
      withEntries().add(nameOf(entry));
      insert.run(entry.run, entry.task, entry.tryNumber, entry.kind);
    },
    settle: (key) => {
      if (withEntries().delete(nameOf(key))) remove.run(key.run, key.task, key.tryNumber);
    },
    list: () => all.all().map((row) => ({ run: row.run, task: row.task, tryNumber: row.try_number, kind: row.kind })),
    forget: () => (known = null),
  };
}

const nameOf = ({ run, task, tryNumber }: TryKey): string => `${run}.${task}.${tryNumber}`;
