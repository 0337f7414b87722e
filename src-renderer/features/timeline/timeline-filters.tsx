/** Which runs the timeline shows: by state, kind, and a part of the DAG's name. They stand in the address. */
import { NativeSelect, TextInput } from "@mantine/core";
import { Search } from "lucide-react";
import type { ReactNode } from "react";
import { RunState } from "../../../shared/model/states.ts";
import { navigate, runTypesListed } from "../../app/route.ts";
import { t } from "../../strings/t.ts";
import { runTypeWords } from "../../ui/model-words.ts";
import { StateIcon } from "../../ui/state-badge.tsx";
import { stateLook } from "../../ui/state-look.ts";
import styles from "./timeline.module.css";
import type { TimelineRoute } from "./use-timeline.ts";

const types = [{ value: "", label: t("All kinds of runs") }, ...runTypesListed.map((type) => ({ value: type, label: runTypeWords[type] }))];

export function TimelineFilters({ route }: { route: TimelineRoute }): ReactNode {
  const { text, state, runType, ...rest } = route;
  const go = (next: { readonly text?: string | undefined; readonly state?: RunState | undefined; readonly runType?: TimelineRoute["runType"] | undefined }): void => {
    const given = { text, state, runType, ...next };
    navigate(
      { ...rest, ...(given.text === undefined || given.text === "" ? {} : { text: given.text }), ...(given.state === undefined ? {} : { state: given.state }), ...(given.runType === undefined ? {} : { runType: given.runType }) },
      { replace: true },
    );
  };
  return (
    <>
      <div className={styles.states} role="group" aria-label={t("State")}>
        {RunState.options.map((each) => (
          <button key={each} type="button" className="dw-chip" aria-pressed={state === each} onClick={() => go({ state: state === each ? undefined : each })}>
            <StateIcon state={each} />
            {stateLook(each).word}
          </button>
        ))}
      </div>
      <NativeSelect size="xs" aria-label={t("Kind of run")} data={types} value={runType ?? ""} onChange={(event) => go({ runType: runTypesListed.find((type) => type === event.currentTarget.value) })} />
      <TextInput leftSection={<Search size={13} />} placeholder={t("Part of the DAG's name")} aria-label={t("Filter by DAG")} value={text ?? ""} maxLength={200} w={190} onChange={(event) => go({ text: event.currentTarget.value })} />
    </>
  );
}
