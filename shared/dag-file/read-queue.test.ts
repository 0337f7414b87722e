import { describe, expect, it } from "vitest";
import { parseDag } from "./parse-dag.ts";

const read = (queue: string, head = "") => parseDag(`dag: d\n${head}queue: ${queue}\ntasks:\n  t: { config_type: EmptyTask }\n`, { file: "d.dag.yaml" });
const wrong = (queue: string, head = ""): string[] => read(queue, head).diagnostics.map(({ code, line, message }) => `${code} ${line} ${message}`);

describe("the queue of a DAG in its file", () => {
  it("names one place", () => {
    const table = { table: "crm.signup", connection: "crm", id: "id", event: null, mark: "dagwright_run", notify: null };
    expect(read("{ table: crm.signup, connection: crm }").dag?.queue).toEqual(table);
    const other = read("{ table: signup, id: key, event: said, mark: fate, notify: news }", "connection: crm\n");
    expect(other.dag?.queue).toEqual({ table: "signup", connection: "crm", id: "key", event: "said", mark: "fate", notify: "news" });
    expect(read("{ table: signup, connection: crm }").connections).toMatchObject([{ name: "crm", field: "queue.connection" }]);
    expect([read("{ folder: in }", "base_path: guests\n").dag?.queue, read("{ http: true }").dag?.queue]).toEqual([{ folder: "guests/in" }, { http: true }]);
    expect(read("{ http: true, key: '{{ conf.order_id }}' }").dag?.queue).toEqual({ http: true, key: "{{ conf.order_id }}" });
    expect([wrong("{ folder: in }"), wrong("{ http: true }"), wrong("{ http: true, key: '{{ conf[\"order id\"] }}-{{ 1 }}' }")]).toEqual([[], [], []]);
  });

  it("says what is wrong, and where", () => {
    expect(wrong("{}")).toEqual([expect.stringMatching(/^dag\/missing-key 2 `queue`: says not where events come from; expected one of `folder`, `http` and `table`/)]);
    expect(wrong("{ folder: in, http: true }")).toEqual([expect.stringMatching(/^dag\/conflict 2 `queue.http`: stands beside `folder`/)]);
    expect(wrong("{ http: false }")).toEqual([expect.stringMatching(/^dag\/invalid-value 2 .*`queue\.http`.*expected true/)]);
    expect(wrong("{ folder: ../out }")).toEqual([expect.stringMatching(/^dag\/outside-workspace 2 `queue\.folder`/)]);
    expect(wrong("{ folder: . }")).toEqual([expect.stringMatching(/^dag\/invalid-value 2 `queue\.folder`: found the workspace itself/)]);
    expect(wrong("{ foldr: in }")).toEqual(expect.arrayContaining([expect.stringMatching(/^dag\/unknown-key 2 .*Did you mean `folder`/)]));
    expect(wrong("{ http: true, notify: news }")).toEqual([expect.stringMatching(/^dag\/conflict 2 `queue.notify`: is of a queue with a `table`/)]);
    expect(wrong("{ table: signup }")).toEqual([expect.stringMatching(/^dag\/missing-key 2 `queue.table`: says not which database/)]);
    expect(wrong("{ table: a.b.c, connection: crm }")).toEqual([expect.stringMatching(/^dag\/invalid-value 2 `queue.table`: found "a.b.c"; expected the name of a table/)]);
    expect(wrong("{ table: t, connection: crm, event: said, mark: said }")).toEqual([expect.stringMatching(/^dag\/conflict 2 `queue.mark`: column "said" is the `event` too/)]);
    expect(wrong(`{ table: t, connection: crm, notify: ${"n".repeat(64)} }`)).toEqual([expect.stringMatching(/^dag\/invalid-value 2 `queue.notify`: .*1 to 63 characters/)]);
    expect(wrong("{ folder: in, key: '{{ conf.id }}' }")).toEqual([expect.stringMatching(/^dag\/conflict 2 `queue.key`: is of a queue over `http`, and this one has a `folder`/)]);
    for (const constant of ["order_id", "'{{ ds }}'", "conf.id", "'{{ 1 }} conf.id'"]) expect(wrong(`{ http: true, key: ${constant} }`)).toEqual([expect.stringMatching(/^dag\/invalid-value 2 `queue.key`: found .*, which is the same for every event/)]);
    expect(wrong("inbox")).toEqual([expect.stringMatching(/^dag\/invalid-value 2 .*expected a mapping such as/)]);
  });
});
