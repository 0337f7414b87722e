/** The programs of the selected task beside the canvas: its SQL, Python or script and its table, each where it stands. */
import { ActionIcon, Tooltip } from "@mantine/core";
import { Braces, Network, SquareArrowOutUpRight, X } from "lucide-react";
import { useMemo, useState, type ReactNode } from "react";
import { useQuery } from "@tanstack/react-query";
import { embeddedConnection } from "../../../../shared/model/workspace-config.ts";
import type { Dag } from "../../../../shared/model/dag.ts";
import { openToStay } from "../../../app/use-halves.ts";
import { useRpc } from "../../../rpc/rpc-provider.tsx";
import { dialectOf, type SqlSubject } from "../../../sql-text/sql-subject.ts";
import { useSqlSettings } from "../../../sql-text/use-sql-settings.ts";
import { t } from "../../../strings/t.ts";
import { connectAct } from "../draw-acts.ts";
import { readFormSource } from "../forms/form-source.ts";
import type { Drawing } from "../use-drawing.ts";
import row from "../../../ui/tab-row.module.css";
import styles from "./code.module.css";
import { FileCode } from "./file-code.tsx";
import { InlineCode } from "./inline-code.tsx";
import { TaskColumns } from "./task-columns.tsx";
import { programsOf, type Program } from "./task-programs.ts";

export interface DrawCodeProps {
  readonly drawing: Drawing;
  /** The program to show, as a key below the task; a new object asks anew. */
  readonly asked: { readonly field: string | null };
  readonly onClose: () => void;
}

export function DrawCode({ drawing, asked, onClose }: DrawCodeProps): ReactNode {
  const { primary } = drawing.selection;
  const kind = drawing.state.good.tasks.find(({ id }) => id === primary)?.kind ?? null;
  const hasNoProgram = kind !== null && programsOf(kind, null).length === 0;
  const head = (inside: ReactNode, tools: ReactNode = null): ReactNode => (
    <div className={styles.head}>
      {inside}
      <span className={styles.tools}>
        {tools}
        <Tool label={t("Close the program")} onPress={onClose}>
          <X size={14} aria-hidden />
        </Tool>
      </span>
    </div>
  );
  return (
    <section className={styles.pane} aria-label={t("Program")} data-draw-code>
      {primary === null || kind === null || hasNoProgram ? (
        <>
          {head(<h2>{t("Program")}</h2>)}
          <p className={styles.none}>{hasNoProgram ? t("{{task}} has no SQL or script.", { task: primary ?? "" }) : t("Select a task to see its SQL or script here.")}</p>
        </>
      ) : (
        <Programs key={primary} drawing={drawing} task={primary} kind={kind} asked={asked} head={head} />
      )}
    </section>
  );
}

interface ProgramsProps {
  readonly drawing: Drawing;
  readonly task: string;
  readonly kind: string;
  readonly asked: DrawCodeProps["asked"];
  readonly head: (inside: ReactNode, tools: ReactNode) => ReactNode;
}

type Below = "rendered" | "columns" | null;

function Programs({ drawing, task, kind, asked, head }: ProgramsProps): ReactNode {
  const { state, document } = drawing;
  const { node, version: read } = useTaskNode(drawing, task);
  const programs = useMemo(() => programsOf(kind, node), [kind, node]);
  const [chosen, setChosen] = useState<string | null>(null);
  const [answered, setAnswered] = useState(asked);
  if (answered !== asked) {
    setAnswered(asked);
    setChosen(null);
  }
  const [below, setBelow] = useState<Below>(null);
  const subject = useTaskSubject(drawing, task);
  const program = programs.find((one) => one.field === (chosen ?? asked.field)) ?? programs[0];
  if (program === undefined)
    return (
      <>
        {head(<h2>{task}</h2>, null)}
        <p className={styles.none}>{t("{{task}} has no program: its fields at the side say what it does.", { task })}</p>
      </>
    );
  const { source } = program;
  const base = state.good.dag?.basePath ?? "";
  const path = source?.kind === "file" ? `${base === "" ? "" : `${base.replace(/\/+$/, "")}/`}${source.path}` : null;
  const isSql = program.language === "sql";
  const { version } = state;
  const toggle = (what: NonNullable<Below>): void => setBelow(below === what ? null : what);
  const shared = {
    ...{ subject, language: program.language, label: t("{{program}} of {{task}}", { program: program.title, task }), isRendered: below === "rendered", trouble: null },
    draft: { version, text: () => document.text.get().text },
    readOnly: document.text.get().readOnly ?? (state.isBroken ? t("The YAML has a mistake: mend it in the text first.") : null),
    below: below === "columns" && program.field === "sql" ? (text: string) => <TaskColumns drawing={drawing} task={task} subject={subject} text={text} /> : null,
  };
  const tools = (
    <>
      {isSql && program.field === "sql" && (
        <Tool label={t("Where its columns come from")} pressed={below === "columns"} onPress={() => toggle("columns")}>
          <Network size={14} aria-hidden />
        </Tool>
      )}
      <Tool label={t("Rendered text")} pressed={below === "rendered"} onPress={() => toggle("rendered")}>
        <Braces size={14} aria-hidden />
      </Tool>
      {isSql && path !== null && (
        <Tool label={t("Open as a query")} onPress={() => openToStay({ page: "sql", path })}>
          <SquareArrowOutUpRight size={14} aria-hidden />
        </Tool>
      )}
    </>
  );
  return (
    <>
      {head(<Tabs task={task} programs={programs} shown={program} onShow={setChosen} />, tools)}
      {path === null ? <InlineCode key={program.field} {...shared} drawing={drawing} task={task} program={program} node={node} version={read} /> : <FileCode key={path} {...shared} path={path} />}
    </>
  );
}

function Tabs({ task, programs, shown, onShow }: { task: string; programs: readonly Program[]; shown: Program; onShow: (field: string) => void }): ReactNode {
  return (
    <>
      <h2 className="dw-ellipsis">{task}</h2>
      <div role="tablist" aria-label={t("Programs of {{task}}", { task })} className={row.tabs}>
        {programs.map(({ field, title }) => (
          <button key={field} type="button" role="tab" className={row.tab} aria-selected={field === shown.field} onClick={() => onShow(field)}>
            {title}
          </button>
        ))}
      </div>
    </>
  );
}

function Tool({ label, pressed, onPress, children }: { label: string; pressed?: boolean; onPress: () => void; children: ReactNode }): ReactNode {
  return (
    <Tooltip label={label}>
      <ActionIcon variant={pressed === true ? "light" : "subtle"} color={pressed === true ? "indigo" : "gray"} size={26} aria-label={label} aria-pressed={pressed} onClick={onPress}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

/** The task as it stands in the newest text that could be read. */
function useTaskNode({ document, state }: Drawing, task: string): { readonly version: number; readonly node: ReturnType<ReturnType<typeof readFormSource>["task"]> } {
  const { text, version } = document.text.get();
  const isRead = version === state.version && !state.isBroken;
  const [kept, setKept] = useState({ version: -1, node: null as ReturnType<ReturnType<typeof readFormSource>["task"]> });
  const now = useMemo(() => (isRead ? { version, node: readFormSource(text, state.parsed).task(task) } : null), [isRead, version, text, state.parsed, task]);
  if (now !== null && now.version !== kept.version) setKept(now);
  return now ?? kept;
}

/** What is known around the SQL of a task that is being drawn. */
function useTaskSubject(drawing: Drawing, task: string): SqlSubject {
  const rpc = useRpc();
  const settings = useSqlSettings();
  const { dagId, document, select, perform } = drawing;
  const { dag } = drawing.state.good;
  const connection = connectionOf(dag, task);
  const connections = useQuery(rpc.warehouse.connections.queryOptions({ input: {} })).data?.connections;
  const info = connections?.find(({ id }) => id === connection);
  const catalog = useQuery({ ...rpc.warehouse.catalog.queryOptions({ input: { connection } }), enabled: info !== undefined, retry: false }).data ?? null;
  const dialect = dialectOf(info);
  const file = document.text.path;
  const { builds } = drawing.advice;
  return useMemo(
    () => ({
      ...{ dialect, connection, catalog, settings },
      home: dag === null ? null : { dagId, file, dag, taskId: task, builds },
      listFolder: async (folder) => (await rpc.files.list.call({ folder })).entries,
      openTable: (schema, table) => openToStay({ page: "table", connection, schema, table }),
      openTask: (id) => select([id], "form"),
      addDep: (of, dep) => void perform(connectAct(dep, of)),
    }),
    // The acts read the newest state when they are called.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [rpc, dialect, connection, catalog, settings, dag, dagId, file, task, builds],
  );
}

function connectionOf(dag: Dag | null, taskId: string): string {
  const task = dag?.tasks.find(({ id }) => id === taskId);
  return (task !== undefined && "connection" in task ? task.connection : null) ?? dag?.connection ?? embeddedConnection;
}
