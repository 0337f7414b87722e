// @vitest-environment happy-dom
import { act, cleanup, renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, expect, it } from "vitest";
import { defaultChoices } from "../../../shared/contract/capsules.ts";
import { browserHost } from "../../app/host.ts";
import { HostProvider } from "../../app/host-context.tsx";
import { Around, testRpc } from "../../rpc/test-rpc.tsx";
import { useExportCapsule } from "./use-export-capsule.ts";

afterEach(cleanup);

it("says why when it cannot be asked where the file is to go", async () => {
  const host = { ...browserHost(), chooseExport: () => Promise.reject(new Error("no dialog can be shown")) };
  const wrapper = ({ children }: { children: ReactNode }) => (
    <HostProvider host={host}>
      <Around rpc={testRpc({})}>{children}</Around>
    </HostProvider>
  );
  const { result } = renderHook(() => useExportCapsule(), { wrapper });
  await act(() => result.current.start({ dagId: "d", runId: "r", choices: defaultChoices }, "d.dagwright-run").catch(() => undefined));
  expect(result.current.failure?.message).toBe("no dialog can be shown");
});
