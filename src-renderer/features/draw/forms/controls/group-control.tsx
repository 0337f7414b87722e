/** The fields of a mapping; where it is written in its short form, that one value and the rest of the fields. */
import type { ReactNode } from "react";
import { toPlain } from "../../../../../shared/dag-file/yaml-tree.ts";
import { below, nodeOf } from "../binding.ts";
import type { FieldDescriptor } from "../field-control.ts";
import { useForm, type ControlProps } from "../form-context.ts";
import styles from "../forms.module.css";

export function GroupControl({ binding, fields }: ControlProps & { readonly fields: readonly FieldDescriptor[] }): ReactNode {
  const { Field } = useForm();
  return (
    <div className={styles.inset}>
      {fields.map((field) => (
        <Field key={field.key} field={field} binding={below(binding, field.key)} />
      ))}
    </div>
  );
}

export function FullControl({ binding, short, fields }: ControlProps & { readonly short: string; readonly fields: readonly FieldDescriptor[] }): ReactNode {
  const { Field } = useForm();
  const isShort = nodeOf(binding)?.kind !== "map";
  return (
    <div className={styles.inset}>
      {fields.map((field) => (
        <Field key={field.key} field={field.key === short ? { ...field, isRequired: isShort } : field} binding={isShort && field.key === short ? { ...binding, key: below(binding, short).key } : below(binding, field.key, (node) => (node === null ? {} : { [short]: toPlain(node) }))} />
      ))}
    </div>
  );
}
