/** The control of one setting, by its kind. It reports a value when the person has settled on one. */
import { NumberInput, SegmentedControl, Switch, TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { choiceWord, type SettingField } from "./setting-fields.ts";

export interface SettingControlProps {
  readonly field: SettingField;
  readonly value: unknown;
  readonly disabled: boolean;
  readonly onChange: (value: unknown) => void;
}

export function SettingControl({ field, value, disabled, onChange }: SettingControlProps): ReactNode {
  switch (field.kind) {
    case "choice":
      return (
        <SegmentedControl
          aria-label={field.title}
          data={field.choices.map((choice) => ({ value: choice, label: choiceWord(choice) }))}
          value={String(value)}
          disabled={disabled}
          onChange={onChange}
        />
      );
    case "switch":
      return <Switch aria-label={field.title} checked={value === true} disabled={disabled} onChange={(event) => onChange(event.currentTarget.checked)} />;
    case "number":
      return <NumberControl key={String(value)} field={field} value={Number(value)} disabled={disabled} onChange={onChange} />;
    case "text":
      return <TextControl key={String(value)} field={field} value={String(value)} disabled={disabled} onChange={onChange} />;
  }
}

function NumberControl({ field, value, disabled, onChange }: SettingControlProps & { field: Extract<SettingField, { kind: "number" }>; value: number }): ReactNode {
  const [draft, setDraft] = useState<string | number>(value);
  const settle = (): void => {
    if (typeof draft === "number" && draft !== value) onChange(draft);
  };
  return (
    <NumberInput
      aria-label={field.title}
      value={draft}
      disabled={disabled}
      allowDecimal={false}
      clampBehavior="blur"
      {...(field.minimum === undefined ? {} : { min: field.minimum })}
      {...(field.maximum === undefined ? {} : { max: field.maximum })}
      w={140}
      onChange={setDraft}
      onBlur={settle}
      onKeyDown={(event) => event.key === "Enter" && settle()}
    />
  );
}

function TextControl({ field, value, disabled, onChange }: SettingControlProps & { value: string }): ReactNode {
  const [draft, setDraft] = useState(value);
  const settle = (): void => {
    if (draft.trim() !== "" && draft !== value) onChange(draft);
  };
  return (
    <TextInput
      aria-label={field.title}
      value={draft}
      disabled={disabled}
      w={280}
      spellCheck={false}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={settle}
      onKeyDown={(event) => event.key === "Enter" && settle()}
    />
  );
}
