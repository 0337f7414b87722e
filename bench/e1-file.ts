/** The DAG file that E1 types in. */
const lines = 5_000;
const headLines = 2;
const taskLines = 7;

/** A list of `deps`; the line above holds a number. */
export const middleLine = 2_501;
/** Nobody waits for it; its name stands in `lastTaskLine`. */
export const lastTask = `task_${Math.ceil((lines - headLines) / taskLines) - 1}`;
export const lastTaskLine = headLines + (Math.ceil((lines - headLines) / taskLines) - 1) * taskLines + 1;

/** Seven lines a task, each of which waits for the one before. */
export function bigDag(dag: string): string {
  const head = [`dag: ${dag}`, "tasks:"];
  const tasks = Array.from({ length: Math.ceil((lines - headLines) / taskLines) }, (_, at) => [`  task_${at}:`, "    config_type: SqlTask", "    sql: |", "      select '{{ ds }}' as d, count(*)", `      from table_${at}`, "    retries: 2", `    deps: [${at === 0 ? "" : `task_${at - 1}`}]`]);
  return `${[...head, ...tasks.flat()].slice(0, lines).join("\n")}\n`;
}
