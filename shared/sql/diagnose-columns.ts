/** Columns that no source in sight has, that more than one has, and qualifiers that name no source. */
import { suggestion } from "../dag-file/did-you-mean.ts";
import { partKey, storedKey } from "./dialect.ts";
import type { SqlDiagnostic } from "./language.ts";
import { columnsOfSource, findColumns, type FoundColumn, hasOutput, type Reading, sourceKey, sourcesMeant, visibleQueries } from "./scope.ts";
import { type ColumnRef, queriesIn, type NamePart, type Query, type Source, type StatementShape } from "./structure.ts";
import { softWords } from "./words.ts";

export function diagnoseColumns(reading: Reading, statement: StatementShape): SqlDiagnostic[] {
  return [...queriesIn(statement.query)].flatMap((query) => {
    if (isHidden(query)) return [];
    return query.refs.flatMap((ref) => judge(reading, query, ref) ?? []);
  });
}

function isHidden(query: Query): boolean {
  for (let here: Query | null = query; here !== null; here = here.parent) if (here.isHidden) return true;
  return false;
}

interface Visible {
  readonly query: Query;
  readonly source: Source;
}

function visibleSources(query: Query): Visible[] {
  return [...visibleQueries(query)].flatMap((one) => one.sources.map((source) => ({ query: one, source })));
}

function judge(reading: Reading, query: Query, ref: ColumnRef): SqlDiagnostic | null {
  if (ref.isSoft || (ref.clause === "order" && query.isAfterSetOperation)) return null;
  const sources = ref.clause === "target" ? query.sources.slice(0, 1).map((source) => ({ query, source })) : visibleSources(query);
  if (sources.length === 0) return null;
  return ref.path.length === 1 ? judgePlain(reading, query, ref, sources) : judgeQualified(reading, ref, sources);
}

function judgePlain(reading: Reading, query: Query, ref: ColumnRef, sources: readonly Visible[]): SqlDiagnostic | null {
  const [part] = ref.path;
  const key = part === undefined ? null : partKey(part, reading.dialect);
  if (part === undefined || key === null || mayBeOutput(reading, query, ref, key)) return null;
  const found = findColumns(reading, query, ref.path);
  if (found.length > 1) return judgeAmbiguous(reading, ref, part, found);
  if (found.length === 1) return null;
  // A whole row is meant by the name of its source.
  if (sources.some(({ source }) => sourceKey(source, reading.dialect) === key)) return null;
  const relations = sources.map((one) => columnsOfSource(reading, one.query, one.source));
  if (relations.some(({ isOpen }) => isOpen)) return null;
  const names = relations.flatMap(({ columns }) => columns.map(({ name }) => name));
  return { code: "sql/unknown-column", severity: "warning", message: `Column \`${part.name}\` is in none of the tables here.${suggestion(part.name ?? "", names)}`, start: part.start, end: part.end };
}

/** DuckDB lets every clause use the names that SELECT gives; PostgreSQL only ORDER BY and GROUP BY. */
function mayBeOutput({ dialect }: Reading, query: Query, { clause }: ColumnRef, key: string): boolean {
  return (dialect === "duckdb" || clause === "order" || clause === "group") && hasOutput(query, key, dialect);
}

function judgeAmbiguous(reading: Reading, ref: ColumnRef, part: NamePart, found: readonly FoundColumn[]): SqlDiagnostic | null {
  const key = partKey(part, reading.dialect);
  if (ref.clause === "target") return null;
  const joined = found.filter(({ query, source }) => !source.join.isSemi && (ref.sourceCount === null || query.sources.indexOf(source) < ref.sourceCount));
  const isMerged = joined.some(({ query }) => query.sources.some(({ join }) => join.isNatural || join.using.some((one) => partKey(one, reading.dialect) === key)));
  if (joined.length < 2 || isMerged || joined.some(({ source }) => sourceKey(source, reading.dialect) === null)) return null;
  const choices = joined.slice(0, 3).map(({ source }) => `\`${(source.alias ?? source.path.at(-1))?.name ?? ""}.${part.name}\``);
  return { code: "sql/ambiguous-column", severity: "warning", message: `Column \`${part.name}\` is in more than one table here; write ${choices.join(" or ")}.`, start: part.start, end: part.end };
}

function judgeQualified(reading: Reading, ref: ColumnRef, sources: readonly Visible[]): SqlDiagnostic | null {
  const [first, second, third] = ref.path;
  if (first?.name == null || second === undefined || softWords.has(first.name.toUpperCase())) return null;
  const own = sources.filter(({ query, source }) => sourcesMeant(reading, query, [first]).includes(source));
  if (own.length > 0) return judgeColumnOf(reading, own, first, second);
  if (third !== undefined && sources.some(({ query, source }) => sourcesMeant(reading, query, [first, second]).includes(source))) return null;
  // `column.field`, or the name of a source that only a template knows.
  const relations = sources.map((one) => columnsOfSource(reading, one.query, one.source));
  const key = partKey(first, reading.dialect);
  if (relations.some(({ isOpen, columns }) => isOpen || columns.some(({ name }) => storedKey(name, reading.dialect) === key))) return null;
  if (ref.path.length > 2) return null;
  const names = sources.flatMap(({ source }) => (source.alias ?? source.path.at(-1))?.name ?? []);
  return { code: "sql/unknown-alias", severity: "warning", message: `No table here is called \`${first.name}\`.${suggestion(first.name, names)}`, start: first.start, end: first.end };
}

function judgeColumnOf(reading: Reading, own: readonly Visible[], qualifier: NamePart, part: NamePart): SqlDiagnostic | null {
  const key = partKey(part, reading.dialect);
  const relations = own.map((one) => columnsOfSource(reading, one.query, one.source));
  if (key === null || relations.some(({ isOpen }) => isOpen)) return null;
  const columns = relations.flatMap((relation) => relation.columns);
  if (columns.some(({ name }) => storedKey(name, reading.dialect) === key) || softWords.has((part.name ?? "").toUpperCase())) return null;
  // The name of a column may be that of a source as well: then this is a field of it.
  if (columns.some(({ name }) => storedKey(name, reading.dialect) === partKey(qualifier, reading.dialect))) return null;
  const hint = suggestion(part.name ?? "", columns.map(({ name }) => name));
  return { code: "sql/unknown-column", severity: "warning", message: `\`${qualifier.name}\` has no column \`${part.name}\`.${hint}`, start: part.start, end: part.end };
}
