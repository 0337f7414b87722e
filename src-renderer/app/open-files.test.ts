// @vitest-environment happy-dom
import { notifications, notificationsStore } from "@mantine/notifications";
import { beforeEach, describe, expect, it } from "vitest";
import { testRpc } from "../rpc/test-rpc.tsx";
import { openFile } from "./open-files.ts";

const dag = (dagId: string) => ({ dagId, file: `${dagId}.dag.yaml` });

/** Answers one after the other, as an engine that is just starting. */
function engineThatSays(...answers: readonly (object | Error)[]) {
  const left = [...answers];
  return testRpc({
    "dags.list": () => {
      const next = left.shift();
      if (next === undefined || next instanceof Error) throw next ?? new Error("asked too often");
      return next;
    },
  }).client;
}

const lost = (): Error => Object.assign(new Error("The port is closed."), { name: "AbortError" });

beforeEach(() => {
  window.location.hash = "#/";
  notifications.clean();
});

describe("a file that was named to the program", () => {
  it("is opened also when the first wire to the engine is lost, and the workspace is still being looked through", async () => {
    await openFile("far.dag.yaml", engineThatSays(lost(), lost(), { dags: [dag("near")], scan: { done: 1, all: 9 } }, { dags: [dag("near"), dag("far")], scan: { done: 2, all: 9 } }));
    expect(window.location.hash).toBe("#/dags/far");
  });

  it("leads to the list where it holds no DAG", async () => {
    await openFile("none.dag.yaml", engineThatSays({ dags: [dag("near")], scan: null }));
    expect(window.location.hash).toBe("#/dags");
  });

  it("that cannot be opened says why", async () => {
    await openFile("far.dag.yaml", engineThatSays(new Error("the disk is on fire")));
    expect(window.location.hash).toBe("#/");
    expect(notificationsStore.getState().notifications).toMatchObject([{ title: "far.dag.yaml was not opened", message: "the disk is on fire" }]);
  });
});
