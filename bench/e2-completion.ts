/** E2: a list of SQL completions beside a catalogue of 10,000 columns, key by key, beside a filter of the full list of names. */
import { completeSql } from "../shared/sql/complete.ts";
import { functionsOf } from "../shared/sql/functions.ts";
import type { SqlCatalog } from "../shared/sql/language.ts";
import { type Figure, figure, quantile, type Workload } from "./harness.ts";

const tableCount = 500;
const columnsEach = 20;
const rounds = 20;
const goalMs = 100;

export const completion: Workload = { id: "E2", title: "SQL completion with a 10,000-column catalogue, key by key", run: async () => measure() };

function makeCatalog(): SqlCatalog {
  const words = ["member", "claim", "amount", "date", "status", "code", "plan", "region", "score", "flag"];
  const column = (table: number, at: number): string => `${words[at % words.length] ?? ""}_${words[(table + at) % words.length] ?? ""}_${at}`;
  const tables = Array.from({ length: tableCount }, (_, table) => ({
    schema: `schema_${table % 10}`, name: `${words[table % words.length] ?? ""}_table_${table}`, kind: "table" as const, rowCount: 1000,
    columns: Array.from({ length: columnsEach }, (_, at) => ({ name: column(table, at), type: "varchar", nullable: true })),
  }));
  return { tables };
}

/** What a person types, letter by letter, at `|`. */
const typed: readonly (readonly [before: string, letters: string, after: string])[] = [
  ["select ", "claim_am", ""],
  ["select * from ", "member_ta", ""],
  ["select * from schema_3.", "code_ta", ""],
  ["select m.", "plan_", " from schema_0.member_table_0 m join schema_1.claim_table_1 c on m.member_member_0 = c.member_claim_0"],
  ["with a as (select * from schema_0.member_table_0) select ", "amount", " from a join schema_2.amount_table_2 b on true"],
  ["select 1 from schema_0.member_table_0 m join schema_1.claim_table_1 c on ", "m.me", ""],
  ["select * from schema_0.member_table_0 where ", "stat", " and {{ params.x }} = 1"],
];

function* keys(): Generator<{ readonly text: string; readonly offset: number; readonly letters: string }> {
  for (const [before, letters, after] of typed) {
    for (let count = 0; count <= letters.length; count++) yield { text: before + letters.slice(0, count) + after, offset: before.length + count, letters: letters.slice(0, count) };
  }
}

function timed(work: () => unknown): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

function measure(): Figure[] {
  const catalog = makeCatalog();
  const settings = { quoting: "auto", keywordCase: "preserve" } as const;
  const ask = (text: string, offset: number) => completeSql({ text, offset, dialect: "duckdb", catalog, searchPath: ["schema_0"], templateWords: [], settings });
  const firstMs = timed(() => ask("select * from ", 14));
  const names = [...catalog.tables.flatMap(({ schema, name, columns }) => [schema, name, ...columns.map((column) => column.name)]), ...functionsOf.duckdb.keys()];
  const filter = (letters: string) => names.filter((name) => name.toLowerCase().includes(letters)).toSorted((one, other) => one.localeCompare(other)).map((label) => ({ label, insertText: label }));
  const ours: number[] = [];
  const peer: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const { text, offset, letters } of keys()) {
      ours.push(timed(() => ask(text, offset)));
      peer.push(timed(() => filter(letters)));
    }
  }
  const name = "filter and sort of every name, whatever the place";
  const at = (metric: string, share: number): Figure =>
    figure({ id: "E2", metric, ours: quantile(ours, share), peer: { name, value: quantile(peer, share) }, goal: `≤ ${goalMs} ms`, met: quantile(ours, share) <= goalMs, samples: ours.length });
  const first = figure({ id: "E2", metric: "first list, index of the catalogue made, ms", ours: firstMs, peer: { name, value: timed(() => filter("")) }, goal: `≤ ${goalMs} ms`, met: firstMs <= goalMs, samples: 1 });
  return [at("list of completions p50, ms", 0.5), at("list of completions p95, ms", 0.95), first];
}
