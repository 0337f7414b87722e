/** One param: the control of its type, its bounds in words, its mistake, and the way back to the default. */
import { ActionIcon, Select, Switch, Textarea, TextInput, Tooltip } from "@mantine/core";
import { Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import type { ParamSpec } from "../../../../shared/model/dag.ts";
import styles from "../dag-dialogs.module.css";
import { t } from "../../../strings/t.ts";
import { boundsText, choiceKey, choicesOf, controlOf, fieldOf, type FieldValue } from "./param-form.ts";

export interface ParamFieldProps {
  readonly name: string;
  readonly spec: ParamSpec;
  readonly value: FieldValue;
  readonly problem: string | undefined;
  /** The focus is here when the form opens. */
  readonly first: boolean;
  readonly onChange: (value: FieldValue) => void;
}

const inputTypes = { text: "text", integer: "text", number: "text", date: "date", "date-time": "datetime-local" } as const;

export function ParamField(props: ParamFieldProps): ReactNode {
  const { name, spec, value, onChange } = props;
  const original = fieldOf(spec, spec.default);
  return (
    <div className={styles.param}>
      <Control {...props} />
      {value !== original && (
        <Tooltip label={spec.default === undefined ? t("Empty it") : t("Back to the default: {{default}}", { default: JSON.stringify(spec.default) ?? t("none") })}>
          <ActionIcon variant="subtle" color="gray" size={20} className={styles.paramReset ?? ""} aria-label={t("Reset {{name}}", { name })} onClick={() => onChange(original)}>
            <Undo2 size={13} />
          </ActionIcon>
        </Tooltip>
      )}
    </div>
  );
}

function Control({ name, spec, value, problem, first, onChange }: ParamFieldProps): ReactNode {
  const control = controlOf(spec);
  const label = spec.title === undefined ? name : `${spec.title} (${name})`;
  const bounds = boundsText(spec);
  const description = bounds === null ? spec.description : [spec.description?.replace(/\.$/, ""), bounds].filter(Boolean).join(" · ");
  const shared = { label, description, error: problem, withAsterisk: spec.default === undefined, ...(first ? { "data-autofocus": true } : {}) };
  if (control === "boolean") return <Switch label={label} description={description} error={problem} {...(first ? { "data-autofocus": true } : {})} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />;
  const text = String(value);
  if (control === "choice") {
    const choices = choicesOf(spec).map((each) => ({ value: choiceKey(each), label: typeof each === "string" ? each : choiceKey(each) }));
    return <Select {...shared} data={choices} value={text === "" ? null : text} placeholder={t("Choose")} allowDeselect={false} onChange={(next) => next !== null && onChange(next)} />;
  }
  if (control === "json") {
    const mono = { input: { fontFamily: "var(--dw-mono)", fontSize: "var(--dw-mono-size)" } };
    return <Textarea {...shared} size="xs" autosize minRows={2} maxRows={10} spellCheck={false} styles={mono} value={text} onChange={(event) => onChange(event.currentTarget.value)} />;
  }
  return (
    <TextInput
      {...shared}
      type={inputTypes[control]}
      inputMode={control === "integer" ? "numeric" : control === "number" ? "decimal" : "text"}
      step={control === "date-time" ? 1 : undefined}
      value={text}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
