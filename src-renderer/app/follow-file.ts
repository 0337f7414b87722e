/** A file that got another name outside: its tabs and what is kept of it go along, and it is said once. The tab of a DAG is named after the DAG and stays. */
import { notifications } from "@mantine/notifications";
import { moveMemory } from "../features/sql/query-memory.ts";
import { t } from "../strings/t.ts";
import { readdress } from "./halves.ts";
import { moveViews } from "./kept-view.ts";
import { changeHalves } from "./use-halves.ts";

type Move = (from: string, to: string) => void;

const companions = new Set<Move>();

/** For parts of the page that keep something by the path of a file, and may not be loaded. */
export function goAlong(move: Move): void {
  companions.add(move);
}

export function followFile(from: string, to: string): void {
  moveMemory(from, to);
  moveViews(from, to);
  // Before a page of the new name asks for any of it.
  for (const move of companions) move(from, to);
  changeHalves((window) => readdress(window, { page: "sql", path: from }, { page: "sql", path: to }));
  notifications.show({ title: t("{{from}} was renamed", { from }), message: t("It is {{to}} now. Its tab, unsaved edits and undo history came along.", { to }), autoClose: 8_000 });
}
