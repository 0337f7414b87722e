/** Named things with fields of their own, such as params: one fold each. */
import { ActionIcon, Button } from "@mantine/core";
import { Plus, X } from "lucide-react";
import { useRef, type ReactNode } from "react";
import { t } from "../../../../strings/t.ts";
import { below, namesIn, nodeOf, removeName, type Binding } from "../binding.ts";
import type { Control } from "../field-control.ts";
import { useForm, type ControlProps } from "../form-context.ts";
import styles from "../forms.module.css";
import { showAny } from "../typed-values.ts";
import { NameInput, NewName } from "./map-control.tsx";
import { nameOf } from "./text-control.tsx";
import { useAdding } from "./use-adding.ts";

export function RecordControl({ binding, label, item }: ControlProps & { readonly item: Control }): ReactNode {
  const form = useForm();
  const button = useRef<HTMLButtonElement>(null);
  const adding = useAdding(button);
  const names = namesIn(binding);
  return (
    <div className={styles.rows}>
      {names.map((name) => (
        <Entry key={name} map={binding} name={name} label={label} item={item} />
      ))}
      {adding.isAdding && <NewName map={binding} label={label} taken={names} starter={item.kind === "group" ? {} : ""} onDone={adding.end} />}
      <Button ref={button} variant="subtle" size="compact-xs" className={styles.add ?? ""} leftSection={<Plus size={12} aria-hidden />} disabled={form.isDisabled} aria-label={t("Add to {{label}}", { label })} onClick={adding.start}>
        {t("Add")}
      </Button>
    </div>
  );
}

function Entry({ map, name, label, item }: { map: Binding; name: string; label: string; item: Control }): ReactNode {
  const form = useForm();
  const value = below(map, name);
  const { Field } = form;
  return (
    <details className={styles.card}>
      <summary>
        <span className="dw-mono">{name}</span> <span className={`dw-dim dw-ellipsis ${styles.brief}`}>{showAny(nodeOf(value))}</span>
      </summary>
      <div className={styles.cardBody}>
        <div className={styles.row}>
          <NameInput map={map} name={name} label={label} />
          <ActionIcon variant="subtle" color="gray" aria-label={t("Remove {{name}}", { name })} disabled={form.isDisabled} onClick={() => form.edit(map, t("Remove {{value}}", { value: nameOf({ binding: value }) }), removeName(map, name))}>
            <X size={13} aria-hidden />
          </ActionIcon>
        </div>
        <Field isBare field={{ key: name, label: name, help: "", isRequired: true, builtIn: undefined, isLong: false, hasTemplates: false, control: item }} binding={value} />
      </div>
    </details>
  );
}
