/** Which tasks a try runs, and how they are to behave in it. Pure. */
import type { TryMode } from "../../shared/contract/tries.ts";
import { buildGraph } from "../../shared/graph/graph.ts";
import type { Dag } from "../../shared/model/dag.ts";

/** Tasks in file order. A pinned task is not run for others' sake, nor what comes only before it; a disabled one neither. */
export function tasksOfTry(dag: Dag, ask: { mode: TryMode; tasks: readonly string[] }, pinned: ReadonlySet<string>): string[] {
  const graph = buildGraph(dag.tasks);
  const chosen = new Set(ask.tasks);
  const rests = (id: string): boolean => !chosen.has(id) && (pinned.has(id) || dag.tasks[graph.indexOf.get(id) ?? -1]?.enabled === false);
  const open = ask.tasks.flatMap((id) => graph.indexOf.get(id) ?? []);
  const seen = new Set(open);
  const run = new Set<number>();
  for (const at of open) {
    const id = dag.tasks[at]?.id ?? "";
    // What a pin stands for is not looked behind; what follows a pinned task is still tried.
    if (!rests(id)) run.add(at);
    if (ask.mode === "one" || (ask.mode === "upTo" && rests(id))) continue;
    for (const next of graph[ask.mode === "upTo" ? "upstream" : "downstream"][at] ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(next);
    }
  }
  return dag.tasks.flatMap(({ id }, at) => (run.has(at) ? [id] : []));
}

/** The DAG of a try: nobody waits for a second try, a chosen task runs although it is disabled, and the first ones run whatever was before them. */
export function dagOfTry(dag: Dag, run: readonly string[]): Dag {
  const inTry = new Set(run);
  const tasks = dag.tasks.map((task) => {
    if (!inTry.has(task.id)) return task;
    const isFirst = !task.deps.some((dep) => inTry.has(dep));
    return { ...task, enabled: true, retries: 0, onCrash: "interrupt" as const, ...(isFirst ? { triggerRule: "always" as const } : {}) };
  });
  return { ...dag, tasks };
}
