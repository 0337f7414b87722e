/** The parameters of a query: a typed value for each, bound by the database and never put into the text. */
import { Checkbox, Select, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { SqlParam } from "../../../shared/contract/sql.ts";
import { t } from "../../strings/t.ts";
import { shownKey, type Params } from "./kept-params.ts";
import styles from "./query.module.css";

export interface ParamsPanelProps {
  readonly keys: readonly string[];
  readonly params: Params;
  /** Keys that a run was refused for. */
  readonly missing: readonly string[];
  readonly onChange: (key: string, param: SqlParam) => void;
}

const types = SqlParam.shape.type.options;
const inputs: Readonly<Record<SqlParam["type"], string>> = { text: "text", number: "text", boolean: "text", date: "date", timestamp: "datetime-local" };

export function ParamsPanel({ keys, params, missing, onChange }: ParamsPanelProps): ReactNode {
  return (
    <aside className={styles.params} aria-label={t("Parameters")}>
      <h2 className="dw-small-heading">{t("Parameters")}</h2>
      {keys.map((key) => {
        const { type, value } = params[key] ?? { type: "text", value: "" };
        const name = shownKey(key);
        const error = missing.includes(key) ? t("Give it a value, or make it NULL.") : null;
        return (
          <div key={key} className={styles.param} role="group" aria-label={name} data-param={key}>
            <div className={styles.paramHead}>
              <code>{name}</code>
              <Select size="xs" w={112} aria-label={t("Type of {{name}}", { name })} allowDeselect={false} data={types} value={type} onChange={(next) => next !== null && onChange(key, { type: SqlParam.shape.type.parse(next), value: value === null ? null : "" })} />
            </div>
            <div className={styles.paramValue}>
              {type === "boolean" ? (
                <Select size="xs" flex={1} aria-label={t("Value of {{name}}", { name })} data={["true", "false"]} value={value === "" ? null : value} disabled={value === null} error={error} onChange={(next) => onChange(key, { type, value: next ?? "" })} />
              ) : (
                <TextInput
                  size="xs"
                  flex={1}
                  aria-label={t("Value of {{name}}", { name })}
                  type={inputs[type]}
                  inputMode={type === "number" ? "decimal" : "text"}
                  step={type === "timestamp" ? 1 : undefined}
                  placeholder={value === null ? "NULL" : ""}
                  value={value ?? ""}
                  disabled={value === null}
                  error={error}
                  spellCheck={false}
                  onChange={(event) => onChange(key, { type, value: event.currentTarget.value })}
                />
              )}
              <Checkbox size="xs" label="NULL" aria-label={t("{{name}} is NULL", { name })} checked={value === null} onChange={(event) => onChange(key, { type, value: event.currentTarget.checked ? null : "" })} />
            </div>
          </div>
        );
      })}
    </aside>
  );
}
