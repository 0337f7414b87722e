/** The settings of one scope as a form. What a scope says itself is marked and can be reset. */
import { ActionIcon } from "@mantine/core";
import { RotateCcw } from "lucide-react";
import type { ReactNode } from "react";
import type { SettingsState } from "../../../shared/contract/settings.ts";
import { t } from "../../strings/t.ts";
import { SettingControl } from "./setting-control.tsx";
import { choiceWord, settingFields, type SettingField } from "./setting-fields.ts";
import styles from "./settings-page.module.css";
import type { SettingsScope } from "./use-settings.ts";

const fields = settingFields();

export interface SettingsFormProps {
  readonly scope: SettingsScope;
  readonly state: SettingsState;
  readonly search: string;
  readonly saving: boolean;
  /** A null value takes the key out of the scope. */
  readonly onChange: (key: string, value: unknown) => void;
}

export function SettingsForm({ scope, state, search, saving, onChange }: SettingsFormProps): ReactNode {
  const words = search.toLowerCase();
  const shown = fields.filter((field) => (scope === "user" || field.perWorkspace) && `${field.title} ${field.key} ${field.description}`.toLowerCase().includes(words));
  if (shown.length === 0) return <p className="dw-dim">{t("No setting has that in its name or help.")}</p>;
  return (
    <div role="list" aria-label={scope === "user" ? t("User settings") : t("Workspace settings")}>
      {shown.map((field) => (
        <FieldRow key={field.key} field={field} scope={scope} state={state} saving={saving} onChange={onChange} />
      ))}
    </div>
  );
}

function FieldRow({ field, scope, state, saving, onChange }: Omit<SettingsFormProps, "search"> & { field: SettingField }): ReactNode {
  const own = state[scope];
  const managed = field.key in state.policy;
  const isSet = field.key in own;
  const inherited = scope === "workspace" ? (state.user[field.key] ?? field.defaultValue) : field.defaultValue;
  const overridden = scope === "user" && field.key in state.workspace;
  return (
    <div className={styles.field} role="listitem">
      <div>
        <div className={styles.name}>
          {field.title}
          {managed && <span className={styles.mark}>{t("Set by your administrator")}</span>}
          {isSet && !managed && <span className={styles.mark}>{scope === "user" ? t("Changed") : t("Set for this workspace")}</span>}
          {overridden && !managed && <span className={styles.mark}>{t("This workspace says {{value}}", { value: valueWord(field, state.workspace[field.key]) })}</span>}
        </div>
        <div className={styles.help}>
          {field.description} {scope === "workspace" ? t("Otherwise: {{value}}.", { value: valueWord(field, inherited) }) : t("Default: {{value}}.", { value: valueWord(field, inherited) })}
        </div>
      </div>
      <div className={styles.control}>
        <SettingControl field={field} value={managed ? state.policy[field.key] : isSet ? own[field.key] : inherited} disabled={saving || managed} onChange={(value) => onChange(field.key, value)} />
        <ActionIcon variant="subtle" color="gray" disabled={!isSet || saving || managed} style={{ visibility: isSet && !managed ? "visible" : "hidden" }} aria-label={t("Reset {{field}}", { field: field.title })} title={t("Reset to {{value}}", { value: valueWord(field, inherited) })} onClick={() => onChange(field.key, null)}>
          <RotateCcw size={14} aria-hidden />
        </ActionIcon>
      </div>
    </div>
  );
}

function valueWord(field: SettingField, value: unknown): string {
  if (typeof value === "boolean") return value ? t("on") : t("off");
  return field.kind === "choice" ? choiceWord(String(value)) : String(value);
}
