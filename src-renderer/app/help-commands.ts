/** Help for who reports trouble: the logs, and a report of what is there with secrets taken out. */
import { notifications } from "@mantine/notifications";
import { withoutSecrets } from "../../shared/security/without-secrets.ts";
import { useSettings } from "../features/settings/use-settings.ts";
import { useEngineInfo } from "../rpc/engine-info.ts";
import { toFailure } from "../rpc/failure.ts";
import { t } from "../strings/t.ts";
import { useCommandHandlers } from "./command-handlers.ts";
import { diagnosticsText } from "./diagnostics-text.ts";
import { useHost } from "./host-context.tsx";

export function useHelpCommands(): void {
  const host = useHost();
  const info = useEngineInfo();
  const { state } = useSettings();
  const failed = (title: string) => (thrown: unknown) => void notifications.show({ color: "red", title, message: toFailure(thrown).message });
  const copy = async (): Promise<void> => {
    const [app, doctor] = await Promise.all([host.appInfo(), host.readDiagnostics()]);
    await host.copyText(withoutSecrets(diagnosticsText({ app, info, settings: state, doctor, userAgent: navigator.userAgent, at: new Date() })));
    notifications.show({ title: t("Diagnostics are on the clipboard"), message: t("Passwords, tokens and your own folder were taken out. Read it before you send it.") });
  };
  useCommandHandlers({
    "help.diagnostics": () => void copy().catch(failed(t("The diagnostics could not be copied"))),
    "help.logs": () => void host.revealLogs().catch(failed(t("The logs could not be shown"))),
  });
}
