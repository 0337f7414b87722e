/** What the SQL language knows about a text, in the editor's words: proposals, hovers, places and marks. Pure. */
import type { ConnectionInfo } from "../../../shared/contract/warehouse.ts";
import { completeSql } from "../../../shared/sql/complete.ts";
import { diagnoseSql } from "../../../shared/sql/diagnose.ts";
import { definitionSql, hoverSql } from "../../../shared/sql/hover.ts";
import type { CompletionItem, CompletionKind, SqlCatalog, SqlDialect, SqlInput } from "../../../shared/sql/language.ts";
import type { EditorMark, Proposal, ProposalKind, TextKnowledge } from "../../editor/editor-parts.ts";

export interface SqlSubject {
  readonly dialect: SqlDialect;
  readonly catalog: SqlCatalog | null;
  readonly openTable: (schema: string, table: string) => void;
}

const settings = { quoting: "auto", keywordCase: "preserve" } as const;
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

export function dialectOf(connection: ConnectionInfo | undefined): SqlDialect {
  return connection?.kind === "postgres" ? "postgres" : "duckdb";
}

export function sqlKnowledge({ dialect, catalog, openTable }: SqlSubject): TextKnowledge {
  const inputOf = (text: string): SqlInput => ({ text, dialect, catalog });
  return {
    propose: ({ text, offset }) => {
      const { from, to, items } = completeSql({ ...inputOf(text), offset, templateWords: [], settings });
      // What is written already is no proposal.
      if (items.length === 1 && items[0]?.insert === text.slice(from, to)) return [];
      return items.map((item, index) => proposalOf(item, { start: from, end: to }, index));
    },
    explain: ({ text, offset }) => {
      const hover = hoverSql({ ...inputOf(text), offset });
      return hover === null ? null : { text: [codeBlock(hover.title), ...hover.lines.map(plain)].join("\n\n"), span: { start: hover.start, end: hover.end } };
    },
    define: ({ text, offset }) => {
      const found = definitionSql({ ...inputOf(text), offset });
      if (found === null) return null;
      if (found.kind === "place") return { span: { start: found.start, end: found.end } };
      const table = catalog?.tables.find((one) => one.name === found.table && (found.schema === null || one.schema === found.schema));
      return table === undefined ? null : { go: () => openTable(table.schema, table.name) };
    },
  };
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

export function sqlMarks(text: string, dialect: SqlDialect, catalog: SqlCatalog | null): EditorMark[] {
  return diagnoseSql({ text, dialect, catalog }).map(({ code, severity, message, start, end }) => ({ code, severity, message, span: { start, end } }));
}
