/** The places of the window, as links: each has one list and opens documents in tabs. */
import { Tooltip } from "@mantine/core";
import { Activity, Boxes, CalendarClock, ChartNoAxesGantt, Database, House, ListChecks, Search, Settings, Workflow, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import type { CommandId } from "../../shared/commands/commands.ts";
import styles from "./frame.module.css";
import { t } from "../strings/t.ts";
import { useKeyTitle } from "./key-map.ts";
import { formatRoute, type Route } from "./route.ts";

interface Place {
  readonly route: Route;
  readonly name: string;
  readonly icon: LucideIcon;
  readonly command: CommandId;
  /** Pages that belong to this place. */
  readonly pages: readonly Route["page"][];
}

const places: readonly Place[] = [
  { route: { page: "home" }, name: t("Home"), icon: House, command: "go.home", pages: ["home"] },
  { route: { page: "dags" }, name: t("DAGs"), icon: Workflow, command: "go.dags", pages: ["dags", "dag", "run"] },
  { route: { page: "runs" }, name: t("Runs"), icon: ListChecks, command: "go.runs", pages: ["runs", "audit"] },
  { route: { page: "timeline" }, name: t("Timeline"), icon: ChartNoAxesGantt, command: "go.timeline", pages: ["timeline"] },
  { route: { page: "schedules" }, name: t("Schedules"), icon: CalendarClock, command: "go.schedules", pages: ["schedules"] },
  { route: { page: "assets" }, name: t("Assets"), icon: Boxes, command: "go.assets", pages: ["assets"] },
  { route: { page: "find", text: "" }, name: t("Find"), icon: Search, command: "go.find", pages: ["find"] },
  { route: { page: "data" }, name: t("Data"), icon: Database, command: "go.data", pages: ["data", "table", "sql"] },
  { route: { page: "health" }, name: t("Health"), icon: Activity, command: "go.health", pages: ["health", "pools", "retention"] },
];
const settings: Place = { route: { page: "settings" }, name: t("Settings"), icon: Settings, command: "go.settings", pages: ["settings"] };

export function ActivityBar({ route }: { route: Route }): ReactNode {
  return (
    <nav className={styles.activity} aria-label={t("Places")}>
      {places.map((place) => (
        <PlaceLink key={place.name} place={place} current={place.pages.includes(route.page)} />
      ))}
      <div className={styles.foot}>
        <PlaceLink place={settings} current={route.page === "settings"} />
      </div>
    </nav>
  );
}

function PlaceLink({ place, current }: { place: Place; current: boolean }): ReactNode {
  const Icon = place.icon;
  const title = useKeyTitle(place.command, place.name);
  return (
    <Tooltip label={title} position="right">
      <a className={styles.place} href={formatRoute(place.route)} aria-label={place.name} aria-current={current ? "page" : undefined}>
        <Icon size={20} strokeWidth={1.75} aria-hidden />
      </a>
    </Tooltip>
  );
}
