/** A file that got another name outside: its tabs go along, and it is said once. The tab of a DAG is named after the DAG and stays. */
import { notifications } from "@mantine/notifications";
import { t } from "../strings/t.ts";
import { readdress } from "./halves.ts";
import { changeHalves } from "./use-halves.ts";

export function followFile(from: string, to: string): void {
  changeHalves((window) => readdress(window, { page: "sql", path: from }, { page: "sql", path: to }));
  notifications.show({ title: t("{{from}} was renamed", { from }), message: t("It is {{to}} now. Its tab, unsaved edits and undo history came along.", { to }), autoClose: 8_000 });
}
