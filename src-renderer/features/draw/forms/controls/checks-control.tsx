/** The checks of a table: one card each, with the fields of its kind, and what a failure means. Short and full forms stay as they are. */
import { ActionIcon, NativeSelect } from "@mantine/core";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { CheckForm, checkKinds, type CheckKind } from "../../../../../shared/dag-file/check-schema.ts";
import { t, translated } from "../../../../strings/t.ts";
import { MessageText } from "../../../../ui/message-text.tsx";
import { addItem, below, isWritten, itemCount, removeItem, type Binding } from "../binding.ts";
import { ownColumns } from "../check-columns.ts";
import { anyColumn, changeKind, fieldsBinding, kindAt, likelyColumn, newCheck, valueBinding } from "../check-edits.ts";
import type { Control, FieldDescriptor } from "../field-control.ts";
import { labelOf } from "../field-words.ts";
import { useForm, type ControlProps } from "../form-context.ts";
import styles from "../forms.module.css";

interface ChecksProps extends ControlProps {
  readonly specs: Readonly<Record<CheckKind, Control>>;
  readonly common: readonly FieldDescriptor[];
}

export function ChecksControl({ binding, label, specs, common, id }: ChecksProps): ReactNode {
  const form = useForm();
  const columns = ownColumns(form.advice.builds, form.edited);
  return (
    <div className={styles.rows}>
      {Array.from({ length: itemCount(binding) }, (_, index) => (
        <CheckCard key={index} list={binding} index={index} specs={specs} common={common} />
      ))}
      <NativeSelect
        {...{ id, size: "xs", disabled: form.isDisabled, "aria-label": t("Add to {{label}}", { label }), value: "" }}
        data={[{ value: "", label: t("Add a check …") }, ...checkKinds.map((kind) => ({ value: kind, label: translated(labelOf(kind)) }))]}
        onChange={(event) => {
          const kind = kindFrom(event.currentTarget.value);
          if (kind !== null) form.edit(binding, t("Add {{kind}} check to", { kind }), addItem(binding, newCheck(kind, likelyColumn(kind, columns) ?? anyColumn)));
        }}
      />
    </div>
  );
}

function kindFrom(word: string): CheckKind | null {
  return checkKinds.find((kind) => kind === word) ?? null;
}

function CheckCard({ list, index, specs, common }: { list: Binding; index: number } & Pick<ChecksProps, "specs" | "common">): ReactNode {
  const form = useForm();
  const { Field } = form;
  const check = below(list, index);
  const kind = kindAt(check);
  const control = kind === null ? null : specs[kind];
  return (
    <div className={styles.card} role="group" aria-label={t("Check {{index}}", { index: index + 1 })}>
      <div className={styles.cardHead}>
        <NativeSelect
          {...{ size: "xs", className: styles.grow ?? "", disabled: form.isDisabled, "aria-label": t("Kind of check {{index}}", { index: index + 1 }), value: kind ?? "" }}
          data={[...(kind === null ? [{ value: "", label: t("As written") }] : []), ...checkKinds.map((each) => ({ value: each, label: translated(labelOf(each)) }))]}
          onChange={(event) => {
            const next = kindFrom(event.currentTarget.value);
            if (next !== null && next !== kind) form.edit(check, t("Change check {{index}}", { index: index + 1 }), changeKind(check, next, likelyColumn(next, ownColumns(form.advice.builds, form.edited))));
          }}
        />
        <ActionIcon variant="subtle" color="gray" aria-label={t("Remove check {{index}}", { index: index + 1 })} disabled={form.isDisabled} onClick={() => form.edit(list, t("Remove check {{index}}", { index: index + 1 }), removeItem(list, index))}>
          <X size={13} aria-hidden />
        </ActionIcon>
      </div>
      <div className={styles.cardBody}>
        {kind !== null && (
          <p className={styles.help}>
            <MessageText text={translated(CheckForm.shape[kind].meta()?.description ?? "")} />
          </p>
        )}
        {kind !== null && control?.kind === "group" && control.fields.map((field) => <Field key={`${kind} ${field.key}`} field={field} binding={below(fieldsBinding(check, kind), field.key)} />)}
        {kind !== null && control !== null && control.kind !== "group" && <Field key={kind} field={valueField(kind, control)} binding={valueBinding(check, kind)} />}
        <details className={styles.fold} open={common.some((field) => isWritten(below(check, field.key)))}>
          <summary>{common.map((field) => field.label).join(", ")}</summary>
          {common.map((field) => (
            <Field key={field.key} field={field} binding={below(check, field.key)} />
          ))}
        </details>
      </div>
    </div>
  );
}

function valueField(kind: CheckKind, control: Control): FieldDescriptor {
  return { key: kind, label: kind === "sql" ? t("Query") : t("Columns"), help: "", isRequired: true, builtIn: undefined, isLong: false, hasTemplates: true, control };
}
