/** Settings to and from a file of the person's choice. An import replaces the scope by what the file says, after all of it was found right. */
import { notifications } from "@mantine/notifications";
import type { SettingsState } from "../../../shared/contract/settings.ts";
import { useHost } from "../../app/host-context.tsx";
import { toFailure } from "../../rpc/failure.ts";
import { t } from "../../strings/t.ts";
import { patchFromJson } from "./setting-fields.ts";
import { useSaveSettings, type SettingsScope } from "./use-settings.ts";

export interface SettingsFiles {
  readonly exportFile: () => void;
  readonly importFile: () => void;
}

export function useSettingsFiles(scope: SettingsScope, state: SettingsState | null): SettingsFiles {
  const host = useHost();
  const { save } = useSaveSettings();
  const before = state?.[scope] ?? {};
  const read = async (file: File): Promise<void> => {
    const { patch, problem } = patchFromJson(await file.text(), before);
    if (patch === null) return void notifications.show({ color: "red", title: t("Nothing was taken from {{file}}", { file: file.name }), message: problem ?? "", autoClose: 12_000 });
    save({ scope, patch }, t("The settings of {{file}} are in force.", { file: file.name }));
  };
  return {
    exportFile: () =>
      void host
        .saveText(scope === "user" ? "dagwright-settings.json" : "dagwright-workspace-settings.json", `${JSON.stringify(before, null, 2)}\n`)
        .catch((thrown: unknown) => notifications.show({ color: "red", title: t("The settings were not exported"), message: toFailure(thrown).message })),
    importFile: () => chooseFile((file) => void read(file)),
  };
}

function chooseFile(chosen: (file: File) => void): void {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = "application/json,.json";
  input.addEventListener("change", () => {
    const [file] = input.files ?? [];
    if (file !== undefined) chosen(file);
  });
  input.click();
}
