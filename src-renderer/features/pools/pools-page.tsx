/** The pools of the workspace: how many slots each has, who takes them, who waits for one, which DAGs use it; and their slots changed. Live. */
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { PoolState } from "../../../shared/contract/pools.ts";
import { useEngineInfo } from "../../rpc/engine-info.ts";
import { toFailure } from "../../rpc/failure.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { whyOnlyRead } from "../../rpc/why-still.ts";
import { t } from "../../strings/t.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { Page } from "../../ui/page.tsx";
import { SkeletonRows } from "../../ui/skeleton-rows.tsx";
import { PoolCard } from "./pool-card.tsx";
import { RemovePoolDialog, SlotsDialog } from "./pool-dialogs.tsx";
import styles from "./pools.module.css";

type Asked = { readonly kind: "slots"; readonly pool: PoolState | null } | { readonly kind: "remove"; readonly pool: PoolState } | null;

export function PoolsPage(): ReactNode {
  const { data, error, refetch, isPending } = useQuery(useRpc().pools.list.queryOptions({ input: {} }));
  const [asked, setAsked] = useState<Asked>(null);
  const close = (): void => setAsked(null);
  const whyNot = whyOnlyRead(useEngineInfo());
  const add = (
    <Button size="compact-sm" leftSection={<Plus size={14} />} disabled={data === undefined || whyNot !== null} title={whyNot ?? undefined} onClick={() => setAsked({ kind: "slots", pool: null })}>
      {t("Add a pool")}
    </Button>
  );
  return (
    <Page title={t("Pools")} scroll count={data === undefined ? null : t("{{count}} pools", { count: data.pools.length })} tools={add}>
      {isPending && <SkeletonRows rows={8} label={t("Reading the pools")} />}
      {error !== null && data === undefined && <ErrorState title={t("The pools could not be read")} failure={toFailure(error)} onRetry={() => void refetch()} />}
      {data?.pools.length === 0 && <EmptyState title={t("No pools")}>{t("A pool bounds how many tasks that name it run at the same time, such as those that use one database. Add one, then write `pool: name` at its tasks.")}</EmptyState>}
      {data !== undefined && data.pools.length > 0 && (
        <div className={styles.pools}>
          <p className={styles.answer} role="status">
            {answerOf(data.pools)}
          </p>
          {data.pools.map((pool) => (
            <PoolCard key={pool.name} pool={pool} whyNot={whyNot} onSlots={() => setAsked({ kind: "slots", pool })} onRemove={() => setAsked({ kind: "remove", pool })} />
          ))}
        </div>
      )}
      {asked?.kind === "slots" && <SlotsDialog pool={asked.pool} known={data?.pools ?? []} onClose={close} />}
      {asked?.kind === "remove" && <RemovePoolDialog pool={asked.pool} onClose={close} />}
    </Page>
  );
}

/** What needs a look comes first. */
function answerOf(pools: readonly PoolState[]): string {
  const full = pools.filter(({ slots, used, waitingCount }) => slots !== null && used >= slots && waitingCount > 0);
  const waiting = pools.reduce((sum, { waitingCount }) => sum + waitingCount, 0);
  if (full.length > 0) return t("{{pools}}: full, with {{count}} tasks waiting.", { pools: full.slice(0, 3).map(({ name }) => name).join(", "), count: full.reduce((sum, { waitingCount }) => sum + waitingCount, 0) });
  if (waiting > 0) return t("No pool is full; {{count}} tasks wait for something else.", { count: waiting });
  return t("No task waits for a slot.");
}
