import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { programKnowledge, pythonCalls } from "./program-words.ts";

const labels = async (language: "python" | "bash", text: string) => ((await programKnowledge(language, { params: ["day"], tasks: ["load"] }).propose?.({ text, offset: text.length, signal: AbortSignal.timeout(1000) })) ?? []).map(({ label }) => label);

it("knows the functions of the module as it ships", () => {
  const source = readFileSync(new URL("../../../../src-main/runner/python/dagwright/__init__.py", import.meta.url), "utf8");
  expect(pythonCalls.map(([name]) => name)).toEqual(JSON.parse(/__all__ = (\[.*\])/.exec(source)?.[1] ?? "[]"));
});

it("proposes them where they fit, variables in the shell, and template words in both", async () => {
  expect(await labels("python", "import dagwright\nrows = dagwright.wr")).toContain("write_rows");
  expect(await labels("python", "from dagwright import x")).toContain("xcom_pull");
  expect(await labels("python", "import ")).toEqual(["dagwright"]);
  expect(await labels("python", "x = other.")).toEqual([]);
  expect(await labels("bash", 'echo "$DAG')).toContain("DAGWRIGHT_RUN_ID");
  expect(await labels("bash", "echo {{ params.")).toEqual(["day"]);
  expect(await labels("python", "x = '{{ d")).toContain("ds");
});
