/** The filters of the list of runs: state, type, DAG, days and a part of the run id. */
import { Button, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useEffect, useEffectEvent, useState, type ReactNode } from "react";
import { RunState } from "../../../shared/model/states.ts";
import { currentRoute, formatRoute, navigate, runTypesListed } from "../../app/route.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { t } from "../../strings/t.ts";
import { runTypeWords } from "../../ui/model-words.ts";
import { StateIcon } from "../../ui/state-badge.tsx";
import { stateLook } from "../../ui/state-look.ts";
import { changedFilter, type RunsRoute } from "./runs-filter.ts";
import styles from "./runs-page.module.css";

/** Who types goes on typing meanwhile. */
const textPauseMs = 150;

export function RunFilters({ route }: { readonly route: RunsRoute }): ReactNode {
  const dags = useQuery(useRpc().dags.list.queryOptions({ input: {} })).data?.dags ?? [];
  const ids = [...new Set([...dags.map((dag) => dag.dagId), ...(route.dagId === undefined ? [] : [route.dagId])])];
  // From where the address is by then: what was typed comes a little later, and another filter may have come before it.
  const go = (change: Parameters<typeof changedFilter>[1]): void => {
    const at = currentRoute();
    if (at.page === "runs") navigate(changedFilter(at, change), { replace: true });
  };
  return (
    <>
      <Button component="a" variant="subtle" size="compact-sm" href={formatRoute({ page: "audit", ...(route.dagId === undefined ? {} : { dagId: route.dagId }) })}>
        {t("Audit trail")}
      </Button>
      <div className={styles.states} role="group" aria-label={t("State")}>
        {RunState.options.map((state) => (
          <button key={state} type="button" className="dw-chip" aria-pressed={route.state === state} onClick={() => go({ state: route.state === state ? undefined : state })}>
            <StateIcon state={state} />
            {stateLook(state).word}
          </button>
        ))}
      </div>
      <Select aria-label={t("DAG")} placeholder={t("All DAGs")} data={ids} value={route.dagId ?? null} onChange={(dagId) => go({ dagId: dagId ?? undefined })} searchable clearable limit={200} w={122} />
      <Select
        aria-label={t("Run type")}
        placeholder={t("All types")}
        data={runTypesListed.map((type) => ({ value: type, label: runTypeWords[type] }))}
        value={route.runType ?? null}
        onChange={(type) => go({ runType: runTypesListed.find((each) => each === type) })}
        clearable
        w={100}
      />
      <TextInput type="date" aria-label={t("Queued on this day or later")} title={t("Queued on this day or later")} value={route.from ?? ""} max={route.to} onChange={(event) => go({ from: event.currentTarget.value })} w={122} />
      <span className="dw-dim" aria-hidden>
        –
      </span>
      <TextInput type="date" aria-label={t("Queued on this day or earlier")} title={t("Queued on this day or earlier")} value={route.to ?? ""} min={route.from} onChange={(event) => go({ to: event.currentTarget.value })} w={122} />
      <IdSearch text={route.text ?? ""} onText={(text) => go({ text })} />
    </>
  );
}

function IdSearch({ text, onText }: { readonly text: string; readonly onText: (text: string) => void }): ReactNode {
  const [typed, setTyped] = useState(text);
  const [known, setKnown] = useState(text);
  // Another address, not the echo of what is being typed.
  if (text !== known) {
    setKnown(text);
    if (text !== typed.trim()) setTyped(text);
  }
  const tell = useEffectEvent(() => typed.trim() !== text && onText(typed.trim()));
  useEffect(() => {
    const timer = setTimeout(() => tell(), textPauseMs);
    return () => clearTimeout(timer);
  }, [typed]);
  return <TextInput aria-label={t("Part of the run id")} placeholder={t("Run id")} leftSection={<Search size={14} aria-hidden />} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} w={134} maxLength={200} />;
}
