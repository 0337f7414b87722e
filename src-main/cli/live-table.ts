/** The table that `run` repaints on a terminal. Drawing is pure; painting owns the lines it drew last. */
import type { RunDetail } from "../../shared/contract/runs.ts";
import type { TaskInstance } from "../../shared/model/run.ts";
import type { TaskState } from "../../shared/model/states.ts";
import type { Colors } from "./context.ts";
import { countsText, isInstance } from "./whole-run.ts";
import { durationText, firstLine, harmless, stateText, tableText } from "./words.ts";

export interface Screen {
  readonly columns: number;
  readonly rows: number;
}

/** Which tasks to show when not all fit: the busy and the bad before the done and the waiting. */
const urgency: readonly TaskState[] = ["running", "failed", "up_for_retry", "interrupted", "queued", "upstream_failed", "up_for_reschedule", "deferred", "scheduled", "success", "skipped", "removed", "none"];

export function drawRun(detail: RunDetail, nowMs: number, screen: Screen, paint: Colors): string[] {
  const room = Math.max(3, screen.rows - 4);
  const shown = chooseTasks(detail.tasks, room);
  const hidden = detail.tasks.length - shown.length;
  const rows = shown.map((task) => [` ${stateText(task.state, paint)}`, harmless(task.taskId), timeOf(task, nowMs), paint.dim(harmless(noteOf(task)))]);
  return [
    `${stateText(detail.run.state, paint)}  ${paint.bold(harmless(detail.run.dagId))}  ${paint.dim(harmless(detail.run.runId))}  ${timeOf(detail.run, nowMs)}`,
    ...tableText(rows).map((line) => cut(line, screen.columns)),
    ...(hidden > 0 ? [paint.dim(`   … and ${hidden} more`)] : []),
    paint.dim(cut(detail.run.reason === null ? countLine(detail.tasks) : `${countLine(detail.tasks)}  ${firstLine(detail.run.reason)}`, screen.columns)),
  ];
}

/** `12 tasks: 3 success, 1 running, 8 none` in the order of the life of a task. */
export function countLine(all: readonly TaskInstance[]): string {
  const tasks = all.filter((task) => !isInstance(task));
  const counts = new Map<TaskState, number>();
  for (const { state } of tasks) counts.set(state, (counts.get(state) ?? 0) + 1);
  const parts = [...counts].sort(([one], [other]) => urgency.indexOf(one) - urgency.indexOf(other)).map(([state, count]) => `${count} ${state}`);
  return `${tasks.length} ${tasks.length === 1 ? "task" : "tasks"}: ${parts.join(", ")}`;
}

function chooseTasks(tasks: readonly TaskInstance[], room: number): readonly TaskInstance[] {
  if (tasks.length <= room) return tasks;
  const byUrgency = tasks.map((task, index) => ({ task, index })).sort((one, other) => urgency.indexOf(one.task.state) - urgency.indexOf(other.task.state) || one.index - other.index);
  return byUrgency.slice(0, room).sort((one, other) => one.index - other.index).map(({ task }) => task);
}

function timeOf({ startedAt, endedAt }: { startedAt: number | null; endedAt: number | null }, nowMs: number): string {
  return startedAt === null ? "" : durationText(Math.max(0, (endedAt ?? nowMs) - startedAt));
}

function noteOf(task: TaskInstance): string {
  const tries = task.tryNumber > 1 || task.state === "up_for_retry" ? `try ${task.tryNumber} of ${task.maxTries}` : "";
  return [tries, task.label ?? "", task.mapped === undefined ? "" : countsText(task.mapped), task.state === "success" ? "" : firstLine(task.reason ?? "")].filter((part) => part !== "").join(", ");
}

/** Cuts by what is seen; colours end where the line does. */
function cut(line: string, columns: number): string {
  let seen = 0;
  let kept = "";
  // eslint-disable-next-line no-control-regex -- colour codes are of no width
  for (const piece of line.match(/\u001b\[[\d;]*m|[\s\S]/gu) ?? []) {
    if (piece.startsWith("\u001b")) kept += piece;
    else if (seen < columns - 1) {
      kept += piece;
      seen += 1;
    }
  }
  return kept;
}

export interface Painter {
  paint(lines: readonly string[]): void;
  /** Leaves the last picture standing. */
  done(): void;
}

export function createPainter(write: (text: string) => void): Painter {
  let drawn = 0;
  return {
    paint(lines) {
      const up = drawn > 0 ? `\u001b[${drawn}A` : "\u001b[?25l";
      write(`${up}\r\u001b[0J${lines.join("\n")}\n`);
      drawn = lines.length;
    },
    done() {
      if (drawn > 0) write("\u001b[?25h");
      drawn = 0;
    },
  };
}
