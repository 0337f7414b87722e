/** Below the graph and the Gantt chart: the run's time as a slider, that plays the run again; and a clear sign when one looks at the past. */
import { ActionIcon, Button, NativeSelect, Tooltip } from "@mantine/core";
import { History, Pause, Play, StepBack, StepForward } from "lucide-react";
import { useMemo, useSyncExternalStore, type ReactNode } from "react";
import { changesAt, neighbourInstant, type RunTimeline } from "../../../../shared/run-view/states-at.ts";
import { useCommandContexts, useCommandHandlers } from "../../../app/command-handlers.ts";
import { useKeyTitles } from "../../../app/key-map.ts";
import { t } from "../../../strings/t.ts";
import { formatDuration } from "../../../ui/format.ts";
import { useDisplayZone } from "../../../ui/preferences.tsx";
import { stateLook } from "../../../ui/state-look.ts";
import { clockText } from "../../../ui/time-axis.ts";
import { replaySpeeds, type ReplaySpeed } from "./replay-clock.ts";
import styles from "./replay.module.css";
import type { Replay } from "./use-replay.ts";

const steps = 1000;
const mostMarks = 300;

export function ReplayBar({ replay }: { replay: Replay }): ReactNode {
  const { clock, span, timeline, isPast } = replay;
  const time = useSyncExternalStore(clock.subscribe, clock.read);
  const titles = useKeyTitles();
  const step = (by: 1 | -1): void => {
    const from = clock.read().at ?? span.to;
    clock.pause();
    const next = timeline === null ? from + (by * (span.to - span.from)) / steps : neighbourInstant(timeline, from, by);
    clock.seek(next ?? (by === 1 ? span.to : span.from));
  };
  useCommandContexts("replay", isPast && "past");
  useCommandHandlers({
    "replay.play": () => clock.toggle(),
    "replay.previous": () => step(-1),
    "replay.next": () => step(1),
    "replay.leave": () => clock.leave(),
  });
  const at = time.at ?? span.to;
  const share = (at - span.from) / (span.to - span.from);
  return (
    <div className={styles.bar} role="group" aria-label={t("Replay of the run")} data-past={isPast || undefined}>
      <Tooltip label={titles("replay.play", time.isPlaying ? t("Pause") : t("Replay the run"))}>
        <ActionIcon variant="subtle" color="gray" aria-label={time.isPlaying ? t("Pause the replay") : t("Replay the run")} onClick={() => clock.toggle()}>
          {time.isPlaying ? <Pause size={15} aria-hidden /> : <Play size={15} aria-hidden />}
        </ActionIcon>
      </Tooltip>
      <Tooltip label={titles("replay.previous", t("Back to the change before"))}>
        <ActionIcon variant="subtle" color="gray" aria-label={t("Back to the change before")} onClick={() => step(-1)}>
          <StepBack size={15} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={titles("replay.next", t("On to the next change"))}>
        <ActionIcon variant="subtle" color="gray" aria-label={t("On to the next change")} onClick={() => step(1)}>
          <StepForward size={15} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <div className={styles.track}>
        {timeline !== null && <Marks timeline={timeline} span={span} />}
        <input
          className={styles.slider}
          type="range"
          min={0}
          max={steps}
          step={1}
          value={Math.round(share * steps)}
          aria-label={t("Instant of the run")}
          aria-valuetext={useInstantWords(replay, time.at)}
          onChange={(event) => {
            clock.pause();
            clock.seek(span.from + (Number(event.currentTarget.value) / steps) * (span.to - span.from));
          }}
        />
      </div>
      <NativeSelect className={styles.speed as string} size="xs" aria-label={t("Speed of the replay")} data={speeds} value={String(time.speed)} onChange={(event) => clock.setSpeed(replaySpeeds.find((speed) => String(speed) === event.currentTarget.value) ?? "whole")} />
      <Sign replay={replay} at={time.at} />
    </div>
  );
}

const speedWords = (speed: ReplaySpeed): string => (speed === "whole" ? t("Run in 10 s") : speed === 1 ? t("Real time") : t("{{speed}} times as fast", { speed }));
const speeds = replaySpeeds.map((speed) => ({ value: String(speed), label: speedWords(speed) }));

/** `09:41:03, 2 min 04 s in`. */
function useInstantWords({ span, isLive }: Replay, at: number | null): string {
  const zone = useDisplayZone();
  if (at === null) return isLive ? t("Now") : t("The end of the run");
  const fineMs = span.to - span.from < 60_000 ? 100 : 1000;
  return t("{{clock}}, {{spent}} in", { clock: clockText(at, zone, fineMs), spent: formatDuration(at - span.from) });
}

function Sign({ replay, at }: { replay: Replay; at: number | null }): ReactNode {
  const words = useInstantWords(replay, at);
  const titles = useKeyTitles();
  if (at === null) return <span className={styles.present}>{words}</span>;
  return (
    <>
      <span className={styles.past} title={changeWords(replay, at)}>
        <History size={14} aria-hidden />
        <span>{t("As it was at {{words}}", { words })}</span>
      </span>
      <Tooltip label={titles("replay.leave", t("Leave the past"))}>
        <Button size="compact-xs" variant="default" onClick={() => replay.clock.leave()}>
          {replay.isLive ? t("Back to now") : t("Back to the end")}
        </Button>
      </Tooltip>
    </>
  );
}

/** What happened last: `load: success`. */
function changeWords({ timeline }: Replay, at: number): string {
  const last = timeline?.instants.findLast((instant) => instant <= at);
  if (timeline === null || last === undefined) return "";
  return changesAt(timeline, last)
    .slice(0, 12)
    .map(({ taskId, state }) => `${taskId}: ${stateLook(state).word.toLowerCase()}`)
    .join("\n");
}

/** Where something failed. */
function Marks({ timeline, span }: { timeline: RunTimeline; span: Replay["span"] }): ReactNode {
  const bad = useMemo(() => {
    const instants = [...timeline.moments.values()].flatMap((own) => own.filter(({ state }) => state === "failed" || state === "up_for_retry" || state === "interrupted").map(({ at }) => at));
    return [...new Set(instants)].slice(0, mostMarks);
  }, [timeline]);
  return (
    <span className={styles.marks} aria-hidden>
      {bad.map((at) => (
        <i key={at} style={{ left: `${((at - span.from) / (span.to - span.from)) * 100}%` }} />
      ))}
    </span>
  );
}
