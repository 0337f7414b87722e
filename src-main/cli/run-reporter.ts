/** How `run` tells what happens: a live table for a person, plain lines for a log, JSON lines for a script. */
import type { RunDetail } from "../../shared/contract/runs.ts";
import { printJson, type CliContext } from "./context.ts";
import { createPainter, drawRun } from "./live-table.ts";
import { changeEvents, finishedEvent } from "./run-json.ts";
import type { RunChange } from "./run-watch.ts";
import { durationText, firstLine, harmless, stateText } from "./words.ts";

export interface RunReporter {
  change(change: RunChange): void;
  /** After the last change; nothing is repainted any more. */
  finish(detail: RunDetail): void;
  /** When following broke off. */
  stop(): void;
}

export function createReporter(context: CliContext): RunReporter {
  if (context.json) return jsonReporter(context);
  return context.isInteractive ? tableReporter(context) : lineReporter(context);
}

function jsonReporter(context: CliContext): RunReporter {
  let isFirst = true;
  return {
    change(change) {
      for (const event of changeEvents(change, isFirst)) printJson(context, event);
      isFirst = false;
    },
    finish: (detail) => printJson(context, finishedEvent(detail)),
    stop() {},
  };
}

function lineReporter(context: CliContext): RunReporter {
  let isFirst = true;
  return {
    change({ detail, tasks }) {
      const { run } = detail;
      if (isFirst) context.out(`${stateText(run.state, context.paint)}  ${harmless(run.dagId)}  ${harmless(run.runId)}`);
      for (const task of tasks) {
        if (task.state === "none" || task.state === "scheduled" || task.state === "queued") continue;
        const took = task.startedAt !== null && task.endedAt !== null ? `  ${durationText(task.endedAt - task.startedAt)}` : "";
        const note = task.state !== "success" && task.reason !== null ? `  ${firstLine(task.reason)}` : "";
        context.out(`${stateText(task.state, context.paint)}  ${harmless(task.taskId)}${took}${note}`);
      }
      isFirst = false;
    },
    finish() {},
    stop() {},
  };
}

const repaintMs = 100;

function tableReporter(context: CliContext): RunReporter {
  const painter = createPainter(context.write);
  const screen = (): { columns: number; rows: number } => ({ columns: process.stdout.columns || 80, rows: process.stdout.rows || 24 });
  let latest: RunDetail | null = null;
  const paint = (): void => {
    if (latest !== null) painter.paint(drawRun(latest, Date.now(), screen(), context.paint));
  };
  const timer = setInterval(paint, repaintMs);
  const stop = (): void => {
    clearInterval(timer);
    painter.done();
  };
  return {
    change({ detail }) {
      const isFirst = latest === null;
      latest = detail;
      if (isFirst) paint();
    },
    finish(detail) {
      latest = detail;
      paint();
      stop();
    },
    stop,
  };
}
