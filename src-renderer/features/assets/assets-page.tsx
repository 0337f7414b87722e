/** All assets of the workspace: who loads each, whom it calls for, when it was last loaded and by which run, and what DAGs still wait for. Live. */
import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useDeferredValue, useMemo, useState, type ReactNode } from "react";
import { assetKinds, chooseAssets, isOfKind, type AssetKind } from "../../../shared/contract/asset-choice.ts";
import type { AssetInfo } from "../../../shared/contract/assets.ts";
import { formatRoute, navigate, type AssetsRoute } from "../../app/route.ts";
import { toFailure } from "../../rpc/failure.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { t } from "../../strings/t.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { formatCount } from "../../ui/format.ts";
import { Page } from "../../ui/page.tsx";
import { SkeletonRows } from "../../ui/skeleton-rows.tsx";
import { VirtualTable, type SortOrder } from "../../ui/virtual-table.tsx";
import { assetColumns } from "./asset-columns.tsx";
import { AssetPanel } from "./asset-panel.tsx";
import styles from "./assets.module.css";
import { sortAssets } from "./sort-assets.ts";

const kindWords: Readonly<Record<AssetKind, string>> = { awaited: t("Still waited for"), unloaded: t("No DAG loads it"), unread: t("No DAG waits for it") };

export function AssetsPage({ route }: { route: AssetsRoute }): ReactNode {
  const { data, error, refetch, isPending } = useQuery(useRpc().assets.list.queryOptions({ input: {} }));
  const [order, setOrder] = useState<SortOrder>({ key: "name", descending: false });
  const { name, kind } = route;
  const text = useDeferredValue(route.text ?? "");
  const assets = data?.assets;
  const shown = useMemo(() => sortAssets(chooseAssets(assets ?? [], { text, kind }), order), [assets, text, kind, order]);
  const isNarrowed = assets !== undefined && shown.length !== assets.length;
  return (
    <Page
      title={t("Assets")}
      count={assets === undefined ? null : isNarrowed ? t("{{shown}} of {{assets}}", { shown: formatCount(shown.length), assets: formatCount(assets.length) }) : formatCount(assets.length)}
      tools={<Filters route={route} assets={assets ?? []} />}
    >
      <div className={styles.columns}>
        <div className={styles.list}>
          {isPending && <SkeletonRows rows={12} label={t("Loading the assets")} />}
          {error !== null && <ErrorState title={t("The assets could not be read")} failure={toFailure(error)} onRetry={() => void refetch()} />}
          {shown.length > 0 && (
            <VirtualTable label={t("Assets")} items={shown} columns={assetColumns} keyOf={keyOf} selectedKey={name ?? null} startKey={name ?? null} sort={order} onSort={setOrder} onOpen={(asset) => navigate({ ...route, name: asset.name }, { replace: name !== undefined })} />
          )}
          {assets !== undefined && shown.length === 0 && <Nothing isNarrowed={isNarrowed} />}
        </div>
        {name !== undefined && <AssetPanel key={name} name={name} onClose={() => navigate(without(route, "name"))} />}
      </div>
    </Page>
  );
}

const keyOf = ({ name }: AssetInfo): string => name;

function without(route: AssetsRoute, key: "name" | "kind" | "text"): AssetsRoute {
  const { [key]: _, ...rest } = route;
  return rest;
}

function Filters({ route, assets }: { readonly route: AssetsRoute; readonly assets: readonly AssetInfo[] }): ReactNode {
  const counts = useMemo(() => assetKinds.map((kind) => assets.filter((asset) => isOfKind(asset, kind)).length), [assets]);
  const kinds = [{ value: "", label: t("All assets") }, ...assetKinds.map((kind, index) => ({ value: kind, label: `${kindWords[kind]} (${formatCount(counts[index] ?? 0)})` }))];
  const narrow = (key: "kind" | "text", value: string): void => navigate(value === "" ? without(route, key) : { ...route, [key]: value }, { replace: true });
  return (
    <>
      <NativeSelect size="xs" aria-label={t("Which assets")} data={kinds} value={route.kind ?? ""} onChange={(event) => narrow("kind", event.currentTarget.value)} />
      <TextInput aria-label={t("Search assets")} placeholder={t("Search name, DAG, task")} leftSection={<Search size={14} aria-hidden />} maxLength={200} w={240} value={route.text ?? ""} onChange={(event) => narrow("text", event.currentTarget.value)} />
    </>
  );
}

const example = "dag: report\nschedule: { assets: [claims.paid, claims.members] }\ntasks:\n  say: { config_type: BashTask, bash: 'echo both were loaded' }";

function Nothing({ isNarrowed }: { readonly isNarrowed: boolean }): ReactNode {
  if (isNarrowed) {
    return (
      <EmptyState title={t("No asset matches")} action={<Button variant="default" onClick={() => navigate({ page: "assets" }, { replace: true })}>{t("Show all assets")}</Button>}>
        {t("Another word, or all kinds, will show more.")}
      </EmptyState>
    );
  }
  return (
    <EmptyState title={t("This workspace has no assets yet")} example={example} action={<Button component="a" href={formatRoute({ page: "dags" })}>{t("Choose a DAG to draw")}</Button>}>
      {t("A table that a task publishes is one by itself, and so is each name in its outlets. A DAG may run when they were loaded:")}
    </EmptyState>
  );
}
