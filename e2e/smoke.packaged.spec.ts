/** What a person gets who installs the package: it starts without a clone around it, runs the sample, and its back doors are closed. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "playwright/test";
import { sampleToRows } from "./journeys.ts";
import { launchPackaged } from "./launch-packaged.ts";
import { starterWorkspace } from "./workspaces.ts";

test("the packaged program runs the sample, on the Node and the engine that it brings", async () => {
  const workspace = starterWorkspace();
  const packaged = await launchPackaged(workspace.path);
  try {
    await sampleToRows(packaged.page);
    const { pid } = JSON.parse(readFileSync(join(workspace.path, ".dagwright", "engine.json"), "utf8")) as { pid: number };
    const line = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    expect(line).toContain(join(packaged.program, "..", "resources"));
    expect(line).toContain("app.asar.unpacked");
    // It was asked for an inspector, too.
    expect(packaged.errors()).not.toContain("Debugger listening");
  } finally {
    await packaged.close();
    workspace.remove();
  }
});

test("it is no Node for others, whatever is asked of it", () => {
  const program = process.env["DAGWRIGHT_PACKAGED"] ?? "";
  const { stdout } = spawnSync(program, ["-e", "console.log('ran as node')", "--version"], { env: { ELECTRON_RUN_AS_NODE: "1", PATH: "/usr/bin:/bin" }, encoding: "utf8", timeout: 10_000 });
  expect(stdout ?? "").not.toContain("ran as node");
});
