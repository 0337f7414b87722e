// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it } from "vitest";
import { openPanel } from "./test-form.tsx";

afterEach(cleanup);

const text = `dag: t
# kept
defaults: { retries: 2, retry_delay: 5s }
tasks:
  extract: { config_type: BashTask, bash: 'echo {{ ds }}' } # first
  load:
    config_type: SqlTask
    sql: select 1 # the rows
    ddl: create table load (id int)
    deps: [extract]
    env:
      A: "1"
    checks:
      - unique: id # key
  last: { config_type: EmptyTask, deps: [load] }
`;

const field = (name: string): HTMLElement => screen.getByRole("group", { name });
const box = (name: string): HTMLElement => screen.getByRole("textbox", { name });

describe("the properties of a task", () => {
  it("are typed into the text as one entry a field, named as the history calls it", async () => {
    const { text: document, source } = await openPanel(text, ["load"]);
    const retries = box("Retries");
    expect(retries.getAttribute("placeholder")).toBe("From this DAG's defaults: 2");
    await userEvent.type(retries, "3");
    await waitFor(() => expect(source()).toContain("retries: 3"));
    await userEvent.type(retries, "{End}4");
    await userEvent.tab();
    expect(source()).toContain("    retries: 34\n");
    expect(document.entries()).toEqual(["Set retries of load"]);
    expect(source().replace("    retries: 34\n", "")).toBe(text);
  });

  it("write the table from the columns of the query as one entry, and say what the database says", async () => {
    const columns = [{ name: "id", type: "BIGINT" }, { name: "Order Date", type: "DATE" }];
    const asked: string[] = [];
    const { text: document, source } = await openPanel(text, ["load"], { onAskColumns: async (task) => (asked.push(task), { columns, dialect: "duckdb" }) });
    await userEvent.click(screen.getByRole("button", { name: "Write it from the query" }));
    await waitFor(() => expect(source()).toContain("Order Date"));
    expect([asked, document.entries()]).toEqual([["load"], ["Write ddl from the query of load"]]);
    expect(box("Table (DDL), text")).toHaveProperty("value", 'create table load (\n  id           BIGINT,\n  "Order Date" DATE\n)');
    cleanup();
    const other = await openPanel(text, ["load"], { onAskColumns: () => Promise.reject(new Error("no such column: nope")) });
    await userEvent.click(screen.getByRole("button", { name: "Write it from the query" }));
    await waitFor(() => expect(within(field("Table (DDL)")).getByRole("alert").textContent).toContain("no such column: nope"));
    expect([other.source(), other.text.entries()]).toEqual([text, []]);
    cleanup();
    const script = await openPanel(text.replace("config_type: SqlTask\n    sql: select 1 # the rows", "config_type: PythonTask\n    python: p.py"), ["load"], { onAskColumns: async () => ({ columns, dialect: "duckdb" }) });
    await userEvent.click(screen.getByRole("button", { name: "Write it from its rows" }));
    await waitFor(() => expect(script.text.entries()).toEqual(["Write ddl from the rows of load"]));
    cleanup();
    await openPanel(text, ["extract"], { onAskColumns: () => Promise.reject(new Error("never")) });
    expect(screen.queryByRole("button", { name: "Write it from the query" })).toBeNull();
  });

  it("begin a check with a column of the table, and propose the others", async () => {
    const columns = [{ name: "amount", type: "DECIMAL(9,2)" }, { name: "claim_id", type: "BIGINT" }, { name: "made", type: "TIMESTAMP" }];
    const others = { task: "other", connection: "warehouse", schema: "warehouse", table: "member", columns: [{ name: "member_id", type: "BIGINT" }] };
    const advice = { missing: [], superfluous: [], builds: [{ task: "load", connection: "warehouse", schema: "warehouse", table: "load", columns }, others], findings: [] };
    const { source } = await openPanel(text, ["load"], { advice });
    const add = screen.getByRole("combobox", { name: "Add to Checks" });
    await userEvent.selectOptions(add, "not_null");
    await userEvent.selectOptions(add, "freshness");
    await userEvent.selectOptions(add, "relationship");
    await waitFor(() => expect(source()).toContain("relationship"));
    expect(source()).toContain("      - {not_null: amount}\n      - {freshness: {column: made, max_age: '1d'}}\n      - {relationship: {column: claim_id, to: table, field: claim_id}}\n");
    const proposed = (name: string): string[] => [...((screen.getAllByRole("combobox", { name }).at(-1) as HTMLInputElement).list?.options ?? [])].map(({ value }) => value);
    expect([proposed("Column"), proposed("To"), proposed("Field")]).toEqual([["amount", "claim_id", "made"], ["member"], ["member_id"]]);
  });

  it("go back to what holds otherwise, and follow an undo", async () => {
    const { text: document, source } = await openPanel(text.replace("config_type: EmptyTask,", "config_type: EmptyTask, retries: 5,"), ["last"]);
    expect(box("Retries")).toHaveProperty("value", "5");
    await userEvent.click(screen.getByRole("button", { name: "Reset Retries" }));
    expect([source(), document.entries()]).toEqual([text, ["Reset retries of last"]]);
    expect(box("Retries")).toHaveProperty("value", "");
    act(() => document.undo());
    expect(box("Retries")).toHaveProperty("value", "5");
  });

  it("say at the field why a value is refused, and change nothing", async () => {
    const { source } = await openPanel(text, ["load"]);
    await userEvent.type(box("Retries"), "many");
    await userEvent.tab();
    expect(within(field("Retries")).getByRole("alert").textContent).toContain('Found the text "many"; expected a whole number, 0 or more');
    expect(box("Retries").getAttribute("aria-invalid")).toBe("true");
    expect([box("Retries"), source()]).toMatchObject([{ value: "many" }, text]);
    await userEvent.click(box("Retries"));
    await userEvent.keyboard("{Escape}");
    expect([box("Retries"), within(field("Retries")).queryByRole("alert")]).toMatchObject([{ value: "" }, null]);
  });

  it("take back what is typed and not written by undo, before any step of the history", async () => {
    const { source } = await openPanel(text, ["load"]);
    await userEvent.type(box("Retries"), "3{Control>}z{/Control}");
    await userEvent.tab();
    expect([box("Retries"), source()]).toMatchObject([{ value: "" }, text]);
  });

  it("keep a text of several lines on Escape, also when it was typed in one go", async () => {
    const { source } = await openPanel(text, ["load"]);
    await userEvent.type(box("SQL, text"), " as one{Escape}");
    expect([box("SQL, text"), source()]).toMatchObject([{ value: "select 1 as one" }, text.replace("select 1", "select 1 as one")]);
  });

  it("keep a refusal with the task that it was about", async () => {
    const { select } = await openPanel(text, ["load"]);
    await userEvent.type(box("Retries"), "many");
    await userEvent.tab();
    expect(within(field("Retries")).getByRole("alert")).toBeTruthy();
    select(["last"]);
    expect(within(field("Retries")).queryByRole("alert")).toBeNull();
  });

  it("show what is wrong in the file at its field", async () => {
    await openPanel(text.replace("deps: [extract]", "deps: [extrct]").replace("sql: select 1", "timeout: soon\n    sql: select 1"), ["load"]);
    expect(within(field("Runs after")).getByRole("alert").textContent).toContain("Did you mean extract?");
    expect(within(field("Timeout")).getByRole("alert").textContent).toContain("expected a duration");
    expect(within(field("Retries")).queryByRole("alert")).toBeNull();
  });

  it("show what other DAGs make of it at its field", async () => {
    const finding = { code: "dag/unknown-dag", severity: "warning" as const, message: "no DAG has the id", file: "d.dag.yaml", line: 3, column: 1, field: "tasks.load.retries" };
    await openPanel(text, ["load"], { advice: { missing: [], superfluous: [], builds: [], findings: [finding] } });
    expect(within(field("Retries")).getByRole("alert").textContent).toContain("no DAG has the id");
  });

  it("name keys that nobody knows, and put them right", async () => {
    const { source, text: document } = await openPanel(text.replace("sql: select 1", "retrys: 4 # n\n    mood: good\n    sql: select 1"), ["load"]);
    await userEvent.click(screen.getByRole("button", { name: "Rename to retries" }));
    await userEvent.click(screen.getByRole("button", { name: "Remove mood" }));
    expect(source()).toContain("retries: 4");
    expect(source()).not.toMatch(/retrys|mood/);
    expect(document.entries()).toEqual(["Rename retrys to retries of load", "Remove mood of load"]);
    expect(screen.queryByRole("region", { name: "Keys that are not known" })).toBeNull();
  });

  it("switch and choose with the keyboard", async () => {
    const { source } = await openPanel(text, ["last"]);
    screen.getByRole("switch", { name: "Enabled" }).focus();
    await userEvent.keyboard(" ");
    expect(source()).toContain("enabled: false");
    await userEvent.selectOptions(screen.getByRole("combobox", { name: "Trigger rule" }), "all_done");
    expect(source()).toContain("trigger_rule: all_done");
    await userEvent.selectOptions(screen.getByRole("combobox", { name: "Trigger rule" }), "Default: all_success");
    expect(source()).not.toContain("trigger_rule");
  });

  it("connect a task that was searched for, and refuse a circle by name", async () => {
    const { source, text: document } = await openPanel(text, ["extract"]);
    const search = screen.getByRole("combobox", { name: "Add to Runs after" });
    await userEvent.type(search, "las");
    await userEvent.click(await screen.findByText("last"));
    expect(within(field("Runs after")).getByRole("alert").textContent).toBe("That would close a circle: extract → load → last → extract.");
    expect(source()).toBe(text);
    cleanup();
    const other = await openPanel(text, ["last"]);
    await userEvent.type(screen.getByRole("combobox", { name: "Add to Runs after" }), "extr");
    await userEvent.click(await screen.findByText("extract"));
    expect(other.source()).toMatch(/deps: \[load, extract\]/);
    expect(screen.getByRole<HTMLInputElement>("combobox", { name: "Add to Runs after" }).value).toBe("");
    await userEvent.click(screen.getByRole("button", { name: "Remove load" }));
    expect(other.source()).toMatch(/deps: \[extract\]/);
    expect(other.text.entries()).toEqual(["Connect extract to last", "Disconnect load from last"]);
    expect(document.entries()).toEqual([]);
  });

  it("keep a program short or full, here or in a file that can be opened", async () => {
    const opened: string[] = [];
    const { source } = await openPanel(`base_path: sql/\n${text}`, ["load"], { onOpenFile: (path) => opened.push(path) });
    await userEvent.click(within(screen.getByRole("radiogroup", { name: "Where SQL stands" })).getByText("File"));
    await userEvent.type(box("SQL, path of the file"), "load.sql");
    await userEvent.tab();
    expect(source()).toContain("    sql: load.sql # the rows\n");
    await userEvent.click(screen.getByRole("button", { name: "Open file" }));
    expect(opened).toEqual(["sql/load.sql"]);
  });

  it("open the file of a check as a query, and a program in its editor", async () => {
    const opened: string[] = [];
    const file = "dag: d\nbase_path: sql/\ntasks:\n  load:\n    config_type: SqlTask\n    sql: load.sql\n    checks:\n      - { sql: rules/sum.sql }\n";
    await openPanel(file, ["load"], { onOpenFile: (path) => opened.push(path), onOpenCode: (field) => opened.push(field) });
    await userEvent.click(screen.getByRole("button", { name: "Open file" }));
    await userEvent.click(screen.getByRole("button", { name: "Open editor" }));
    expect(opened).toEqual(["sql/rules/sum.sql", "sql"]);
  });

  it("edit checks by the fields of their kind", async () => {
    const { source, text: document } = await openPanel(text, ["load"]);
    await userEvent.selectOptions(screen.getByRole("combobox", { name: "Add to Checks" }), "Row count");
    expect(source()).toMatch(/- unique: id # key\n {6}- \{row_count: \{min: 1\}\}\n/);
    const card = screen.getByRole("group", { name: "Check 2" });
    await userEvent.type(within(card).getByRole("textbox", { name: "Max" }), "9");
    await userEvent.tab();
    await userEvent.selectOptions(within(card).getByRole("combobox", { name: "Severity" }), "warn");
    expect(source()).toMatch(/max: 9[\s\S]*severity: warn/);
    await userEvent.click(screen.getByRole("button", { name: "Remove check 1" }));
    expect(source()).not.toContain("# key");
    expect(document.entries()).toEqual(["Add row_count check to load", "Set checks[1].row count.max of load", "Set checks[1].severity of load", "Remove check 1 of load"]);
  });

  it("edit names and values, and lists", async () => {
    const { source } = await openPanel(text, ["load"]);
    const env = within(field("Environment variables"));
    await userEvent.click(env.getByRole("button", { name: "Add to Environment variables" }));
    await userEvent.keyboard("B{Enter}");
    await userEvent.type(box("Environment variables B"), "two");
    await userEvent.tab();
    expect(source()).toMatch(/env:\n {6}A: "1"\n {6}B: ['"]?two['"]?\n/);
    await userEvent.click(env.getByRole("button", { name: "Remove A" }));
    expect(source()).not.toContain('A: "1"');
    await userEvent.click(within(screen.getByRole("group", { name: "Columns" })).getByRole("button", { name: "Add to Columns" }));
    await userEvent.keyboard("day");
    await userEvent.tab();
    expect(source()).toMatch(/unique: \[ ?id, day ?\] # key/);
  });

  it("pick the form of a value, and write it with its first field", async () => {
    const { source } = await openPanel(text, ["load"]);
    const form = screen.getByRole("combobox", { name: "Load" });
    await userEvent.selectOptions(form, "append");
    expect(source()).toContain("load: append");
    await userEvent.selectOptions(form, "merge");
    await userEvent.click(screen.getByRole("button", { name: "Add to Merge" }));
    await userEvent.keyboard("id");
    await userEvent.tab();
    expect(source()).toMatch(/load:\s+\{? ?merge:/);
    expect(source()).not.toContain("append");
  });

  it("stand still while the text is no YAML, with the last values", async () => {
    const { document, view } = await openPanel(text, ["load"]);
    act(() => document.text.change("x", [{ start: 0, end: 0, text: "a: [\n" }]));
    expect(screen.getByText(/is not YAML/)).toBeTruthy();
    expect(box("Environment variables A")).toMatchObject({ value: "1", disabled: true });
    view.unmount();
  });

  it("write what was typed when another task is chosen at once", async () => {
    const { source, select } = await openPanel(text, ["load"]);
    fireEvent.change(box("Retries"), { target: { value: "7" } });
    select(["last"]);
    expect(source()).toContain("retries: 7");
  });
});

describe("several tasks", () => {
  it("share what all of them have, and change it as one entry", async () => {
    const { source, text: document } = await openPanel(text.replace("config_type: EmptyTask,", "config_type: EmptyTask, retries: 5,"), ["extract", "last"]);
    expect([box("Retries").getAttribute("placeholder"), screen.queryByRole("group", { name: "Table (DDL)" })]).toEqual(["Mixed", null]);
    await userEvent.type(box("Retries"), "1{Enter}");
    expect([...source().matchAll(/retries: 1/g)]).toHaveLength(2);
    expect(document.entries()).toEqual(["Set retries of 2 tasks"]);
    act(() => document.undo());
    expect(source()).toContain("retries: 5");
  });
});

describe("the properties of the DAG", () => {
  it("stand there when nothing is selected: schedule, params, defaults", async () => {
    const { source, text: document } = await openPanel(text, []);
    const schedules = [...screen.getByRole<HTMLSelectElement>("combobox", { name: "Schedule" }).options].map(({ textContent }) => textContent);
    expect(schedules).toEqual(["Default: none", "Cron text or preset", "Cron text with a time zone", "Every so often", "At given times", "When assets were loaded", "None", "Several of these"]);
    await userEvent.selectOptions(screen.getByRole("combobox", { name: "Schedule" }), "Cron text or preset");
    await userEvent.type(box("Schedule"), "@daily");
    await userEvent.tab();
    expect(source()).toMatch(/schedule: ['"]@daily['"]/);
    await userEvent.click(screen.getByRole("button", { name: "Add to Params" }));
    await userEvent.keyboard("size{Enter}");
    await userEvent.type(box("Default"), "5");
    await userEvent.tab();
    expect(source()).toMatch(/params:\s+size: 5/);
    await userEvent.type(box("Minimum"), "1");
    await userEvent.tab();
    expect(source()).toMatch(/default: 5,?\s+minimum: 1/);
    await userEvent.clear(box("Retry delay"));
    await userEvent.tab();
    expect(source()).not.toContain("retry_delay");
    expect(document.entries()).toEqual(["Set schedule of the DAG", "Add size to params of the DAG", "Set params.size.default of the DAG", "Set params.size.minimum of the DAG", "Set defaults.retry delay of the DAG"]);
  });
});

describe("templates", () => {
  it("are shown for the text as it is, with the words that are not defined", async () => {
    const asked: unknown[] = [];
    await openPanel(text.replace("{{ ds }}", "{{ nope }}"), ["extract"], {
      renderDraft: (input) => {
        asked.push(input);
        return { fields: [{ field: "bash", file: null, text: null, error: 'Template line 1, column 9: "nope" is not defined.', place: { line: 1, column: 9, length: 4 } }], trouble: null };
      },
    });
    await userEvent.click(screen.getByRole("switch", { name: "Preview templates" }));
    fireEvent.change(screen.getByLabelText("Logical date"), { target: { value: "2026-01-31T00:00:00" } });
    const excerpt = await waitFor(() => within(field("Bash")).getByLabelText("Line 1 of bash"));
    expect([excerpt.textContent, excerpt.querySelector("mark")?.textContent]).toEqual(["echo {{ nope }}", "nope"]);
    await waitFor(() => expect(asked.at(-1)).toMatchObject({ path: "t.dag.yaml", taskId: "extract", logicalDate: Date.UTC(2026, 0, 31), text: expect.stringContaining("nope") as string }));
  });
});

describe("a problem elsewhere", () => {
  it("brings its field into sight with the focus", async () => {
    const { view } = await openPanel(text, ["load"], { reveal: { field: "checks[0].unique" } });
    expect(view.container.querySelector('[data-field="checks[0].unique"]')?.contains(document.activeElement)).toBe(true);
  });
});

describe("assets in the forms", () => {
  const waiting = "dag: t\nschedule: { assets: [claims.paid, claims.members] } # who waits\ntasks:\n  a: { config_type: BashTask, bash: x } # kept\n";
  const assetNames = ["claims.members", "claims.paid", "crm/sales.orders"];
  const offeredTo = (name: string): string[] => [...((screen.getByRole("combobox", { name }) as HTMLInputElement).list?.options ?? [])].map(({ value }) => value);

  it("are offered by name, and written as one step each, with what stands around them left alone", async () => {
    const { text: document, source } = await openPanel(waiting, [], { assetNames });
    await userEvent.click(screen.getByRole("button", { name: "Add to Assets" }));
    const added = screen.getByRole("combobox", { name: "Assets 3" });
    await waitFor(() => expect(offeredTo("Assets 3")).toEqual(assetNames));
    await userEvent.type(added, "orders");
    expect(offeredTo("Assets 3")).toEqual(["crm/sales.orders"]);
    await userEvent.clear(added);
    await userEvent.type(added, "crm/sales.orders");
    await userEvent.tab();
    await waitFor(() => expect(source()).toBe(waiting.replace("members]", "members, crm/sales.orders]")));
    await userEvent.selectOptions(screen.getByRole("combobox", { name: "How Assets are joined" }), "Any of them was loaded");
    await waitFor(() => expect(source()).toBe(waiting.replace("[claims.paid, claims.members]", "{any: [claims.paid, claims.members, crm/sales.orders]}")));
    await userEvent.selectOptions(screen.getByRole("combobox", { name: "How Assets are joined" }), "All of them were loaded");
    await userEvent.click(screen.getByRole("button", { name: "Remove Assets 3" }));
    await waitFor(() => expect(source()).toBe(waiting));
    expect(document.entries()).toEqual(["Set schedule.assets of the DAG", "Set schedule.assets of the DAG", "Set schedule.assets of the DAG", "Remove from schedule.assets of the DAG"]);
    act(() => document.undo());
    expect(screen.getByRole("combobox", { name: "Assets 3" })).toHaveProperty("value", "crm/sales.orders");
  });

  it("may hold a choice among others, made by one name and Enter, which writes it once", async () => {
    const { text: document, source } = await openPanel(waiting, [], { assetNames });
    await userEvent.click(screen.getByRole("button", { name: "Add a choice (any of)" }));
    await userEvent.type(screen.getByRole("combobox", { name: "Assets 3" }), "a.b{Enter}");
    await waitFor(() => expect(source()).toBe(waiting.replace("members]", "members, {any: [a.b]}]")));
    const choice = screen.getByRole("group", { name: "Assets 3" });
    expect(document.entries()).toHaveLength(1);
    expect(globalThis.document.activeElement).toBe(within(choice).getByRole("combobox", { name: "Assets 3 2" }));
    await userEvent.keyboard("c.d");
    await userEvent.tab();
    await waitFor(() => expect(source()).toBe(waiting.replace("members]", "members, {any: [a.b, c.d]}]")));
    await userEvent.click(screen.getByRole("button", { name: "Remove Assets 3" }));
    await waitFor(() => expect(source()).toBe(waiting));
  });

  it("say at the field what is wrong with a name, and what a task loads is a list of names", async () => {
    const { source, select } = await openPanel(waiting, [], { assetNames });
    await userEvent.type(screen.getByRole("combobox", { name: "Assets 1" }), " x");
    await userEvent.tab();
    await waitFor(() => expect(within(field("Assets")).getByRole("alert").textContent).toContain("has no blanks"));
    select(["a"]);
    await userEvent.click(screen.getByRole("button", { name: "Add to Outlets" }));
    await waitFor(() => expect(offeredTo("Outlets 1")).toEqual(assetNames));
    await userEvent.type(screen.getByRole("combobox", { name: "Outlets 1" }), "claims.paid");
    await userEvent.tab();
    await waitFor(() => expect(source()).toContain("outlets: [claims.paid] } # kept"));
  });

  it("go when they are emptied, as one step, and nothing is refused of what is gone", async () => {
    const { text: document, source } = await openPanel(waiting, [], { assetNames });
    await userEvent.clear(screen.getByRole("combobox", { name: "Assets 2" }));
    await userEvent.tab();
    await waitFor(() => expect(source()).toBe(waiting.replace(", claims.members", "")));
    expect([document.entries(), within(field("Assets")).queryByRole("alert")]).toEqual([["Set schedule.assets of the DAG"], null]);
  });

  it("become the schedule of a DAG that had another", async () => {
    const { source } = await openPanel(waiting.replace("{ assets: [claims.paid, claims.members] }", "'@daily'"), [], { assetNames });
    await userEvent.selectOptions(screen.getByRole("combobox", { name: "Schedule" }), "When assets were loaded");
    await userEvent.click(screen.getByRole("button", { name: "Add to Assets" }));
    await userEvent.type(screen.getByRole("combobox", { name: "Assets 1" }), "claims.paid");
    await userEvent.tab();
    await waitFor(() => expect(source()).toContain("schedule: {assets: [claims.paid]} # who waits"));
  });
});
