/** One finding as a sentence; the tasks that it names can be chosen. */
import type { ReactNode } from "react";
import type { Finding } from "../../../../shared/run-view/find-differences.ts";
import { ratioText } from "../../../../shared/run-view/finding-words.ts";
import { rich } from "../../../strings/rich.tsx";
import { t } from "../../../strings/t.ts";
import { formatCount, formatDuration } from "../../../ui/format.ts";
import { stateLook } from "../../../ui/state-look.ts";
import styles from "./compare.module.css";

interface FindingProps {
  readonly finding: Finding;
  readonly onTask: (taskId: string) => void;
}

export function FindingSentence({ finding, onTask }: FindingProps): ReactNode {
  const names = (ids: readonly string[]): ReactNode => <TaskNames ids={ids} onTask={onTask} />;
  switch (finding.kind) {
    case "run":
      return rich("The run went from {{before}} to {{after}}.", { before: <State state={finding.before} />, after: <State state={finding.after} /> });
    case "flipped":
      return rich("{{count}} tasks flipped to {{state}}: {{names}}.", { count: finding.tasks.length, state: <State state={finding.to} />, names: names(finding.tasks) });
    case "added":
      return rich("{{count}} tasks are new: {{names}}.", { count: finding.tasks.length, names: names(finding.tasks) });
    case "removed":
      return rich("{{count}} tasks are gone: {{names}}.", { count: finding.tasks.length, names: names(finding.tasks) });
    case "definition":
      return finding.tasks.length === 1 ? rich("The definition of {{names}} changed: {{fields}}.", { names: names(finding.tasks), fields: <Fields names={finding.fields} /> }) : rich("The definitions of {{count}} tasks changed: {{names}}.", { count: finding.tasks.length, names: names(finding.tasks) });
    case "rendered":
      return finding.tasks.length === 1 ? rich("What {{names}} ran is another text: {{fields}}.", { names: names(finding.tasks), fields: <Fields names={finding.fields} /> }) : rich("What {{count}} tasks ran is another text: {{names}}.", { count: finding.tasks.length, names: names(finding.tasks) });
    case "params":
      return rich("Params changed: {{paths}}.", { paths: <Fields names={finding.paths} /> });
    case "conf":
      return rich("The conf changed: {{paths}}.", { paths: <Fields names={finding.paths} /> });
    case "dag":
      return rich("The DAG itself changed: {{paths}}.", { paths: <Fields names={finding.paths} /> });
    case "checks":
      return rich("Checks of {{names}} came out otherwise.", { names: names(finding.tasks) });
    case "tries":
      return rich("{{names}} took another number of tries.", { names: names(finding.tasks) });
    case "xcoms":
      return rich("{{names}} pushed other XComs.", { names: names(finding.tasks) });
    case "resources":
      return rich("{{names}} used another amount of CPU or memory.", { names: names(finding.tasks) });
    default:
      return <Measured finding={finding} onTask={onTask} />;
  }
}

type MeasuredFinding = Extract<Finding, { kind: "slower" | "faster" | "waited" | "whole" | "rows" }>;

function Measured({ finding, onTask }: { finding: MeasuredFinding; onTask: (taskId: string) => void }): ReactNode {
  if (finding.kind === "rows") {
    const task = <TaskNames ids={[finding.taskId]} onTask={onTask} />;
    const before = finding.before === null ? t("none") : formatCount(finding.before);
    return (
      <>
        {finding.after === null ? rich("{{task}} published no rows, before {{before}}", { task, before }) : rich("{{task}} published {{after}} rows, before {{before}}", { task, after: formatCount(finding.after), before })}
        <More count={finding.more} />
      </>
    );
  }
  const times = `${formatDuration(finding.times.before)} → ${formatDuration(finding.times.after)}`;
  const ratio = finding.times.before === 0 || finding.times.after === 0 ? null : `${ratioText(finding.times.after / finding.times.before)}×`;
  if (finding.kind === "whole") return ratio === null ? t("The whole run took another time: {{times}}.", { times }) : t("The whole run took {{ratio}} as long: {{times}}.", { ratio, times });
  const task = <TaskNames ids={[finding.taskId]} onTask={onTask} />;
  return (
    <>
      {finding.kind === "waited" ? rich("{{task}} waited longer to start: {{times}}", { task, times }) : rich("{{task}} took {{ratio}} as long: {{times}}", { task, times, ratio: ratio ?? "–" })}
      <More count={finding.more} />
    </>
  );
}

function More({ count }: { count: number }): ReactNode {
  return count === 0 ? "." : t(", and {{count}} tasks more.", { count });
}

function State({ state }: { state: Parameters<typeof stateLook>[0] }): ReactNode {
  const { word, color } = stateLook(state);
  return <strong style={{ color }}>{word}</strong>;
}

const mostNames = 4;

function TaskNames({ ids, onTask }: { ids: readonly string[]; onTask: (taskId: string) => void }): ReactNode {
  const left = ids.length - mostNames;
  return (
    <>
      {ids.slice(0, mostNames).map((id, index) => (
        <span key={id}>
          {index > 0 && ", "}
          <button type="button" className={styles.task} title={id} onClick={() => onTask(id)}>
            {id}
          </button>
        </span>
      ))}
      {left > 0 && ` ${t("and {{count}} more", { count: left })}`}
    </>
  );
}

function Fields({ names }: { names: readonly string[] }): ReactNode {
  const left = names.length - mostNames;
  return (
    <>
      <code>{names.slice(0, mostNames).join(", ")}</code>
      {left > 0 && ` ${t("and {{count}} more", { count: left })}`}
    </>
  );
}
