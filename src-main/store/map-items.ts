/** Table map_item: what each instance of a mapped task works on. */
import type { Database } from "better-sqlite3";
import { parseExactJson, toExactJson } from "../../shared/base/exact-json.ts";
import type { Store } from "../ports/store.ts";

interface Row {
  item: string;
  label: string;
}

export function prepareMapItems(database: Database): Store["mapItems"] {
  const clear = database.prepare("delete from map_item where run = ? and task = ?");
  const insert = database.prepare("insert into map_item (run, task, map_index, item, label) values (?, ?, ?, ?, ?)");
  const one = database.prepare<[number, number, number], Row>("select item, label from map_item where run = ? and task = ? and map_index = ?");
  return {
    replace: (run, task, items) => {
      clear.run(run, task);
      items.forEach(({ item, label }, index) => void insert.run(run, task, index, toExactJson(item ?? null), label));
    },
    get: (run, task, mapIndex) => {
      const row = one.get(run, task, mapIndex);
      return row ? { item: parseExactJson(row.item), label: row.label } : null;
    },
  };
}
