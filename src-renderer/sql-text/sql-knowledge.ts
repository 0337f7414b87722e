/** What the SQL language knows about a text, in the editor's words: proposals, hovers and places. Pure. */
import { completeSql } from "../../shared/sql/complete.ts";
import { definitionSql, hoverSql } from "../../shared/sql/hover.ts";
import type { CompletionItem, CompletionKind } from "../../shared/sql/language.ts";
import type { Proposal, ProposalKind, TextKnowledge } from "../editor/editor-parts.ts";
import { t } from "../strings/t.ts";
import { fileProposals } from "./file-proposals.ts";
import { builderOf, inputOf, proposingInput, type SqlSubject, wordsOf } from "./sql-subject.ts";

const kinds: Readonly<Record<CompletionKind, ProposalKind>> = {
  keyword: "keyword",
  schema: "schema",
  table: "table",
  view: "table",
  cte: "table",
  alias: "value",
  column: "column",
  function: "function",
  join: "snippet",
  template: "template",
};

export function sqlKnowledge(subject: SqlSubject): TextKnowledge {
  const templateWords = wordsOf(subject);
  const { settings, catalog } = subject;
  return {
    propose: async ({ text, offset }) => {
      const files = await fileProposals(subject, text, offset);
      if (files !== null) return files;
      const { from, to, items } = completeSql({ ...proposingInput(subject, text), offset, templateWords, settings });
      // What is written already is no proposal.
      if (items.length === 1 && items[0]?.insert === text.slice(from, to)) return [];
      return items.map((item, index) => proposalOf(item, { start: from, end: to }, index));
    },
    explain: ({ text, offset }) => {
      const input = proposingInput(subject, text);
      const hover = hoverSql({ ...input, offset });
      const builder = builderAt(subject, text, offset);
      if (hover === null && builder === null) return null;
      const built = builder === null ? [] : [plain(t("Built by task {{task}}.", { task: builder.task }))];
      const span = { start: hover?.start ?? builder?.start ?? offset, end: hover?.end ?? builder?.end ?? offset };
      return { text: [...(hover === null ? [] : [codeBlock(hover.title), ...hover.lines.map(plain)]), ...built].join("\n\n"), span };
    },
    define: ({ text, offset }) => {
      const builder = builderAt(subject, text, offset);
      if (builder !== null) return { go: () => subject.openTask(builder.task) };
      const found = definitionSql({ ...inputOf(subject, text), offset });
      if (found === null) return null;
      if (found.kind === "place") return { span: { start: found.start, end: found.end } };
      const table = catalog?.tables.find((one) => one.name === found.table && (found.schema === null || one.schema === found.schema));
      return table === undefined ? null : { go: () => subject.openTable(table.schema, table.name) };
    },
  };
}

/** The task that builds the table at a place; the text's own task is no answer. */
function builderAt(subject: SqlSubject, text: string, offset: number): { task: string; start: number; end: number } | null {
  const found = subject.home === null ? null : definitionSql({ ...inputOf(subject, text), offset });
  const task = found?.kind === "table" ? builderOf(subject, found.schema, found.table) : null;
  return found === null || task === null || task === subject.home?.taskId ? null : { task, start: found.start, end: found.end };
}

/** The order of the list is the ranking: the editor sorts by text. */
function proposalOf(item: CompletionItem, replace: { start: number; end: number }, index: number): Proposal {
  const { insert, cursor } = item;
  const text = cursor === undefined ? { insert } : { insert: `${escapeSnippet(insert.slice(0, cursor))}$0${escapeSnippet(insert.slice(cursor))}`, isSnippet: true };
  return { label: item.label, kind: kinds[item.kind], ...text, detail: item.detail, doc: plain(item.doc), replace, order: String(index).padStart(5, "0") };
}

const escapeSnippet = (text: string): string => text.replaceAll(/[\\$}]/g, String.raw`\$&`);
/** Names of others are no Markdown. */
const plain = (text: string): string => text.replaceAll(/[\\`*_{}[\]<>()#+!|-]/g, String.raw`\$&`);
const codeBlock = (text: string): string => `\`\`\`sql\n${text.replaceAll("```", "'''")}\n\`\`\``;
