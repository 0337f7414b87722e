import { describe, expect, it } from "vitest";
import { readWorkspaceFile } from "./read-workspace-file.ts";

const read = (text: string) => readWorkspaceFile(text, "dagwright.json");
const said = (text: string): string[] => read(text).diagnostics.map((one) => `${one.line}:${one.column} ${one.code} ${one.message}`);

describe("the workspace file", () => {
  it("loses one connection to a mistake in it, and no other", () => {
    const { config, broken, diagnostics } = read(`{
  "connections": {
    "lake": { "kind": "duckdb", "file": "lake.duckdb" },
    "pg": { "kind": "postgres", "port": "5432", "database": "x", "user": "me" },
    "odd": { "kind": "postgress", "database": "x", "user": "me" }
  },
  "pools": { "db": 2, "none": 0 },
  "vars": { "region": "eu" }
}`);
    expect(config).toEqual({ settings: {}, connections: { lake: { kind: "duckdb", file: "lake.duckdb", read_only: false, production: false } }, vars: { region: "eu" }, secrets: {}, channels: {}, pools: { db: 2 }, retention: {}, history: {} });
    expect(diagnostics.map(({ file, line, column, field, severity }) => [`${file}:${line}:${column}`, field, severity])).toEqual([
      ["dagwright.json:4:41", "connections.pg.port", "error"],
      ["dagwright.json:5:22", "connections.odd.kind", "error"],
      ["dagwright.json:7:31", "pools.none", "error"],
    ]);
    expect([...broken].map(([name, one]) => [name, one.message])).toEqual([
      ["pg", '`connections.pg.port`: found the text "5432"; expected a whole number from 1 to 65535, without quotes.'],
      ["odd", '`connections.odd.kind`: found the text "postgress"; expected "duckdb" or "postgres" as its kind. Did you mean `postgres`?'],
    ]);
  });

  it.each([
    ["a trailing comma", '{\n  "name": "x",\n}', "2:14 config/syntax There is a comma before the closing `}`"],
    ["a missing comma", '{\n  "name": "x"\n  "vars": {}\n}', "3:3 config/syntax Found `\"`; expected a comma or `}`."],
    ["a comment", '{\n  // mine\n  "name": "x"\n}', "2:3 config/syntax JSON has no comments."],
    ["single quotes", "{ 'name': 1 }", "1:3 config/syntax JSON takes double quotes only."],
    ["a key without quotes", "{ name: 1 }", "1:3 config/syntax Found `name`; expected a key in double quotes."],
    ["a brace that is not closed", '{\n  "vars": { "a": 1\n', "2:11 config/syntax The `{` that opens here has no closing `}`."],
    ["a text that is not closed", '{\n  "name": "x\n}', '2:11 config/syntax The text that opens here has no closing double quote'],
    ["a Windows path", '{ "name": "C:\\data" }', "1:14 config/syntax `\\d` means nothing in a JSON text."],
    ["a Python constant", '{ "vars": { "a": True } }', "1:18 config/syntax Found `True`; expected a value:"],
    ["more behind the end", "{} {}", "1:4 config/syntax The file goes on"],
    ["an empty file", "", "1:1 config/syntax Found the end of the file; expected a value:"],
    ["a list", "[1]", "1:1 config/invalid-value Found a list; expected an object"],
    ["a slip in a top key", '{ "conections": {} }', "1:3 config/unknown-key The key `conections` is not known here; it is kept and not used. Did you mean `connections`?"],
    ["a slip in a key of a connection", '{ "connections": { "c": { "kind": "duckdb", "file": "a", "fiel": "b" } } }', "1:58 config/unknown-key `connections.c.fiel` is not known there; known are kind, file, read_only, color, label, production. Did you mean `file`?"],
    ["a retention in no unit", '{ "retention": { "max_age": "30" } }', '1:29 config/invalid-value `retention.max_age`: found the text "30"; expected a duration of at least an hour such as "30d"'],
    ["a slip in a key of retention", '{ "retention": { "max_run": 5 } }', "1:18 config/unknown-key `retention.max_run` is not known there; known are max_age, max_runs, automatic, event_keys, archive. Did you mean `max_runs`?"],
    ["a history in no unit", '{ "history": { "compact_after": 7 } }', '1:33 config/invalid-value `history.compact_after`: found the number 7; expected a duration of at least an hour such as "7d" or "12h", or "never"'],
    ["a slip in a key of history", '{ "history": { "compact": "7d" } }', "1:16 config/unknown-key `history.compact` is not known there; known are compact_after."],
    ["a retention of nothing", '{ "retention": 5 }', "1:16 config/invalid-value `retention`: found the number 5; expected an object such as"],
    ["what is missing", '{ "connections": { "c": { "kind": "postgres", "user": "me" } } }', "1:20 config/missing-key `connections.c.database` is missing; expected the name of the database"],
    ["a connection that is a text", '{ "connections": { "c": "postgres://me:secret@x" } }', '1:25 config/invalid-value `connections.c`: found a text; expected "duckdb" or "postgres" as its kind.'],
    ["connections in a list", '{ "connections": [] }', "1:18 config/invalid-value `connections`: found a list; expected an object of names"],
    ["a setting of another type", '{ "settings": { "parallelism": "8" } }', '1:32 config/invalid-value `settings.parallelism`: found the text "8"; expected a whole number from 1 to 256, without quotes.'],
    ["a setting that is the person's own", '{ "settings": { "theme": "dark" } }', "1:17 config/unknown-key `settings.theme` cannot be set for a workspace"],
    ["a key twice", '{ "vars": { "a": 1, "a": 2 } }', "1:21 config/duplicate-key `vars.a` stands twice; the last one counts."],
    ["a colour that is none of ours", '{ "connections": { "c": { "kind": "duckdb", "file": "a", "color": "#ff0000", "label": "PROD" } } }', '`connections.c.color`: found the text "#ff0000"; expected one of red, orange, yellow'],
    ["a label that fills the bar", `{ "connections": { "c": { "kind": "duckdb", "file": "a", "label": "${"x".repeat(21)}" } } }`, "expected a short word such as PROD, 20 characters at most"],
    ["a secret that is a text", '{ "secrets": { "token": "hunter2" } }', '1:25 config/invalid-value `secrets.token`: found a text; expected {"env": "NAME"}'],
  ])("names %s, with its place", (_what, text, words) => {
    expect(said(text)).toEqual([expect.stringContaining(words)]);
  });

  it("never shows a password", () => {
    const text = '{ "connections": { "c": { "kind": "postgres", "database": "d", "user": "u", "password": 4711 } } }';
    expect(said(text)).toEqual(['1:89 config/invalid-value `connections.c.password`: found a number; expected {"env": "NAME"}, the environment variable that holds it.']);
  });

  it("takes a byte order mark, own keys and a schema for an editor", () => {
    expect(read('\uFEFF{ "$schema": "x", "x-mine": 1, "name": "n" }')).toMatchObject({ config: { name: "n" }, diagnostics: [], isReadable: true });
  });
});
