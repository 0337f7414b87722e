/** The profile of a result: of all of its rows, whatever is filtered, as its columns are counted. */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useProfile } from "../../../rpc/use-profile.ts";
import { t } from "../../../strings/t.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { ProfileCards } from "../../../ui/profile-cards.tsx";
import { Waiting } from "../../../ui/waiting.tsx";
import styles from "./results.module.css";

export function ResultProfile({ resultId, isFiltered }: { resultId: string; isFiltered: boolean }): ReactNode {
  const profile = useProfile({ resultId });
  if (profile.failure !== null) return <ErrorState title={t("The result could not be profiled")} failure={profile.failure} onRetry={profile.again} />;
  return (
    <div className={styles.result}>
      {profile.columns.length === 0 && profile.phase === "running" && <Waiting rows={8} label={t("Counting values")} onCancel={profile.cancel} />}
      {profile.columns.length === 0 && profile.phase === "stopped" && <EmptyState title={t("Counting the values was stopped")} action={<Button onClick={profile.again}>{t("Count again")}</Button>} />}
      {profile.columns.length > 0 && <ProfileCards {...profile} note={isFiltered ? t("Of all rows of the result: the filter does not count here.") : undefined} onCancel={profile.cancel} onAgain={profile.again} />}
    </div>
  );
}
