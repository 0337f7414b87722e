/** A Python task forked from the warm interpreter must be what a cold start would have been. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ExitRecord } from "../ports/runner.ts";
import { listProcesses } from "./process-table.ts";
import { isAlive, openFixture, processesMarked, until, type Fixture } from "./runner-fixture.ts";

const python = execFileSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).trim();
let fixture: Fixture;
let count = 0;
beforeAll(async () => void (fixture = await openFixture()));
afterAll(() => fixture.dispose());

async function run(source: string, warm: boolean, more: { args?: string[]; env?: Record<string, string>; script?: string } = {}): Promise<{ record: ExitRecord; log: string }> {
  const id = `p${count++}`;
  const script = path.join(fixture.folder, more.script ?? "task.py");
  writeFileSync(script, source);
  const record = await fixture.run(id, { kind: "python", interpreter: python, script, args: more.args ?? [], warm }, { env: more.env ?? {} });
  return { record, log: fixture.log(id) };
}

const outcome = ({ record, log }: { record: ExitRecord; log: string }): object => ({ exitCode: record.exitCode, signal: record.signal, startError: record.startError, log: log.replaceAll(/0x[0-9a-f]+/g, "0x") });

describe("a warm Python task", () => {
  it.each<[string, string, string]>([
    ["success", "print('hello')", "hello\n"],
    ["exit code 1", "raise SystemExit(1)", ""],
    ["exit code 3", "import sys; sys.exit(3)", ""],
    ["exit code beyond a byte", "import sys; sys.exit(256 + 7)", ""],
    ["exit with a message", "import sys; print('out'); sys.exit('went wrong')", "out\nwent wrong\n"],
    ["os._exit", "import os; print('lost'); os._exit(9)", ""],
    ["traceback", "def f():\n    return 1 / 0\nf()\n", "ZeroDivisionError"],
    ["chained traceback", "try:\n    {}['a']\nexcept KeyError as e:\n    raise ValueError('b') from e\n", "direct cause"],
    ["syntax error", "x = (1,\ny = 2\n", "SyntaxError"],
    ["own signal", "import os, signal; os.kill(os.getpid(), signal.SIGTERM)", ""],
    ["keyboard interrupt", "raise KeyboardInterrupt", "KeyboardInterrupt"],
    ["names of the main module", "print(__name__, __file__.endswith('task.py'), __package__, __spec__, __doc__, sorted(n for n in globals() if n not in ('__annotations__',)))", "__main__"],
    ["arguments and path", "import sys, os; print(sys.argv[1:], os.path.basename(sys.argv[0]), sys.path[0] == os.path.dirname(os.path.abspath(__file__)), sys.path[1:])", "['x', 'y z']"],
    ["folder and environment", "import os; print(os.getcwd(), os.environ['COLOUR'], sorted(k for k in os.environ if 'SLOT' not in k and 'COOKIE' not in k))", "blue"],
    ["own session", "import os; print(os.getsid(0) == os.getpid(), os.getpgid(0) == os.getpid())", "True True"],
    ["closed input", "import sys; print(repr(sys.stdin.read()))", "''"],
    ["exit handlers", "import atexit; atexit.register(print, 'bye'); print('hi')", "hi\nbye\n"],
    ["a file left open", "f = open('left.txt', 'w'); f.write('kept')", ""],
    ["a destructor", "class A:\n    def __del__(self): print('destroyed')\na = A()\n", "destroyed\n"],
    ["a thread that outlives main", "import threading, time\ndef late():\n    time.sleep(0.2); print('late')\nthreading.Thread(target=late).start()\nprint('main')\n", "main\nlate\n"],
    ["pickling of a class of main", "import pickle\nclass A: pass\nprint(type(pickle.loads(pickle.dumps(A()))).__module__)", "__main__\n"],
    ["child processes", "import subprocess; print(subprocess.run(['sh', '-c', 'echo $COLOUR'], capture_output=True, text=True).stdout)", "blue"],
    ["a process pool", "from concurrent.futures import ProcessPoolExecutor\nif __name__ == '__main__':\n    with ProcessPoolExecutor(2) as p: print(list(p.map(abs, [-1, 2])))\n", "[1, 2]\n"],
    ["order of the two streams", "import sys\nfor i in range(3):\n    print('o', i, flush=True); print('e', i, file=sys.stderr)\n", "o 0\ne 0\no 1"],
    ["a failing excepthook", "import sys\ndef hook(*a): raise TypeError('no')\nsys.excepthook = hook\nraise ValueError('x')\n", "Error in sys.excepthook"],
    ["signal handlers", "import signal; print(signal.getsignal(signal.SIGCHLD), signal.getsignal(signal.SIGINT) is signal.default_int_handler, signal.getsignal(signal.SIGHUP))", "0 True 0"],
    ["descriptors", "import os; print(sorted(int(n) for n in os.listdir('/proc/self/fd'))[:3])", "[0, 1, 2]"],
  ])("equals a cold one: %s", async (_, source, sign) => {
    const more = { args: ["x", "y z"], env: { COLOUR: "blue", PYTHONPATH: fixture.runner.pythonSupport } };
    const cold = await run(source, false, more);
    const warm = await run(source, true, more);
    expect(outcome(warm)).toEqual(outcome(cold));
    expect(warm.log).toContain(sign);
    if (source.includes("left.txt")) expect(readFileSync(path.join(fixture.folder, "left.txt"), "utf8")).toBe("kept");
    expect(warm.record.peakRssBytes).toBeGreaterThan(1_000_000);
  });

  it("imports from the script's folder, also what hides a module of the library", async () => {
    mkdirSync(path.join(fixture.folder, "own/pkg"), { recursive: true });
    writeFileSync(path.join(fixture.folder, "own/json.py"), "who = 'mine'\n");
    writeFileSync(path.join(fixture.folder, "own/pkg/__init__.py"), "from .part import value\n");
    writeFileSync(path.join(fixture.folder, "own/pkg/part.py"), "value = 42\n");
    for (const warm of [true, false]) expect((await run("import json, pkg; print(json.who, pkg.value)", warm, { script: "own/task.py" })).log).toBe("mine 42\n");
  });

  it("hands values and rows over through the dagwright module", async () => {
    const files = { DAGWRIGHT_CONTEXT: "context.json", DAGWRIGHT_XCOM_OUT: "xcom.jsonl", DAGWRIGHT_OUTPUT: "rows.jsonl" };
    const env = Object.fromEntries(Object.entries(files).map(([name, file]) => [name, path.join(fixture.folder, file)]));
    writeFileSync(path.join(fixture.folder, "context.json"), JSON.stringify({ ds: "2026-01-02", xcoms: { before: { return_value: [1], other: "é" } } }));
    const source = `import datetime, dagwright as d
d.xcom_push("n", {"a": 1}); d.xcom_push("m", "é")
print(d.context()["ds"], d.xcom_pull("before"), d.xcom_pull("before", "other"), d.xcom_pull("nobody"))
print(d.write_rows({"i": i, "day": datetime.date(2026, 1, i), "gap": float("nan")} for i in (1, 2)))`;
    const { log, record } = await run(source, true, { env: { ...env, PYTHONPATH: fixture.runner.pythonSupport } });
    expect({ log, code: record.exitCode }).toEqual({ log: "2026-01-02 [1] é None\n2\n", code: 0 });
    expect(readFileSync(path.join(fixture.folder, "xcom.jsonl"), "utf8")).toBe('{"key": "n", "value": {"a": 1}}\n{"key": "m", "value": "é"}\n');
    expect(readFileSync(path.join(fixture.folder, "rows.jsonl"), "utf8").split("\n")[1]).toBe('{"i": 2, "day": "2026-01-02", "gap": null}');
  });

  it("writes rows of every usual kind, adds up calls, and takes back what a failed call had begun", async () => {
    const output = path.join(fixture.folder, "kinds.jsonl");
    const source = `import datetime, decimal, uuid, dagwright as d
class NaTType(datetime.datetime): pass
class int64:
    def __init__(self, value): self.value = value
    def tolist(self): return self.value
class Frame:
    columns = ["k"]
    def to_dict(self, how): return [{"k": how}]
class Polar:
    def iter_rows(self, named): return iter([{"k": named}])
print(d.write_rows([{"inf": float("inf"), "gap": NaTType(2020, 1, 1), "n": int64(7), "nan": int64(float("nan")), "m": decimal.Decimal("1.10"), "nodec": decimal.Decimal("NaN")}]))
print(d.write_rows([{"id": uuid.UUID(int=1), "at": datetime.datetime(2020, 1, 2, 3), "list": [1, None]}]), d.write_rows(Frame()), d.write_rows(Polar()))
for wrong in ([{"a": 1}, {"b": 2, "c": object}], [("a", 1)], {"a": 1}, [{"a": [float("nan")]}], iter([{"a": 1}, 5])):
    try: d.write_rows(wrong)
    except (TypeError, ValueError) as error: print(type(error).__name__, error)
print(d.write_rows([{"last": "é"}]))`;
    const { log } = await run(source, true, { env: { DAGWRIGHT_OUTPUT: output, PYTHONPATH: fixture.runner.pythonSupport } });
    expect(log.split("\n")).toEqual([
      "1",
      "1 1 1",
      "TypeError write_rows: row 2, column c: type <class 'object'> cannot be written as JSON; convert it to a number, text, boolean, list, dict or None.",
      "TypeError write_rows: row 1 is tuple ('a', 1); expected a dict of column names and values.",
      "TypeError write_rows: found one dict; expected a list or another iterable of them: write_rows([row]).",
      expect.stringMatching(/^ValueError write_rows: row 1, column a: Out of range float values are not JSON compliant/),
      "TypeError write_rows: row 2 is int 5; expected a dict of column names and values.",
      "1",
      "",
    ]);
    expect(readFileSync(output, "utf8").trimEnd().split("\n")).toEqual([
      '{"inf": "Infinity", "gap": null, "n": 7, "nan": null, "m": "1.10", "nodec": null}',
      '{"id": "00000000-0000-0000-0000-000000000001", "at": "2020-01-02T03:00:00", "list": [1, null]}',
      '{"k": "records"}',
      '{"k": true}',
      '{"last": "é"}',
    ]);
  });

  it("starts cold when a variable steers the interpreter's start", async () => {
    expect((await run("import sys; print(sys.flags.optimize)", true, { env: { PYTHONOPTIMIZE: "1" } })).log).toBe("1\n");
  });

  it("names an interpreter that is not there", async () => {
    const script = path.join(fixture.folder, "task.py");
    const record = await fixture.run("none", { kind: "python", interpreter: "/no/python", script, args: [], warm: true });
    expect(record).toMatchObject({ exitCode: null, startError: expect.stringContaining("/no/python") });
  });

  it("is found by its cookie when it forks twice without an exec", async () => {
    const source = `import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        open("daemon.pid", "w").write(str(os.getpid()))
        time.sleep(600)
    os._exit(0)
time.sleep(600)`;
    writeFileSync(path.join(fixture.folder, "task.py"), source);
    fixture.runner.start([fixture.spec("daemon", { kind: "python", interpreter: python, script: path.join(fixture.folder, "task.py"), args: [], warm: true })]);
    const pid = await until(() => Number(safeRead("daemon.pid")) || null, "the daemon");
    fixture.runner.stop("daemon", "cancelled");
    await fixture.exitOf("daemon");
    expect(isAlive(pid)).toBe(false);
  });

  it("is reported and ended when the warm interpreter is killed, and the next task runs", async () => {
    writeFileSync(path.join(fixture.folder, "task.py"), "import subprocess; subprocess.run(['sleep', '55123'])");
    fixture.runner.start([fixture.spec("victim", { kind: "python", interpreter: python, script: path.join(fixture.folder, "task.py"), args: [], warm: true })]);
    await until(() => processesMarked("55123").length > 0, "the task");
    const victim = await until(() => fixture.signals.flatMap((signal) => (signal.kind === "started" && signal.attemptId === "victim" ? [signal.pid] : []))[0], "word of its start");
    process.kill(parentOf(victim), "SIGKILL");
    expect(await fixture.exitOf("victim")).toMatchObject({ exitCode: null, startError: expect.stringContaining("was killed") });
    await until(() => processesMarked("55123").length === 0, "its end");
    expect((await run("print('again')", true)).log).toBe("again\n");
  });

  it("runs once, also when the fork that was made ahead for it has been killed", async () => {
    const ledger = path.join(fixture.folder, "ledger");
    const say = `import os; open(${JSON.stringify(ledger)}, "a").write("%d %d\\n" % (os.getpid(), os.getppid()))`;
    await run(say, true);
    const [first = 0, zygote = 0] = readFileSync(ledger, "utf8").trim().split(" ").map(Number);
    const spare = await until(() => listProcesses().find((row) => !row.dead && row.pid !== first && row.parent === zygote)?.pid, "the fork made ahead");
    process.kill(spare, "SIGKILL");
    await until(() => !isAlive(spare), "its end");
    expect((await run(say, true)).record.exitCode).toBe(0);
    const lines = readFileSync(ledger, "utf8").trim().split("\n");
    expect(lines.length).toBe(2);
    expect(lines[1]).toMatch(new RegExp(` ${zygote}$`));
    expect(lines[1]).not.toMatch(new RegExp(`^${spare} `));
  });
});

function parentOf(pid: number): number {
  return Number(/PPid:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
}

function safeRead(name: string): string {
  try {
    return readFileSync(path.join(fixture.folder, name), "utf8");
  } catch {
    return "";
  }
}
