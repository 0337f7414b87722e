/** A SQL text with its templates rendered, for a data interval, params and conf that the person chooses. */
import { Button, Popover, Select, Textarea, TextInput } from "@mantine/core";
import { SlidersHorizontal } from "lucide-react";
import { useMemo, useState, type ReactNode } from "react";
import type { Dag } from "../../shared/model/dag.ts";
import { ScriptEditor } from "../editor/script-editor.tsx";
import { MessageText } from "../ui/message-text.tsx";
import { instantText, intervalText, lastIntervals } from "./last-intervals.ts";
import styles from "./sql-text.module.css";
import { hasTemplate, type Rendered } from "./use-rendered.ts";

export interface RenderedViewProps {
  readonly rendered: Rendered;
  readonly template: string;
  readonly schedule: Dag["schedule"];
  /** Names the text for the editor. */
  readonly path: string;
}

export function RenderedView({ rendered, template, schedule, path }: RenderedViewProps): ReactNode {
  const { result, trouble, isLoading } = rendered;
  return (
    <section className={styles.rendered} aria-label="Rendered" aria-busy={isLoading}>
      <RenderBar rendered={rendered} schedule={schedule} />
      {trouble !== null && (
        <p className={styles.trouble} role="alert">
          <MessageText text={trouble} />
        </p>
      )}
      {trouble === null && result?.isMasked === true && <p className={styles.note}>Secrets stand here as ***.</p>}
      {!hasTemplate(template) && <p className={styles.note}>There is no template in this text: it runs as it is written.</p>}
      <div className={styles.text}>
        <ScriptEditor path={`rendered/${path}`} label="Rendered SQL" text={result?.text ?? ""} readOnly="This is what the templates come to; edit the text beside it." />
      </div>
    </section>
  );
}

const shownIntervals = 10;

function RenderBar({ rendered, schedule }: Pick<RenderedViewProps, "rendered" | "schedule">): ReactNode {
  const { setup, change, problems } = rendered;
  const [now] = useState(() => Date.now());
  const past = useMemo(() => lastIntervals(schedule, now, shownIntervals), [schedule, now]);
  const isPast = past.some(({ end }) => end === setup.at);
  const [isOther, setOther] = useState(setup.at !== null && !isPast);
  const chosen = isOther ? "other" : setup.at === null ? "now" : String(setup.at);
  const options = [{ value: "now", label: "Now" }, ...past.map((one) => ({ value: String(one.end), label: intervalText(one) })), { value: "other", label: "Another date…" }];
  return (
    <div className={styles.renderBar}>
      <Select
        aria-label="Data interval"
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
      {isOther && <TextInput aria-label="Logical date, UTC" title="Logical date, UTC" size="xs" type="datetime-local" step={1} value={setup.at === null ? "" : new Date(setup.at).toISOString().slice(0, 19)} onChange={(event) => change({ at: readInstant(event.currentTarget.value) })} />}
      <Popover width={340} position="bottom-end" trapFocus withinPortal>
        <Popover.Target>
          <Button size="compact-sm" variant="default" leftSection={<SlidersHorizontal size={13} aria-hidden />} color={problems.params ?? problems.conf ? "red" : "gray"}>
            Params{setup.params.trim() !== "" || setup.conf.trim() !== "" ? " ·" : ""}
          </Button>
        </Popover.Target>
        <Popover.Dropdown aria-label="Params and conf">
          <Textarea {...json} label="Params" description="As JSON; what is not named has its default." error={problems.params} value={setup.params} onChange={(event) => change({ params: event.currentTarget.value })} data-autofocus />
          <Textarea {...json} label="Conf" description="As JSON; what the run is started with." mt="sm" error={problems.conf} value={setup.conf} onChange={(event) => change({ conf: event.currentTarget.value })} />
        </Popover.Dropdown>
      </Popover>
      <span className={styles.interval}>{rendered.result?.interval == null ? "" : `${rendered.result.interval.start === rendered.result.interval.end ? instantText(rendered.result.interval.end) : intervalText(rendered.result.interval)} UTC`}</span>
    </div>
  );
}

const json = { size: "xs", autosize: true, minRows: 2, maxRows: 8, spellCheck: false, placeholder: "{}", styles: { input: { fontFamily: "var(--dw-mono)" } } } as const;

function readInstant(text: string): number | null {
  const at = Date.parse(`${text}Z`);
  return Number.isNaN(at) ? null : at;
}
