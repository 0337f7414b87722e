/**
 * Renames a task inside templates: `xcom_pull(task_ids='old')`, `xcom.old`, `xcom['old']`. Works on values and on YAML
 * source alike, where a quote may be doubled (`''`) or escaped (`\"`); nothing outside `{{ }}` and `{% %}` is touched.
 */
import { regexLiteral } from "../base/regex-literal.ts";
import type { ScalarStyle } from "./yaml-tree.ts";

const block = /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g;
const pull = /(\bxcom_pull\s*\()([^()]*)(?=\))/g;
const quote = String.raw`(''|\\"|'|")`;

export function renameInTemplates(text: string, names: { from: string; to: string }, style: ScalarStyle): string {
  if (!text.includes("xcom") || !text.includes(names.from)) return text;
  return text.replaceAll(block, (expression) => renameInExpression(expression, names, style));
}

function renameInExpression(expression: string, { from, to }: { from: string; to: string }, style: ScalarStyle): string {
  const literal = regexLiteral(from);
  const quoted = new RegExp(`${quote}${literal}\\1`, "gu");
  const subscript = new RegExp(`(?<![\\w.])(xcom\\s*(?:\\[\\s*|\\.\\s*get\\s*\\(\\s*))${quote}${literal}\\2`, "gu");
  const attribute = new RegExp(`(?<![\\w.])xcom(\\s*)\\.(\\s*)${literal}(?![\\p{L}\\p{N}_])(?!\\s*\\()`, "gu");
  const inArguments = (_: string, head: string, list: string): string =>
    head + renameArguments(list, (argument) => argument.replaceAll(quoted, (_, mark: string) => mark + to + mark));
  // A quote that needs no escape in the style around it.
  const mark = style === "double" ? "'" : '"';
  const isName = /^[A-Za-z_]\w*$/.test(to);
  return expression
    .replaceAll(pull, inArguments)
    .replaceAll(subscript, (_, head: string, own: string) => head + own + to + own)
    .replaceAll(attribute, (_, before: string, after: string) => (isName ? `xcom${before}.${after}${to}` : `xcom[${mark}${to}${mark}]`));
}

/** Applies `rename` to the first positional argument and to `task_ids=`; a `key='old'` stays. */
function renameArguments(list: string, rename: (argument: string) => string): string {
  let depth = 0;
  let argument = "";
  const done: string[] = [];
  for (const unit of list) {
    if ("[{".includes(unit)) depth++;
    else if ("]}".includes(unit)) depth--;
    if (unit === "," && depth === 0) {
      done.push(argument);
      argument = "";
    } else argument += unit;
  }
  done.push(argument);
  return done.map((one, index) => (namesTask(one, index) ? rename(one) : one)).join(",");
}

function namesTask(argument: string, index: number): boolean {
  const name = /^\s*(\w+)\s*=(?!=)/.exec(argument)?.[1];
  return name === undefined ? index === 0 : name === "task_ids" || name === "task_id";
}
