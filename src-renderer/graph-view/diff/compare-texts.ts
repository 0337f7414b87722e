/** What two texts of a DAG file come to when they are compared. Pure. */
import { contentOfText } from "../../../shared/dag-diff/dag-content.ts";
import { diffDags, isEmptyDiff, joinGraphs, type DagDiff } from "../../../shared/dag-diff/dag-diff.ts";
import { summaryWords } from "../../../shared/dag-diff/diff-words.ts";
import { parseDag } from "../../../shared/dag-file/parse-dag.ts";
import type { GraphTask } from "../../../shared/model/dag.ts";
import type { GraphDiff } from "../graph-diff.ts";
import { edgeId } from "../graph-index.ts";
import { t } from "../../strings/t.ts";

export type Comparison =
  | { readonly kind: "graph"; readonly diff: DagDiff; readonly tasks: readonly GraphTask[]; readonly marks: GraphDiff; readonly summary: string; readonly isEmpty: boolean }
  /** One of the texts is no YAML: only the texts themselves can be compared. */
  | { readonly kind: "text"; readonly why: string };

export interface ComparedText {
  /** As the person knows it. */
  readonly title: string;
  readonly text: string;
}

export function compareTexts(before: ComparedText, after: ComparedText): Comparison {
  const [old, now] = [contentOfText(before.text), contentOfText(after.text)];
  const broken = old === null ? before : now === null ? after : null;
  if (old === null || now === null) return { kind: "text", why: whyBroken(broken ?? before) };
  const diff = diffDags(old, now);
  const isEmpty = isEmptyDiff(diff);
  return { kind: "graph", diff, isEmpty, tasks: joinGraphs(old.graph, now.graph), marks: marksOf(diff), summary: isEmpty ? sameWords(before.text === after.text, diff) : summaryWords(diff) };
}

function whyBroken({ title, text }: ComparedText): string {
  const fault = parseDag(text, { file: "" }).diagnostics.find(({ severity }) => severity === "error");
  if (fault === undefined) return t("“{{title}}” cannot be read as a DAG, so only the texts are compared.", { title });
  return t("“{{title}}” cannot be read as a DAG (line {{line}}: {{message}}), so only the texts are compared.", { title, line: fault.line, message: fault.message });
}

function sameWords(isSame: boolean, { isRedrawn }: DagDiff): string {
  if (isSame) return t("Nothing is different.");
  return isRedrawn ? t("Only the drawing is different: where things lie.") : t("Only comments or the way of writing are different; the YAML shows them.");
}

function marksOf({ tasks, edges }: DagDiff): GraphDiff {
  return {
    tasks: new Map(tasks.map(({ id, kind, fields }) => [id, { kind, fields: kind === "changed" ? fields.map(({ path }) => path).join(", ") : "" }])),
    edges: new Map(edges.map(({ from, to, kind }) => [edgeId(from, to), kind])),
  };
}
