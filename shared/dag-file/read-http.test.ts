import { describe, expect, it } from "vitest";
import { parseDag } from "./parse-dag.ts";

const parse = (fields: string) => parseDag(`dag: d\ntasks:\n  call:\n    config_type: HttpTask\n${fields.replaceAll(/^/gm, "    ")}`, { file: "d.dag.yaml" });
const problems = (fields: string): string[] => parse(fields).diagnostics.map(({ line, code, message }) => `${line} ${code} ${message}`);

describe("an HttpTask", () => {
  it("has defaults of its own, and says how often it may be asked after a crash by its method", () => {
    expect(parse("url: https://example.org").dag?.tasks[0]).toMatchObject({ kind: "HttpTask", timeoutMs: 300_000, onCrash: "rerun", request: { method: "GET", url: "https://example.org", headers: {}, query: {}, body: null, expectedStatus: ["2xx"], responseCheck: null, maxRedirects: 5 } });
    expect(parse("url: https://example.org\nmethod: POST").dag?.tasks[0]).toMatchObject({ onCrash: "interrupt" });
    expect(parse("url: https://example.org\nmethod: PUT\non_crash: rerun\ntimeout: 2s").dag?.tasks[0]).toMatchObject({ onCrash: "rerun", timeoutMs: 2_000 });
  });

  it("takes what is written as it is written", () => {
    const { dag, diagnostics } = parse("url: '{{ var.base }}/x'\nmethod: PUT\nheaders: { X-N: '012', Authorization: 'Bearer {{ secret.t }}' }\nquery: { a: '1.50' }\njson: { n: 1, list: [true, null, 'x {{ ds }}'] }\nexpected_status: [200, 3xx]\nresponse_check: '{{ true }}'\nmax_redirects: 0");
    expect(diagnostics).toEqual([]);
    expect(dag?.tasks[0]).toMatchObject({ request: { headers: { "X-N": "012", Authorization: "Bearer {{ secret.t }}" }, query: { a: "1.50" }, body: { kind: "json", value: { n: 1, list: [true, null, "x {{ ds }}"] } }, expectedStatus: ["200", "3xx"], maxRedirects: 0 } });
  });

  it.each([
    ["url: ftp://example.org", "5 dag/invalid-value `tasks.call.url`: found an address with the scheme ftp; expected http:// or https://."],
    ["url: example.org/x", '5 dag/invalid-value `tasks.call.url`: found the text "example.org/x"; expected an address that begins with http:// or https://.'],
    ["url: https://ada:geheim@example.org", "5 dag/plain-secret `tasks.call.url` holds a password as plain text."],
    ["method: GET", "3 dag/missing-key `tasks.call.url` is missing"],
    ["url: https://example.org\nmethod: get", "Did you mean `GET`?"],
    ["url: https://example.org\nheaders: { authorization: Bearer abc }", "6 dag/plain-secret `tasks.call.headers.authorization` holds a secret as plain text."],
    ["url: https://example.org\nheaders: { 'X y': a }", "is no name of a header"],
    ["url: https://example.org\nheaders: { Host: a }", "is set by Dagwright itself"],
    ["url: https://example.org\nbody: a\njson: {}", "7 dag/conflict `tasks.call.json` stands beside `body`"],
    ["url: https://example.org\nexpected_status: [200, 99]", "expected status codes such as 200, or classes such as 2xx"],
    ["url: https://example.org\nmax_redirects: 21", "expected a whole number from 0 to 20"],
    ["url: https://example.org\nexpect_status: 200", "Did you mean `expected_status`?"],
    ["url: https://example.org\nsql: select 1", "It belongs to SqlTask."],
  ])("complains of %j", (fields, words) => expect(problems(fields).join("\n")).toContain(words));

  it("may have templates wherever a secret would stand, and ports where a password would", () => {
    expect(problems("url: 'https://{{ var.user }}:{{ secret.p }}@example.org'")).toEqual([]);
    expect(problems("url: 'http://localhost:8080/a@b:c'")).toEqual([]);
  });
});
