/** Whether schedules of this workspace run at all, with the button that changes it. */
import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { CirclePause } from "lucide-react";
import type { ReactNode } from "react";
import { useEngineInfo } from "../../rpc/engine-info.ts";
import { toFailure } from "../../rpc/failure.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { whyOnlyRead } from "../../rpc/why-still.ts";
import { rich } from "../../strings/rich.tsx";
import { t } from "../../strings/t.ts";
import { RelativeTime } from "../../ui/time-text.tsx";
import styles from "./schedules.module.css";

export function PauseLine(): ReactNode {
  const info = useEngineInfo();
  const { mutate, isPending, error } = useMutation(useRpc().schedules.setPaused.mutationOptions());
  const since = info?.schedulesPausedSince ?? null;
  if (info === null) return null;
  if (whyOnlyRead(info) !== null) {
    return (
      <div className={styles.pauseLine}>
        <span role="status">{t("No schedule runs while the workspace is open for reading only.")}</span>
      </div>
    );
  }
  return (
    <div className={styles.pauseLine} data-paused={since !== null || undefined}>
      {since !== null && <CirclePause size={14} aria-hidden />}
      <span role="status">
        {since === null ? t("Schedules that are on run by themselves.") : rich("All schedules of this workspace are paused, since {{since}}; what is due meanwhile is missed. Runs that are there go on.", { since: <RelativeTime at={since} /> })}
      </span>
      <Button size="compact-xs" variant="default" loading={isPending} onClick={() => mutate({ paused: since === null })}>
        {since === null ? t("Pause all schedules") : t("Resume schedules")}
      </Button>
      {error !== null && <span role="alert">{toFailure(error).message}</span>}
    </div>
  );
}
