/** How far a DAG is with what it waits for, in words. Pure. */
import type { AssetConsumer } from "../../../shared/contract/assets.ts";
import { t } from "../../strings/t.ts";

type State = Pick<AssetConsumer, "isOn" | "hasCome" | "progress">;

/** In a list: empty where nothing is to be said. */
export function shortWords({ isOn, progress }: State): string {
  if (!isOn) return t("off");
  return progress === null ? "" : t("{{came}} of {{all}} came", { came: progress.came, all: progress.of });
}

export function longWords({ isOn, hasCome, progress }: State): string {
  if (!isOn) return hasCome ? t("its schedule is off; what came is kept") : t("its schedule is off");
  if (progress === null) return hasCome ? t("came; its run is still to be made") : t("runs at the next load");
  const far = t("{{came}} of {{all}} came since its last run", { came: progress.came, all: progress.of });
  const more = progress.of - progress.came - progress.missing.length;
  if (progress.missing.length === 0) return far;
  return `${far}; ${t("still to come: {{assets}}", { assets: [...progress.missing, ...(more > 0 ? [t("and {{count}} more", { count: more })] : [])].join(", ") })}`;
}
