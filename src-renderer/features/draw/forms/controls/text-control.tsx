/** Fields that are typed: text, numbers, durations, and any value as JSON. */
import { Textarea, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import type { DagEdit } from "../../../../../shared/dag-file/edit.ts";
import { t } from "../../../../strings/t.ts";
import { isMixed, nodeOf, removeValue, setText, setValue, shownText } from "../binding.ts";
import { useForm, type ControlProps } from "../form-context.ts";
import styles from "../forms.module.css";
import { readAny, readNumber, readScalar, showAny, showScalar } from "../typed-values.ts";
import { toPlain } from "../../../../../shared/dag-file/yaml-tree.ts";
import { useProposals } from "./proposals.tsx";
import { useTyped } from "./use-typed.ts";

export type TypedKind = "text" | "scalar" | "duration" | "number" | "value";

export function TextControl(props: ControlProps & { readonly kind: TypedKind }): ReactNode {
  const { kind, field, binding, id, label, fallback, isInvalid, describedBy } = props;
  const { isDisabled } = useForm();
  const mixed = isMixed(binding);
  const typed = useTyped({ binding, shown: mixed ? "" : shownOf(props), act: t("Set {{props}}", { props: nameOf(props) }), write: (text) => editsOf(props, text), settle: (text) => settled(kind, text), hasLines: field.isLong });
  const { list, options } = useProposals(binding.key, typed.value);
  const shared = {
    ...{ id, disabled: isDisabled, error: isInvalid, "aria-label": label, "aria-describedby": describedBy, spellCheck: field.isLong },
    ...{ value: typed.value, placeholder: mixed ? t("Mixed") : fallback, onFocus: typed.onFocus, onBlur: typed.onBlur, onKeyDown: typed.onKeyDown },
  };
  if (field.isLong) return <Textarea {...shared} size="xs" autosize minRows={2} maxRows={14} onChange={(event) => typed.onType(event.currentTarget.value)} />;
  return (
    <>
      <TextInput {...shared} {...list} classNames={{ input: kind === "value" ? (styles.mono ?? "") : "" }} inputMode={kind === "number" ? "decimal" : "text"} autoComplete="off" onChange={(event) => typed.onType(event.currentTarget.value)} />
      {options}
    </>
  );
}

/** `retry_delay` → `retry delay`, `checks[0].unique` → `checks[0].unique`: the history keeps the words of the file. */
export function nameOf({ binding }: Pick<ControlProps, "binding">): string {
  return binding.key.replaceAll("_", " ");
}

function shownOf({ kind, binding }: ControlProps & { readonly kind: TypedKind }): string {
  if (kind === "value") return showAny(nodeOf(binding));
  return kind === "scalar" && nodeOf(binding)?.kind === "scalar" ? showScalar(toPlain(nodeOf(binding))) : shownText(binding);
}

function editsOf({ kind, field, binding }: ControlProps & { readonly kind: TypedKind }, text: string): readonly DagEdit[] {
  if (kind === "text") return setText(binding, text, field.isRequired);
  if (text.trim() === "" && !field.isRequired) return removeValue(binding);
  return setValue(binding, kind === "value" ? readAny(text) : kind === "scalar" ? readScalar(text) : readNumber(text.trim()));
}

function settled(kind: TypedKind, text: string): string {
  if (kind === "text") return text;
  if (kind === "scalar") return showScalar(readScalar(text));
  return kind === "value" ? text : String(readNumber(text.trim()));
}
