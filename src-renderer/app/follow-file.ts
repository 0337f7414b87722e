/** A file that got another name outside: its tabs go along, and it is said once. The tab of a DAG is named after the DAG and stays. */
import { notifications } from "@mantine/notifications";
import { readdress } from "./halves.ts";
import { changeHalves } from "./use-halves.ts";

export function followFile(from: string, to: string): void {
  changeHalves((window) => readdress(window, { page: "sql", path: from }, { page: "sql", path: to }));
  notifications.show({ title: `${from} was renamed`, message: `It is ${to} now. Its tab, unsaved edits and undo history came along.`, autoClose: 8_000 });
}
