import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "playwright/test";
import { cancelRun, expectNode, expectRunState, failingCheck, openDag, runDag, runWithParams, sampleToRows, untrustedCannotRun } from "./journeys.ts";
import { cancelledIsNoFailure, detailDags, earlierTry, nextRunMoves, sampleDetails, waitingEnds } from "./journeys-details.ts";
import { editedDag, editorHelps, editorKeepsBytes, editorLetsGo } from "./editing.ts";
import { visit } from "./visit-desktop.ts";
import { slowDag, smallWorkspace, starterWorkspace } from "./workspaces.ts";

/** These go with all that is fetched ahead, as most people do. */
const ahead = { savesData: false };

test("a person runs the sample and looks at log and rows", () => visit(starterWorkspace(), sampleToRows, ahead));
test("a failing check blocks its downstream and shows the failing rows", () => visit(starterWorkspace(), failingCheck));
test("a run with params is checked at the field", () => visit(starterWorkspace(), runWithParams));
test("a run is cancelled", () => visit(smallWorkspace(slowDag), cancelRun));
test("an untrusted workspace cannot run", () => visit(smallWorkspace(slowDag), untrustedCannotRun, { trusted: false }));

test("an earlier try is spoken of as what it was", () => visit(smallWorkspace(detailDags), earlierTry));
test("the next run of a schedule moves on", () => visit(smallWorkspace(detailDags), nextRunMoves));
test("a cancelled run is not among the failures", () => visit(smallWorkspace(detailDags), cancelledIsNoFailure));
test("waiting for slow rows can be stopped", () => visit(smallWorkspace(detailDags), waitingEnds));
test("rows, fields and rings are where they belong", () => visit(starterWorkspace(), sampleDetails, ahead));

test("the editor knows the file that one writes", () => visit(smallWorkspace(editedDag), editorHelps, ahead));
test("the editor changes what is typed and nothing else", async () => {
  const workspace = smallWorkspace(editedDag);
  await visit(workspace, (page) => editorKeepsBytes(page, workspace.path));
});
test("the editor holds nobody by the keyboard", () => visit(smallWorkspace(editedDag), editorLetsGo));

test("an engine that is killed in mid-run comes back and the run goes on before the eyes", async () => {
  const workspace = smallWorkspace(slowDag);
  await visit(workspace, async (page) => {
    await openDag(page, "slow");
    await runDag(page);
    await expectNode(page, "first", "running");
    const before = enginePid(workspace.path);
    process.kill(before, "SIGKILL");
    await expectRunState(page, "slow", "Success");
    await expectNode(page, "first", "success");
    await expectNode(page, "third", "success");
    expect(enginePid(workspace.path)).not.toBe(before);
  });
});

function enginePid(workspace: string): number {
  return (JSON.parse(readFileSync(join(workspace, ".dagwright", "engine.json"), "utf8")) as { pid: number }).pid;
}
