/** Settings of the user and of this workspace, as a form and as JSON, and the keys of every command. */
import { Menu, ActionIcon, SegmentedControl, TextInput } from "@mantine/core";
import { Ellipsis, Search } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { KeyOverrides } from "../../../shared/commands/key-map.ts";
import { navigate } from "../../app/route.ts";
import { runCommand, useCommandHandlers } from "../../app/command-handlers.ts";
import { toFailure } from "../../rpc/failure.ts";
import { t } from "../../strings/t.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { Page } from "../../ui/page.tsx";
import { SkeletonRows } from "../../ui/skeleton-rows.tsx";
import { KeysFace } from "./keys-face.tsx";
import { SettingsForm } from "./settings-form.tsx";
import { SettingsJson } from "./settings-json.tsx";
import styles from "./settings-page.module.css";
import { useSettingsFiles } from "./use-settings-files.ts";
import { useSaveSettings, useSettings, type SettingsScope } from "./use-settings.ts";

type Face = "form" | "json" | "keys";

export function SettingsPage({ keys = false }: { keys?: boolean }): ReactNode {
  const { state, error, retry } = useSettings();
  const [scope, setScope] = useState<SettingsScope>("user");
  const [chosen, setFace] = useState<"form" | "json">("form");
  const [search, setSearch] = useState("");
  const { save, saving } = useSaveSettings();
  const files = useSettingsFiles(scope, state);
  useCommandHandlers({ "settings.export": files.exportFile, "settings.import": files.importFile });
  const face: Face = keys ? "keys" : chosen;
  const show = (next: string): void => {
    if (next !== "keys") setFace(next === "json" ? "json" : "form");
    navigate(next === "keys" ? { page: "settings", face: "keys" } : { page: "settings" }, { replace: true });
  };
  return (
    <Page
      key={keys ? "keys" : "settings"}
      title={t("Settings")}
      scroll
      tools={
        <>
          {face === "form" && <TextInput aria-label={t("Search settings")} placeholder={t("Search settings")} leftSection={<Search size={14} aria-hidden />} value={search} onChange={(event) => setSearch(event.currentTarget.value)} w={220} />}
          {face !== "keys" && <SegmentedControl aria-label={t("Scope")} data={[{ value: "user", label: t("User") }, { value: "workspace", label: t("This workspace") }]} value={scope} onChange={(value) => setScope(value === "workspace" ? "workspace" : "user")} />}
          <SegmentedControl aria-label={t("Face")} data={[{ value: "form", label: t("Form") }, { value: "json", label: "JSON" }, { value: "keys", label: t("Keys") }]} value={face} onChange={show} />
          <MoreMenu canReset={state !== null && Object.keys(state[scope]).length > 0} onReset={() => state !== null && save({ scope, patch: Object.fromEntries(Object.keys(state[scope]).map((key) => [key, null])) })} scope={scope} />
        </>
      }
    >
      {state === null && error === null && <SkeletonRows rows={8} label={t("Loading settings")} />}
      {state === null && error !== null && <ErrorState title={t("The settings could not be read")} failure={toFailure(error)} onRetry={retry} />}
      {state !== null && (
        <div className={styles.list}>
          <Problems problems={state.problems} />
          {face === "form" && <SettingsForm scope={scope} state={state} search={search} saving={saving} onChange={(key, value) => save({ scope, patch: { [key]: value } })} />}
          {face === "json" && (
            <SettingsJson key={`${scope} ${JSON.stringify(state[scope])}`} label={scope === "user" ? t("User settings as JSON") : t("Workspace settings as JSON")} values={state[scope]} saving={saving} onSave={(patch) => save({ scope, patch })} />
          )}
          {face === "keys" && (
            <KeysFace overrides={ownKeys(state.policy["keys"] ?? state.user["keys"])} managed={"keys" in state.policy} saving={saving} onSave={(overrides) => save({ scope: "user", patch: { keys: overrides } })} />
          )}
        </div>
      )}
    </Page>
  );
}

/** What stands in the file may be anything; only lists are taken along when it is written again. */
function ownKeys(value: unknown): KeyOverrides {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(Object.entries(value).flatMap(([id, keys]: [string, unknown]) => (Array.isArray(keys) ? [[id, keys.filter((key): key is string => typeof key === "string")]] : [])));
}

function MoreMenu({ canReset, onReset, scope }: { canReset: boolean; onReset: () => void; scope: SettingsScope }): ReactNode {
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon variant="default" size={30} aria-label={t("More about settings")}>
          <Ellipsis size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => runCommand("settings.export")}>{t("Export settings…")}</Menu.Item>
        <Menu.Item onClick={() => runCommand("settings.import")}>{t("Import settings…")}</Menu.Item>
        <Menu.Divider />
        <Menu.Item disabled={!canReset} onClick={onReset}>
          {scope === "user" ? t("Reset all user settings") : t("Reset all of this workspace")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Problems({ problems }: { problems: readonly string[] }): ReactNode {
  if (problems.length === 0) return null;
  return (
    <div className={styles.problems} role="status">
      <strong>{t("Some stored settings are not used:")}</strong>
      <ul>
        {problems.map((problem) => (
          <li key={problem}>{problem}</li>
        ))}
      </ul>
    </div>
  );
}
