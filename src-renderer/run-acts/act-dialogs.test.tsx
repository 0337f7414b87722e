// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { Notifications, notifications } from "@mantine/notifications";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ActAsk, ActPlan, ActStep } from "../../shared/contract/acts.ts";
import { Around, held, testRpc, type Answers } from "../rpc/test-rpc.tsx";
import { ActDialogs } from "./act-dialogs.tsx";
import { runCommand } from "../app/command-handlers.ts";
import { askAct, closeAct, rememberAct, useActStore } from "./act-store.ts";

// Fetched when it is first shown: how long that takes is not what is looked at here.
beforeAll(() => import("./tasks-dialog.tsx"));
beforeEach(() => useActStore.setState(useActStore.getInitialState(), true));
afterEach(() => {
  act(() => notifications.clean());
  cleanup();
});

const run = { dagId: "d", runId: "r" };
const planOf = (taskIds: readonly string[]): ActPlan => ({ stamp: taskIds.join(), runs: [{ ...run, state: "failed", logicalDate: null, tasks: taskIds.map((taskId) => ({ taskId, state: "failed", tryNumber: 1 })), busy: [], follows: [] }], tasks: taskIds.length, refused: [], cut: null });
async function* told(...steps: (ActStep | Promise<ActStep>)[]): AsyncGenerator<ActStep> {
  for (const step of steps) yield await step;
}

function open(answers: Answers): void {
  const rpc = testRpc({ "acts.plan": (ask: ActAsk) => planOf(ask.downstream === true ? ["load", "report", "mail"] : ["load"]), "acts.notes": () => ({ notes: [] }), ...answers });
  render(
    <Around rpc={rpc}>
      <Notifications />
      <ActDialogs />
    </Around>,
  );
  act(() => askAct({ kind: "tasks", act: "clear", targets: [{ ...run, taskIds: ["load"] }] }));
}

describe("an act whose list is another by now", () => {
  it("goes by the list of what is asked for afterwards", async () => {
    open({ "acts.perform": () => told({ kind: "changed", plan: planOf(["load", "late"]) }) });
    fireEvent.click(await screen.findByRole("button", { name: "Clear 1 task" }));
    expect(await screen.findByText(/The tasks changed while this was open/)).toBeDefined();
    expect(await screen.findByRole("button", { name: "Clear 2 tasks" })).toBeDefined();
    fireEvent.click(screen.getByRole("button", { name: "Downstream" }));
    expect(await screen.findByRole("button", { name: "Clear 3 tasks" })).toBeDefined();
    expect(screen.queryByText(/The tasks changed while this was open/)).toBeNull();
  });
});

describe("a clear of a run that today's file defines otherwise", () => {
  it("says that it runs as it was, and what takes today's file", async () => {
    open({ "acts.plan": () => ({ ...planOf(["load"]), earlier: 1 }) });
    expect(await screen.findByText(/Cleared tasks run as they were defined then; Run again/)).toBeDefined();
  });

  it("says of how many of several", async () => {
    open({ "acts.plan": () => ({ ...planOf(["load"]), runs: [...planOf(["load"]).runs, ...planOf(["load"]).runs.map((one) => ({ ...one, runId: "s" }))], earlier: 2 }) });
    expect(await screen.findByText(/the tasks of 2 of these runs otherwise/)).toBeDefined();
  });

  it("is silent where nothing changed", async () => {
    open({});
    await screen.findByRole("button", { name: "Clear 1 task" });
    expect(screen.queryByText(/defined then/)).toBeNull();
  });
});

describe("an act that is asked for by Enter in its reason", () => {
  it("is done once, with the reason, and not while a text is composed", async () => {
    const asked: unknown[] = [];
    const done = held<ActStep>();
    open({ "acts.perform": (ask: unknown) => (asked.push(ask), told(done.answer)) });
    await screen.findByRole("button", { name: "Clear 1 task" });
    const reason = screen.getByRole("textbox", { name: "Reason" });
    fireEvent.change(reason, { target: { value: "late data" } });
    fireEvent.keyDown(reason, { key: "Enter", isComposing: true });
    expect(asked).toEqual([]);
    for (let times = 0; times < 2; times++) fireEvent.keyDown(reason, { key: "Enter" });
    await act(async () => done.give({ kind: "done", runs: 1, tasks: 1, failures: [], entry: 7 }));
    expect(await screen.findByText("Cleared 1 task; it runs again")).toBeDefined();
    expect(asked).toEqual([expect.objectContaining({ act: "clear", reason: "late data" })]);
  });
});

describe("an act whose dialog was closed while it went on", () => {
  it("closes no other dialog when it is done", async () => {
    const done = held<ActStep>();
    open({ "acts.perform": () => told(done.answer) });
    fireEvent.click(await screen.findByRole("button", { name: "Clear 1 task" }));
    fireEvent.keyDown(screen.getByRole("dialog"), { key: "Escape" });
    act(() => askAct({ kind: "note", run, taskId: null }));
    fireEvent.change(await screen.findByRole("textbox", { name: "Note" }), { target: { value: "half a sentence" } });
    await act(async () => done.give({ kind: "done", runs: 1, tasks: 1, failures: [], entry: 7 }));
    expect(await screen.findByText("Cleared 1 task; it runs again")).toBeDefined();
    expect(screen.getByDisplayValue("half a sentence")).toBeDefined();
  });

  it("still says which runs refused", async () => {
    const done = held<ActStep>();
    open({ "acts.perform": () => told(done.answer) });
    fireEvent.click(await screen.findByRole("button", { name: "Clear 1 task" }));
    act(() => closeAct());
    await act(async () => done.give({ kind: "done", runs: 0, tasks: 0, failures: [{ ...run, why: "its tasks changed" }], entry: null }));
    expect(await screen.findByText(/its tasks changed/)).toBeDefined();
  });

  it("still says why it failed as a whole", async () => {
    const done = held<ActStep>();
    open({ "acts.perform": () => told(done.answer) });
    fireEvent.click(await screen.findByRole("button", { name: "Clear 1 task" }));
    act(() => closeAct());
    await act(async () => done.refuse(new Error("the disk is full")));
    expect(await screen.findByText(/the disk is full/)).toBeDefined();
  });
});

describe("undo by key", () => {
  const undoKey = (): void => void act(() => void runCommand("run.undo"));

  it("means the act that is under way, once it is answered, and never one before it", async () => {
    act(() => rememberAct(3, () => {}));
    const done = held<ActStep>();
    const undone: unknown[] = [];
    open({ "acts.perform": () => told(done.answer), "acts.undo": (input: unknown) => (undone.push(input), { undone: 1, failures: [] }) });
    fireEvent.click(await screen.findByRole("button", { name: "Clear 1 task" }));
    act(() => closeAct());
    for (let times = 0; times < 2; times++) undoKey();
    await act(() => new Promise((resolve) => setTimeout(resolve, 20)));
    expect(undone).toEqual([]);
    await act(async () => done.give({ kind: "done", runs: 1, tasks: 1, failures: [], entry: 7 }));
    await screen.findByText("Undone");
    expect(undone).toEqual([{ entry: 7 }]);
  });

  it("takes nothing else back when that act is refused", async () => {
    act(() => rememberAct(3, () => {}));
    const done = held<ActStep>();
    const undone: unknown[] = [];
    open({ "acts.perform": () => told(done.answer), "acts.undo": (input: unknown) => (undone.push(input), { undone: 1, failures: [] }) });
    fireEvent.click(await screen.findByRole("button", { name: "Clear 1 task" }));
    act(() => closeAct());
    undoKey();
    await act(async () => done.refuse(new Error("the disk is full")));
    expect(await screen.findByText(/the disk is full/)).toBeDefined();
    expect(undone).toEqual([]);
  });
});
