// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it } from "vitest";
import { Around, testRpc } from "../../rpc/test-rpc.tsx";
import { QueueEvents } from "./queue-events.tsx";

afterEach(cleanup);

it("shows all events again when the last of those set aside was taken after all", async () => {
  const event = (id: number, name: string, runId: string | null) => ({ id, name, at: id, heardAt: null, startedAt: null, runId, reason: runId === null ? "torn" : null });
  const events = [event(2, "late.json", null), event(1, "good.json", "r1")];
  const rpc = testRpc({ "queues.events": ({ setAside }: { setAside?: boolean }) => ({ events: events.filter(({ runId }) => setAside !== true || runId === null), more: false }) });
  const shown = (setAside: number) => (
    <Around rpc={rpc}>
      <QueueEvents dagId="d" taken={2 - setAside} setAside={setAside} />
    </Around>
  );
  const { rerender } = render(shown(1));
  await screen.findByText("good.json");
  await userEvent.click(screen.getByText("Set aside (1)"));
  await expect.poll(() => screen.queryByText("good.json")).toBeNull();
  events[0] = event(2, "late.json", "r2");
  await rpc.cache.invalidateQueries();
  rerender(shown(0));
  await screen.findByText("good.json");
  expect(screen.getAllByRole("listitem")).toHaveLength(2);
  expect(screen.queryByText("Set aside (1)")).toBeNull();
});
