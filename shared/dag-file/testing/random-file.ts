/**
 * Random valid DAG files in many layouts, for property tests: comments, indentation, quoting, flow and block, anchors,
 * aliases, merge keys, CRLF, byte order mark, no final newline. Every line knows the field it belongs to.
 */
import fc from "fast-check";

/** `owner` is `dag`, `free` (a comment or blank line), `tasks`, or `<task>` and `<task>.<field>`. */
export interface OwnedLine {
  readonly text: string;
  readonly owner: string;
}

export interface RandomFile {
  readonly text: string;
  readonly lines: readonly OwnedLine[];
  readonly newline: string;
  readonly ids: readonly string[];
  /** Anchors, aliases or merge keys are in it: an edit may then be refused as shared. */
  readonly shares: boolean;
}

const idPool = ["load", "dim_member", "fact.claim", "a-b", "été", "no", "Zeta_9", "x1", "report", "z"];
const comments = ["# note", "#", "# it's: a \"comment\" [x] {y} &a *b", "#  ünï ✓", "# deps: [load]"];

interface Chooser {
  readonly pick: <T>(values: readonly T[]) => T;
  readonly chance: (share: number) => boolean;
}

export function randomFile(options: { shares: boolean }): fc.Arbitrary<RandomFile> {
  return fc
    .record({ seeds: fc.array(fc.nat(9999), { minLength: 150, maxLength: 150 }), count: fc.integer({ min: 1, max: 5 }) })
    .map(({ seeds, count }) => compose(chooserOf(seeds), count, options.shares));
}

function chooserOf(seeds: readonly number[]): Chooser {
  let at = 0;
  const next = (): number => seeds[at++ % seeds.length] ?? 0;
  return {
    pick: (values) => values[next() % values.length] as (typeof values)[number],
    chance: (share) => next() % 1000 < share * 1000,
  };
}

function compose(choose: Chooser, count: number, shares: boolean): RandomFile {
  const lines: OwnedLine[] = [];
  const step = choose.pick([2, 2, 3, 4]);
  const put = (text: string, owner: string): void => void lines.push({ text, owner });
  const tail = (): string => (choose.chance(0.25) ? `${choose.pick([" ", "   "])}${choose.pick(comments)}` : choose.chance(0.1) ? "  " : "");
  const free = (column: number): void => {
    if (choose.chance(0.15)) put("", "free");
    // Numbered, so that a lost comment is not mistaken for its twin.
    if (choose.chance(0.2)) put(`${" ".repeat(column)}${choose.pick(comments)} ${lines.length}`, "free");
  };
  free(0);
  put(`dag: ${choose.pick(["nightly", "'nightly'", '"nightly"'])}${tail()}`, "dag");
  free(0);
  if (choose.chance(0.5)) put(`owner: ${choose.pick(["Data Science", "'it''s us'", '"tab\\there"'])}${tail()}`, "owner");
  if (choose.chance(0.4)) put(`schedule: ${choose.pick(["'30 */4 * * *'", '"@daily"', "every 10s", "0 4 * * *", "~", ""])}`.trimEnd() + tail(), "schedule");
  if (choose.chance(0.3)) put(`defaults: ${choose.pick(["{ retries: 2,retry_delay:  30s }", "{retries: 0007}"])}${tail()}`, "defaults");
  const hasHolder = shares && choose.chance(0.6);
  if (hasHolder) {
    put(`x-common: &common${tail()}`, "holder");
    put(`${" ".repeat(step)}retries: 4`, "holder");
    if (choose.chance(0.5)) put(`${" ".repeat(step)}env: {MODE: 0777, NOTE: 'a, b'}`, "holder");
  }
  free(0);
  put(`tasks:${tail()}`, "tasks");
  const ids = shuffled(idPool, choose).slice(0, count);
  const anchoredLists: { name: string; deps: string[] }[] = [];
  const anchoredTasks: string[] = [];
  for (const [index, id] of ids.entries()) {
    if (choose.chance(0.3)) put("", "free");
    free(step);
    const task = { id, deps: ids.slice(0, index).filter(() => choose.chance(0.4)), step, shares, hasHolder, anchoredLists, anchoredTasks };
    putTask(task, { put, tail, free, choose });
  }
  const newline = choose.pick(["\n", "\n", "\r\n"]);
  const bom = choose.chance(0.2) ? "\uFEFF" : "";
  const text = bom + lines.map((line) => line.text).join(newline) + (choose.chance(0.7) ? newline : "");
  return { text, lines, newline, ids, shares };
}

interface TaskPlan {
  readonly id: string;
  readonly deps: readonly string[];
  readonly step: number;
  readonly shares: boolean;
  readonly hasHolder: boolean;
  readonly anchoredLists: { name: string; deps: string[] }[];
  readonly anchoredTasks: string[];
}

interface Tools {
  readonly put: (text: string, owner: string) => void;
  readonly tail: () => string;
  readonly free: (column: number) => void;
  readonly choose: Chooser;
}

function putTask(task: TaskPlan, tools: Tools): void {
  const { put, tail, choose } = tools;
  const { id, step } = task;
  const pad = " ".repeat(step);
  const key = id === "no" ? "'no'" : choose.pick([id, id, `"${id}"`, `'${id}'`]);
  if (choose.chance(0.15)) {
    const deps = choose.chance(0.5) || task.deps.length > 0 ? `, deps: [${task.deps.map(quoted).join(choose.pick([", ", ",", " , "]))}]` : "";
    put(`${pad}${key}: {config_type: EmptyTask${deps}${choose.pick(["", " ", ","])}}${tail()}`, id);
    return;
  }
  const anchor = task.shares && choose.chance(0.25) ? ` &t${task.anchoredTasks.length}` : "";
  put(`${pad}${key}:${anchor}${tail()}`, id);
  const fields = shuffled(["config_type", "body", "deps", "retries", "env", "merge", "doc"], choose);
  for (const field of fields) {
    if (field === "config_type") continue;
    tools.free(step * 2);
    if (field === "body") putBody(task, tools);
    else putField(field, task, tools);
  }
  if (anchor !== "") task.anchoredTasks.push(anchor.trim().slice(1));
}

function quoted(id: string): string {
  return id === "no" ? "'no'" : id;
}

function putBody(task: TaskPlan, { put, tail, choose }: Tools): void {
  const pad = " ".repeat(task.step * 2);
  const deep = " ".repeat(task.step * 3);
  const upstream = task.deps[0] ?? "load";
  const kind = choose.pick(["BashTask", "SqlTask"]);
  const field = kind === "BashTask" ? "bash" : "sql";
  put(`${pad}config_type: ${kind}${tail()}`, `${task.id}.config_type`);
  const owner = `${task.id}.${field}`;
  const form = choose.pick(["plain", "single", "literal", "folded", "keep"]);
  if (form === "plain") put(`${pad}${field}: echo  ${upstream}${tail()}`, owner);
  else if (form === "single") put(`${pad}${field}: 'echo {{ xcom_pull(task_ids=''${upstream}'', key=''load'') }}'${tail()}`, owner);
  else {
    put(`${pad}${field}: ${form === "literal" ? "|" : form === "folded" ? ">-" : "|+"}`, owner);
    put(`${deep}echo {{ xcom['${upstream}'] }} "${upstream}"`, owner);
    if (choose.chance(0.5)) put("", owner);
    put(`${deep}  # no comment: {{ ti.xcom_pull("${upstream}") }}`, owner);
    if (form === "keep") put("", owner);
  }
}

function putField(field: string, task: TaskPlan, tools: Tools): void {
  const { put, tail, choose } = tools;
  const pad = " ".repeat(task.step * 2);
  const deep = " ".repeat(task.step * 3);
  const owner = `${task.id}.${field}`;
  if (field === "deps") putDeps(task, tools);
  else if (field === "retries" && choose.chance(0.4)) put(`${pad}retries: ${choose.pick(["3", "0777", "1"])}${tail()}`, owner);
  else if (field === "doc" && choose.chance(0.3)) put(`${pad}doc: "a \\"quoted\\" # text"${tail()}`, owner);
  else if (field === "env" && choose.chance(0.5)) {
    if (choose.chance(0.5)) put(`${pad}env: { A: "1" ,B: x }${tail()}`, owner);
    else {
      put(`${pad}env:${tail()}`, owner);
      put(`${deep}A: "1"${tail()}`, `${owner}.A`);
      if (choose.chance(0.5)) put(`${deep}'B': x  y${tail()}`, `${owner}.B`);
    }
  } else if (field === "merge" && task.shares) {
    const sources = [...(task.hasHolder ? ["*common"] : []), ...task.anchoredTasks.map((name) => `*${name}`)];
    if (sources.length > 0 && choose.chance(0.5)) put(`${pad}<<: ${choose.chance(0.5) ? choose.pick(sources) : `[${sources.join(", ")}]`}${tail()}`, owner);
  }
}

function putDeps(task: TaskPlan, { put, tail, choose, free }: Tools): void {
  const pad = " ".repeat(task.step * 2);
  const owner = `${task.id}.deps`;
  const deps = task.deps.map(quoted);
  if (deps.length === 0) {
    if (choose.chance(0.4)) put(`${pad}deps:${choose.pick(["", " []", " [ ]", " ~"])}${tail()}`, owner);
    return;
  }
  const anchor = task.shares && choose.chance(0.3) ? ` &d${task.anchoredLists.length}` : "";
  const known = task.anchoredLists.find((list) => list.deps.join() === deps.join());
  if (known !== undefined && choose.chance(0.6)) return put(`${pad}deps: *${known.name}${tail()}`, owner);
  if (anchor !== "") task.anchoredLists.push({ name: anchor.trim().slice(1), deps });
  const form = choose.pick(["flow", "spaced", "lines", "block", "flush", "scalar"]);
  if (form === "scalar" && deps.length === 1) put(`${pad}deps:${anchor} ${deps[0]}${tail()}`, owner);
  else if (form === "spaced") put(`${pad}deps:${anchor} [ ${deps.join(" ,")}, ]${tail()}`, owner);
  else if (form === "lines") {
    put(`${pad}deps:${anchor} [`, owner);
    for (const [index, dep] of deps.entries()) put(`${pad}  ${dep}${index < deps.length - 1 ? "," : ""}${tail()}`, owner);
    put(`${pad}  ]${tail()}`, owner);
  } else if (form === "block" || form === "flush") {
    put(`${pad}deps:${anchor}${tail()}`, owner);
    const indent = form === "block" ? pad + " ".repeat(task.step) : pad;
    for (const dep of deps) {
      put(`${indent}- ${dep}${tail()}`, owner);
      free(indent.length);
    }
  } else put(`${pad}deps:${anchor} [${deps.join(", ")}]${tail()}`, owner);
}

function shuffled<T>(values: readonly T[], choose: Chooser): T[] {
  const left = [...values];
  const taken: T[] = [];
  while (left.length > 0) taken.push(...left.splice(left.indexOf(choose.pick(left)), 1));
  return taken;
}
