/** What is proposed in Python and shell programs: the functions of our own module, the variables that a try is given, and template words. Pure. */
import type { AskedPlace, Proposal, TextKnowledge } from "../../../editor/editor-parts.ts";
import { proposeTemplateWords, type TemplateNames } from "../../../editor/template-words.ts";
import { t } from "../../../strings/t.ts";

/** As in the `dagwright` module that every Python task can import; a test compares them. */
export const pythonCalls: readonly (readonly [name: string, insert: string, doc: string])[] = [
  ["context", "context()", t("The run's context: ds, ts, logical_date, params, conf, run_id and the XComs of earlier tasks.")],
  ["xcom_push", 'xcom_push("${1:key}", ${2:value})', t("Hands a small JSON value to later tasks.")],
  ["xcom_pull", 'xcom_pull("${1:task}")', t("The value that an earlier task pushed, or None.")],
  ["output_path", "output_path()", t("Where rows of the task's table are to be written.")],
  ["write_rows", "write_rows(${1:rows})", t("Writes rows, each a mapping of column to value, for the task's table.")],
  ["branch", 'branch("${1:task}")', t("In a branch: the tasks after it that are followed; none at all skips them all.")],
  ["proceed", "proceed(${1:condition})", t("In a short circuit: whether what comes after it runs.")],
];

const variables: readonly (readonly [name: string, doc: string])[] = [
  ["DAGWRIGHT_DAG_ID", t("Id of the DAG")],
  ["DAGWRIGHT_RUN_ID", t("Id of the run")],
  ["DAGWRIGHT_TASK_ID", t("Id of the task")],
  ["DAGWRIGHT_TRY_NUMBER", t("Number of the try, from 1")],
  ["DAGWRIGHT_ATTEMPT_ID", t("Id of the try")],
  ["DAGWRIGHT_CONTEXT", t("File with the run's context, as JSON")],
  ["DAGWRIGHT_XCOM_OUT", t("File to append XComs to, as JSON lines")],
  ["DAGWRIGHT_WORKSPACE", t("Folder of the workspace")],
  ["DAGWRIGHT_BASE_PATH", t("The DAG's base_path")],
];

export function programKnowledge(language: "python" | "bash", names: TemplateNames): TextKnowledge {
  return {
    propose: ({ text, offset }: AskedPlace): readonly Proposal[] => {
      const before = text.slice(0, offset);
      const words = proposeTemplateWords(before, names);
      if (words !== null) return words;
      return language === "python" ? proposePython(before) : proposeShell(before);
    },
  };
}

function proposePython(before: string): Proposal[] {
  const line = before.slice(before.lastIndexOf("\n") + 1);
  if (/\bdagwright\.\w*$/.test(line)) return pythonCalls.map(([label, insert, doc]) => ({ label, insert, isSnippet: true, kind: "function", doc }));
  if (/^\s*from\s+dagwright\s+import\s+[\w\s,]*$/.test(line)) return pythonCalls.map(([label, , doc]) => ({ label, kind: "function", doc }));
  return /^\s*(?:import|from)\s+\w*$/.test(line) ? [{ label: "dagwright", kind: "value", detail: t("what a task may ask of the engine") }] : [];
}

function proposeShell(before: string): Proposal[] {
  return /\$\{?\w*$/.test(before) ? variables.map(([label, detail]) => ({ label, kind: "value", detail })) : [];
}
