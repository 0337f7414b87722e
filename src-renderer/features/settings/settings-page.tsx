/** Settings of the user and of this workspace, as a form and as JSON. */
import { SegmentedControl, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { Search } from "lucide-react";
import { useState, type ReactNode } from "react";
import { toFailure } from "../../rpc/failure.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { Page } from "../../ui/page.tsx";
import { SkeletonRows } from "../../ui/skeleton-rows.tsx";
import { SettingsForm } from "./settings-form.tsx";
import { SettingsJson } from "./settings-json.tsx";
import styles from "./settings-page.module.css";
import { useChangeSettings, useSettings, type SettingsScope } from "./use-settings.ts";

export function SettingsPage(): ReactNode {
  const { state, error, retry } = useSettings();
  const [scope, setScope] = useState<SettingsScope>("user");
  const [face, setFace] = useState<"form" | "json">("form");
  const [search, setSearch] = useState("");
  const change = useChangeSettings();
  const save = (patch: Record<string, unknown>): void =>
    change.mutate({ scope, patch }, { onError: (thrown) => notifications.show({ color: "red", title: "The setting was not saved", message: toFailure(thrown).message, autoClose: 10_000 }) });
  return (
    <Page
      title="Settings"
      scroll
      tools={
        <>
          {face === "form" && <TextInput aria-label="Search settings" placeholder="Search settings" leftSection={<Search size={14} aria-hidden />} value={search} onChange={(event) => setSearch(event.currentTarget.value)} w={220} />}
          <SegmentedControl aria-label="Scope" data={[{ value: "user", label: "User" }, { value: "workspace", label: "This workspace" }]} value={scope} onChange={(value) => setScope(value === "workspace" ? "workspace" : "user")} />
          <SegmentedControl aria-label="Face" data={[{ value: "form", label: "Form" }, { value: "json", label: "JSON" }]} value={face} onChange={(value) => setFace(value === "json" ? "json" : "form")} />
        </>
      }
    >
      {state === null && error === null && <SkeletonRows rows={8} label="Loading settings" />}
      {state === null && error !== null && <ErrorState title="The settings could not be read" failure={toFailure(error)} onRetry={retry} />}
      {state !== null && (
        <div className={styles.list}>
          <Problems problems={state.problems} />
          {face === "form" ? (
            <SettingsForm scope={scope} state={state} search={search} saving={change.isPending} onChange={(key, value) => save({ [key]: value })} />
          ) : (
            <SettingsJson key={`${scope} ${JSON.stringify(state[scope])}`} label={scope === "user" ? "User settings as JSON" : "Workspace settings as JSON"} values={state[scope]} saving={change.isPending} onSave={save} />
          )}
        </div>
      )}
    </Page>
  );
}

function Problems({ problems }: { problems: readonly string[] }): ReactNode {
  if (problems.length === 0) return null;
  return (
    <div className={styles.problems} role="status">
      <strong>Some stored settings are not used:</strong>
      <ul>
        {problems.map((problem) => (
          <li key={problem}>{problem}</li>
        ))}
      </ul>
    </div>
  );
}
