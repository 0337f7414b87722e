/** When the history of the workspace was backed up last, what prevents it, and one at once. */
import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Backup } from "../../../shared/contract/backups.ts";
import { toFailure } from "../../rpc/failure.ts";
import { useEngineInfo } from "../../rpc/engine-info.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { whyOnlyRead } from "../../rpc/why-still.ts";
import { t } from "../../strings/t.ts";
import { formatBytes } from "../../ui/format.ts";
import { RelativeTime } from "../../ui/time-text.tsx";
import { Facts, HealthCard, type Light } from "./health-card.tsx";
import styles from "./health-page.module.css";

const whys: Readonly<Record<Backup["why"], string>> = { daily: t("once a day"), upgrade: t("before an upgrade"), asked: t("by hand") };

export function BackupsCard(): ReactNode {
  const rpc = useRpc();
  const cache = useQueryClient();
  const { data, error } = useQuery({ ...rpc.backups.list.queryOptions({ input: {} }), refetchInterval: 60_000 });
  const made = useMutation(rpc.backups.make.mutationOptions({ onSettled: () => cache.invalidateQueries({ queryKey: rpc.backups.list.key() }) }));
  const trouble = made.error === null ? (error === null ? (data?.trouble ?? null) : toFailure(error).message) : toFailure(made.error).message;
  const backups = data?.backups ?? [];
  const [newest] = backups;
  const whyNot = whyOnlyRead(useEngineInfo());
  return (
    <HealthCard title={t("Backups")} light={data === undefined ? null : lightOf(newest, trouble)}>
      <Facts
        facts={[
          [t("Newest"), newest === undefined ? t("none yet; one is made once a day") : <Newest key="newest" backup={newest} />],
          ...(newest === undefined ? [] : [[t("Kept"), t("{{files}}, {{bytes}} together", { files: t("{{count}} backups", { count: backups.length }), bytes: formatBytes(backups.reduce((sum, { bytes }) => sum + bytes, 0)) })] as const]),
          [t("Put one back"), <code key="restore">dagwright backup restore</code>],
        ]}
      />
      <div className={styles.cardFoot}>
        <Button size="compact-xs" variant="default" loading={made.isPending} disabled={whyNot !== null} title={whyNot ?? undefined} onClick={() => made.mutate({})}>
          {t("Back up now")}
        </Button>
        <span role="status" className={trouble === null ? "dw-dim" : styles.queueTrouble}>
          {trouble ?? (made.data === undefined ? "" : t("Backed up, {{bytes}}", { bytes: formatBytes(made.data.bytes) }))}
        </span>
      </div>
    </HealthCard>
  );
}

function lightOf(newest: Backup | undefined, trouble: string | null): Light {
  if (trouble !== null) return ["bad", t("Could not be made")];
  return newest === undefined ? ["rest", t("None yet")] : ["good", t("Backed up")];
}

function Newest({ backup: { at, why, bytes } }: { readonly backup: Backup }): ReactNode {
  return (
    <>
      <RelativeTime at={at} />, {whys[why]}, {formatBytes(bytes)}
    </>
  );
}
