/** The thing that the name at an offset stands for: what hover and go-to-definition have in common. */
import type { TableEntry } from "./catalog-index.ts";
import { findColumns, type FoundColumn, type Reading, queryAt, shapeAt, sourcesMeant, tableMeant, visibleQueries } from "./scope.ts";
import { type Cte, type NamePart, type Query, queriesIn, type Source, type StatementShape, type TableTarget } from "./structure.ts";
import { wordOf } from "./tokens.ts";

export type SqlSymbol = { readonly start: number; readonly end: number } & (
  | { readonly kind: "table"; readonly path: readonly NamePart[]; readonly entry: TableEntry | null }
  | { readonly kind: "cte"; readonly cte: Cte; readonly query: Query }
  | { readonly kind: "made"; readonly target: TableTarget }
  | { readonly kind: "source"; readonly source: Source; readonly query: Query }
  | { readonly kind: "column"; readonly found: readonly FoundColumn[] }
  | { readonly kind: "function"; readonly name: string }
);

const covers = ({ start, end }: { readonly start: number; readonly end: number }, offset: number): boolean => start <= offset && offset <= end;

export function symbolAt(reading: Reading, offset: number): SqlSymbol | null {
  const statement = shapeAt(reading, offset);
  if (statement === null) return null;
  return functionAt(reading, offset) ?? referenceAt(reading, statement, offset) ?? tableAt(reading, statement, offset) ?? targetAt(reading, statement, offset);
}

function functionAt({ tokens }: Reading, offset: number): SqlSymbol | null {
  const at = tokens.findIndex((token) => token.kind === "word" && covers(token, offset));
  const token = tokens[at];
  const next = tokens[at + 1];
  return token === undefined || next?.text !== "(" ? null : { kind: "function", name: wordOf(token).toLowerCase(), start: token.start, end: token.end };
}

function tableAt(reading: Reading, statement: StatementShape, offset: number): SqlSymbol | null {
  for (const query of queriesIn(statement.query)) {
    for (const source of query.sources) {
      const [first, last] = [source.path[0], source.path.at(-1)];
      if (source.alias !== null && covers(source.alias, offset)) return { kind: "source", source, query, start: source.alias.start, end: source.alias.end };
      if (source.kind !== "table" || first === undefined || last === undefined || !covers({ start: first.start, end: last.end }, offset)) continue;
      return tableSymbol(reading, query, source.path);
    }
    const cte = query.ctes.find(({ name }) => covers(name, offset));
    if (cte !== undefined) return { kind: "cte", cte, query, start: cte.name.start, end: cte.name.end };
  }
  return null;
}

function tableSymbol(reading: Reading, query: Query, path: readonly NamePart[]): SqlSymbol {
  const place = { start: path[0]?.start ?? 0, end: path.at(-1)?.end ?? 0 };
  const meaning = tableMeant(reading, query, path);
  if (meaning.kind === "cte") return { kind: "cte", cte: meaning.cte, query, ...place };
  if (meaning.kind === "made") return { kind: "made", target: meaning.target, ...place };
  return { kind: "table", path, entry: meaning.kind === "table" ? meaning.entry : null, ...place };
}

function targetAt(reading: Reading, { targets, mentions, query }: StatementShape, offset: number): SqlSymbol | null {
  const path = [...targets.map((target) => target.path), ...mentions].find((one) => one.length > 0 && covers({ start: one[0]?.start ?? 0, end: one.at(-1)?.end ?? 0 }, offset));
  return path === undefined ? null : tableSymbol(reading, query, path);
}

function referenceAt(reading: Reading, statement: StatementShape, offset: number): SqlSymbol | null {
  const here = queryAt(statement, offset);
  for (const query of [here, ...queriesIn(statement.query)]) {
    const ref = query.refs.find(({ path }) => path.some((part) => covers(part, offset)));
    if (ref === undefined) continue;
    const at = ref.path.findLastIndex((part) => covers(part, offset));
    const part = ref.path[at];
    if (part === undefined) return null;
    return meaningOf(reading, query, ref.path.slice(0, at + 1), part);
  }
  return null;
}

function meaningOf(reading: Reading, query: Query, path: readonly NamePart[], part: NamePart): SqlSymbol | null {
  const place = { start: part.start, end: part.end };
  const found = findColumns(reading, query, path);
  if (found.length > 0) return { kind: "column", found, ...place };
  for (const one of visibleQueries(query)) {
    const [source] = sourcesMeant(reading, one, path);
    if (source !== undefined) return { kind: "source", source, query: one, ...place };
  }
  return null;
}
