/** The profile of a table, as its columns are counted. */
import type { ReactNode } from "react";
import { useProfile } from "../../rpc/use-profile.ts";
import { t } from "../../strings/t.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { ProfileCards } from "../../ui/profile-cards.tsx";
import { Waiting } from "../../ui/waiting.tsx";
import { Stopped } from "./stopped.tsx";
import type { TableRoute } from "./table-view.tsx";

export function TableProfile({ route: { connection, schema, table } }: { route: TableRoute }): ReactNode {
  const profile = useProfile({ connection, schema, table });
  if (profile.failure !== null) return <ErrorState title={t("{{schema}}.{{table}} could not be profiled", { schema, table })} failure={profile.failure} onRetry={profile.again} />;
  if (profile.phase === "stopped" && profile.columns.length === 0) return <Stopped what={t("Counting the values")} onAgain={profile.again} />;
  if (profile.columns.length === 0 && profile.phase === "running") return <Waiting rows={10} label={t("Counting values")} onCancel={profile.cancel} />;
  return <ProfileCards {...profile} onCancel={profile.cancel} onAgain={profile.again} />;
}
