/** A list of mappings, such as the branches of a task: one card each, in the order that counts. */
import { ActionIcon, Button } from "@mantine/core";
import { Plus, X } from "lucide-react";
import type { ReactNode } from "react";
import { t } from "../../../../strings/t.ts";
import { addItem, below, itemCount, removeItem } from "../binding.ts";
import type { FieldDescriptor } from "../field-control.ts";
import { useForm, type ControlProps } from "../form-context.ts";
import styles from "../forms.module.css";
import { nameOf } from "./text-control.tsx";

export function ItemsControl({ binding, label, id, fields, starter }: ControlProps & { readonly fields: readonly FieldDescriptor[]; readonly starter: Readonly<Record<string, unknown>> }): ReactNode {
  const form = useForm();
  const { Field } = form;
  const name = nameOf({ binding });
  return (
    <div className={styles.rows}>
      {Array.from({ length: itemCount(binding) }, (_, index) => (
        <div key={index} className={styles.card} role="group" aria-label={`${label} ${index + 1}`}>
          <div className={styles.cardHead}>
            <span className={`dw-dim ${styles.grow ?? ""}`}>{index + 1}</span>
            <ActionIcon variant="subtle" color="gray" aria-label={t("Remove {{label}} {{index}}", { label, index: index + 1 })} disabled={form.isDisabled} onClick={() => form.edit(binding, t("Remove from {{value}}", { value: name }), removeItem(binding, index))}>
              <X size={13} aria-hidden />
            </ActionIcon>
          </div>
          <div className={styles.cardBody}>
            {fields.map((field) => (
              <Field key={field.key} field={field} binding={below(below(binding, index), field.key)} />
            ))}
          </div>
        </div>
      ))}
      <Button id={id} variant="subtle" size="compact-xs" className={styles.add ?? ""} leftSection={<Plus size={12} aria-hidden />} disabled={form.isDisabled} aria-label={t("Add to {{label}}", { label })} onClick={() => form.edit(binding, t("Add to {{value}}", { value: name }), addItem(binding, starter))}>
        {t("Add")}
      </Button>
    </div>
  );
}
