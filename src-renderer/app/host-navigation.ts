/** Follows links and opened files that reach the desktop. They only ever show a place. */
import { notifications } from "@mantine/notifications";
import { useEffect } from "react";
import type { HostNavigation } from "../../shared/contract/host.ts";
import type { EngineClient } from "../rpc/client.ts";
import { useEngineClient } from "../rpc/rpc-provider.tsx";
import { t } from "../strings/t.ts";
import { openFile } from "./open-files.ts";
import { useHost } from "./host-context.tsx";
import { navigate, type RunRoute } from "./route.ts";
import { openToStay } from "./use-halves.ts";

export function useHostNavigation(): void {
  const host = useHost();
  const client = useEngineClient();
  useEffect(() => {
    void host.takeNavigation().then((wanted) => (wanted === null ? undefined : follow(wanted, client)), () => undefined);
    return host.on("navigate", (wanted) => void follow(wanted, client));
  }, [host, client]);
}

async function follow(wanted: HostNavigation, client: EngineClient): Promise<void> {
  switch (wanted.to) {
    case "dag":
      return openToStay({ page: "dag", dagId: wanted.dagId });
    case "run": {
      const { to: _, ...place } = wanted;
      return openToStay({ page: "run", ...(Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined)) as Omit<RunRoute, "page">) });
    }
    case "runs":
      return navigate({ page: "runs", state: "failed" });
    case "find":
      return openToStay({ page: "find", text: wanted.text });
    case "file":
      return openFile(wanted.file, client);
    case "nowhere":
      return void notifications.show({ id: "link-refused", color: "red", title: t("The link was not followed"), message: t("It is none that Dagwright opens: {{reason}}.", { reason: wanted.reason }), autoClose: 12_000 });
  }
}
