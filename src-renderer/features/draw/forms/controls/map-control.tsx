/** Names and their texts, such as environment variables. */
import { ActionIcon, Button, TextInput } from "@mantine/core";
import { Plus, X } from "lucide-react";
import { useRef, useState, type ReactNode } from "react";
import { child } from "../../../../../shared/dag-file/yaml-tree.ts";
import { t } from "../../../../strings/t.ts";
import { below, namesIn, removeName, renameName, setValue, shownText, type Binding } from "../binding.ts";
import { inheritedKeys } from "../field-descriptors.ts";
import { useForm, type ControlProps } from "../form-context.ts";
import styles from "../forms.module.css";
import { nameOf } from "./text-control.tsx";
import { useTyped } from "./use-typed.ts";
import { useAdding } from "./use-adding.ts";

export function MapControl({ binding, label, field }: ControlProps): ReactNode {
  const form = useForm();
  const button = useRef<HTMLButtonElement>(null);
  const adding = useAdding(button);
  const names = namesIn(binding);
  const inherited = inheritedKeys.has(field.key) ? namesIn({ key: "", targets: [{ path: [], node: child(child(form.dag, "defaults"), field.key), wrap: null }] }).filter((name) => !names.includes(name)) : [];
  return (
    <div className={styles.rows}>
      {names.map((name) => (
        <Entry key={name} map={binding} name={name} label={label} />
      ))}
      {adding.isAdding && <NewName map={binding} label={label} taken={names} onDone={adding.end} />}
      {inherited.length > 0 && <span className="dw-dim">{t("From this DAG's defaults: {{inherited}}", { inherited: inherited.join(", ") })}</span>}
      <Button ref={button} variant="subtle" size="compact-xs" className={styles.add ?? ""} leftSection={<Plus size={12} aria-hidden />} disabled={form.isDisabled} aria-label={t("Add to {{label}}", { label })} onClick={adding.start}>
        {t("Add")}
      </Button>
    </div>
  );
}

function Entry({ map, name, label }: { map: Binding; name: string; label: string }): ReactNode {
  const form = useForm();
  const value = below(map, name);
  const typed = useTyped({ binding: value, shown: shownText(value), act: t("Set {{value}}", { value: nameOf({ binding: value }) }), write: (text) => setValue(value, text) });
  return (
    <div className={styles.row}>
      <NameInput map={map} name={name} label={label} />
      <TextInput className={styles.grow ?? ""} aria-label={`${label} ${name}`} error={form.refusals[value.key] !== undefined} disabled={form.isDisabled} spellCheck={false} value={typed.value} onFocus={typed.onFocus} onBlur={typed.onBlur} onKeyDown={typed.onKeyDown} onChange={(event) => typed.onType(event.currentTarget.value)} />
      <ActionIcon variant="subtle" color="gray" aria-label={t("Remove {{name}}", { name })} disabled={form.isDisabled} onClick={() => form.edit(map, t("Remove {{value}}", { value: nameOf({ binding: value }) }), removeName(map, name))}>
        <X size={13} aria-hidden />
      </ActionIcon>
    </div>
  );
}

/** The name of an entry: written only when the field is left, since every letter on the way would be another name. */
export function NameInput({ map, name, label }: { map: Binding; name: string; label: string }): ReactNode {
  const form = useForm();
  const [draft, setDraft] = useState<string | null>(null);
  const place = below(map, name);
  const settle = (): void => {
    if (draft === null || draft === name || draft === "") return setDraft(null);
    const edits = renameName(map, name, draft);
    if (edits === null) return form.refuse(place, t("There is a \"{{draft}}\" already.", { draft }));
    if (form.edit(place, t("Rename {{value}}", { value: nameOf({ binding: place }) }), edits)) setDraft(null);
  };
  return (
    <TextInput
      className={styles.name ?? ""}
      classNames={{ input: styles.mono ?? "" }}
      aria-label={t("Name of {{label}} {{name}}", { label, name })}
      disabled={form.isDisabled}
      spellCheck={false}
      value={draft ?? name}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={settle}
      onKeyDown={(event) => {
        if (event.key === "Enter") settle();
        if (event.key === "Escape") setDraft(null);
      }}
    />
  );
}

export function NewName({ map, label, taken, onDone, starter = "" }: { map: Binding; label: string; taken: readonly string[]; onDone: () => void; starter?: unknown }): ReactNode {
  const form = useForm();
  const [name, setName] = useState("");
  const settle = (): void => {
    if (name === "") return onDone();
    if (taken.includes(name)) return form.refuse(map, t("There is a \"{{name}}\" already.", { name }));
    if (form.edit(map, t("Add {{name}} to {{value}}", { name, value: nameOf({ binding: map }) }), setValue(below(map, name), starter))) onDone();
  };
  return (
    <div className={styles.row}>
      <TextInput
        className={styles.name ?? ""}
        classNames={{ input: styles.mono ?? "" }}
        aria-label={t("New name for {{label}}", { label })}
        placeholder={t("name")}
        autoFocus
        spellCheck={false}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        onBlur={settle}
        onKeyDown={(event) => {
          if (event.key === "Enter") settle();
          if (event.key === "Escape") onDone();
        }}
      />
    </div>
  );
}
