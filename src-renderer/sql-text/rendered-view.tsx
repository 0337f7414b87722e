/** A SQL text with its templates rendered, for a data interval, params and conf that the person chooses. */
import { Button, Popover, Select, Textarea, TextInput } from "@mantine/core";
import { SlidersHorizontal } from "lucide-react";
import { useMemo, useState, type ReactNode } from "react";
import type { Dag } from "../../shared/model/dag.ts";
import { ScriptEditor } from "../editor/script-editor.tsx";
import { t } from "../strings/t.ts";
import { MessageText } from "../ui/message-text.tsx";
import { intervalText, lastIntervals, type PastInterval } from "./last-intervals.ts";
import styles from "./sql-text.module.css";
import { hasTemplate, type Rendered } from "./use-rendered.ts";

export interface RenderedViewProps {
  readonly rendered: Rendered;
  readonly template: string;
  readonly dag: Dag;
  /** Names the text for the editor. */
  readonly path: string;
}

export function RenderedView({ rendered, template, dag, path }: RenderedViewProps): ReactNode {
  const { result, trouble, isLoading } = rendered;
  return (
    <section className={styles.rendered} aria-label={t("Rendered")} aria-busy={isLoading}>
      <RenderBar rendered={rendered} dag={dag} />
      {trouble !== null && (
        <p className={styles.trouble} role="alert">
          <MessageText text={trouble} />
        </p>
      )}
      {trouble === null && result?.isMasked === true && <p className={styles.note}>{t("Secrets stand here as ***.")}</p>}
      {!hasTemplate(template) && <p className={styles.note}>{t("There is no template in this text: it runs as it is written.")}</p>}
      <div className={styles.text}>
        <ScriptEditor path={`rendered/${path}`} label={t("Rendered SQL")} text={result?.text ?? ""} readOnly={t("This is what the templates come to; edit the text beside it.")} />
      </div>
    </section>
  );
}

const shownIntervals = 10;

function RenderBar({ rendered, dag }: Pick<RenderedViewProps, "rendered" | "dag">): ReactNode {
  const { setup, change, problems } = rendered;
  const [now] = useState(() => Date.now());
  const past = useMemo(() => lastIntervals(dag, now, shownIntervals), [dag, now]);
  const isPast = past.some(({ end }) => end === setup.at);
  const [isOther, setOther] = useState(setup.at !== null && !isPast);
  const interval = rendered.result?.interval ?? null;
  const isGiven = setup.params.trim() !== "" || setup.conf.trim() !== "";
  const chosen = isOther ? "other" : setup.at === null ? "now" : String(setup.at);
  const options = [{ value: "now", label: t("Now") }, ...past.map((one) => ({ value: String(one.end), label: intervalText(one) })), { value: "other", label: t("Another date…") }];
  return (
    <div className={styles.renderBar}>
      <Select
        aria-label={t("Data interval")}
        size="xs"
        w={isOther ? 130 : 270}
        allowDeselect={false}
        data={options}
        value={chosen}
        onChange={(value) => {
          setOther(value === "other");
          if (value === "now") change({ at: null });
          else if (value !== "other" && value !== null) change({ at: Number(value) });
        }}
      />
      {isOther && <TextInput aria-label={t("Logical date, UTC")} title={t("Logical date, UTC")} size="xs" type="datetime-local" step={1} value={setup.at === null ? "" : new Date(setup.at).toISOString().slice(0, 19)} onChange={(event) => change({ at: readInstant(event.currentTarget.value) })} />}
      <Popover width={340} position="bottom-end" trapFocus withinPortal>
        <Popover.Target>
          <Button className={styles.button ?? ""} size="compact-sm" variant={isGiven ? "light" : "default"} leftSection={<SlidersHorizontal size={13} aria-hidden />}>
            {t("Params")}
          </Button>
        </Popover.Target>
        <Popover.Dropdown aria-label={t("Params and conf")}>
          <Textarea {...json} label={t("Params")} description={t("As JSON; what is not named has its default.")} error={problems.params} value={setup.params} onChange={(event) => change({ params: event.currentTarget.value })} data-autofocus />
          <Textarea {...json} label={t("Conf")} description={t("As JSON; what the run is started with.")} mt="sm" error={problems.conf} value={setup.conf} onChange={(event) => change({ conf: event.currentTarget.value })} />
        </Popover.Dropdown>
      </Popover>
      {!isPast && <span className={styles.interval}>{interval === null ? "" : t("{{intervalText}} UTC", { intervalText: intervalText(toMinutes(interval)) })}</span>}
    </div>
  );
}

const json = { size: "xs", autosize: true, minRows: 2, maxRows: 8, spellCheck: false, placeholder: "{}", styles: { input: { fontFamily: "var(--dw-mono)" } } } as const;

const minute = 60_000;

/** Now is no round number. */
function toMinutes({ start, end }: PastInterval): PastInterval {
  return { start: Math.floor(start / minute) * minute, end: Math.floor(end / minute) * minute };
}

function readInstant(text: string): number | null {
  const at = Date.parse(`${text}Z`);
  return Number.isNaN(at) ? null : at;
}
