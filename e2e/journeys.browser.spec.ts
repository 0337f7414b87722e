import { expect, test } from "playwright/test";
import { cancelRun, expectNode, expectRunState, failingCheck, openDag, runDag, runWithParams, sampleToRows, untrustedCannotRun } from "./journeys.ts";
import { cancelledIsNoFailure, detailDags, earlierTry, nextRunMoves, sampleDetails, waitingEnds } from "./journeys-details.ts";
import { editedDag, editorHelps, editorKeepsBytes, editorLetsGo } from "./editing.ts";
import { visit } from "./visit-browser.ts";
import { slowDag, smallWorkspace, starterWorkspace } from "./workspaces.ts";

test("a person runs the sample and looks at log and rows", () => visit(starterWorkspace(), (page) => sampleToRows(page)));
test("a failing check blocks its downstream and shows the failing rows", () => visit(starterWorkspace(), (page) => failingCheck(page)));
test("a run with params is checked at the field", () => visit(starterWorkspace(), (page) => runWithParams(page)));
test("a run is cancelled", () => visit(smallWorkspace(slowDag), (page) => cancelRun(page)));
test("an untrusted workspace cannot run", () => visit(smallWorkspace(slowDag), (page) => untrustedCannotRun(page), { trusted: false }));
test("the first page comes in few files", () =>
  visit(starterWorkspace(), async (page) => {
    await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
    expect(await page.evaluate(() => performance.getEntriesByType("resource").length)).toBeLessThan(60);
  }));

test("an earlier try is spoken of as what it was", () => visit(smallWorkspace(detailDags), (page) => earlierTry(page)));
test("the next run of a schedule moves on", () => visit(smallWorkspace(detailDags), (page) => nextRunMoves(page)));
test("a cancelled run is not among the failures", () => visit(smallWorkspace(detailDags), (page) => cancelledIsNoFailure(page)));
test("waiting for slow rows can be stopped", () => visit(smallWorkspace(detailDags), (page) => waitingEnds(page)));
test("rows, fields and rings are where they belong", () => visit(starterWorkspace(), (page) => sampleDetails(page)));

test("the editor knows the file that one writes", () => visit(smallWorkspace(editedDag), (page) => editorHelps(page)));
test("the editor changes what is typed and nothing else", async () => {
  const workspace = smallWorkspace(editedDag);
  await visit(workspace, (page) => editorKeepsBytes(page, workspace.path));
});
test("the editor holds nobody by the keyboard", () => visit(smallWorkspace(editedDag), (page) => editorLetsGo(page)));

test("the page comes back by itself when the network does, and shows what happened meanwhile", () =>
  visit(smallWorkspace(slowDag), async (page) => {
    await openDag(page, "slow");
    await runDag(page);
    await expectNode(page, "first", "running");
    await page.context().setOffline(true);
    await page.waitForTimeout(500);
    await page.context().setOffline(false);
    await expectRunState(page, "slow", "Success");
    await expectNode(page, "third", "success");
  }));

test("an open page goes on by itself when the service was killed and started again, and the run with it", () =>
  visit(smallWorkspace(slowDag), async (page, _workspace, { restart }) => {
    await openDag(page, "slow");
    await runDag(page);
    await expectNode(page, "first", "running");
    await page.evaluate(() => Reflect.set(globalThis, "isThisPage", true));
    await restart();
    await expectRunState(page, "slow", "Success");
    await expectNode(page, "third", "success");
    await runDag(page);
    await expectNode(page, "first", "running");
    expect(await page.evaluate(() => Reflect.get(globalThis, "isThisPage"))).toBe(true);
    await test.step("it may also be loaded anew", async () => {
      await page.reload();
      await expectRunState(page, "slow", "Success");
    });
  }));

test("after a sign-out an open page says what to do, and a new link brings it back", () =>
  visit(smallWorkspace(slowDag), async (page, _workspace, { restart, newLink }) => {
    await openDag(page, "slow");
    await restart(["--sign-out"]);
    await expect(page.getByRole("status").filter({ hasText: "session of this page has ended" })).toBeVisible();
    const other = await page.context().newPage();
    await other.goto(await newLink());
    await expect(page.getByRole("status").filter({ hasText: "session of this page has ended" })).toHaveCount(0);
    await runDag(page);
    await expectNode(page, "first", "running");
  }));

test("the link opens the app once, and nothing is served without it", () =>
  visit(smallWorkspace(slowDag), async (_page, _workspace, { browser, address }) => {
    const stranger = await browser.newContext();
    const reply = await stranger.request.get(`${address}/`);
    expect(reply.status()).toBe(401);
    await stranger.close();
  }));
