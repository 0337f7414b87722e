/** A value with several forms: which one, and its fields. A form that was just chosen is written with its first value. */
import { NativeSelect } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { toPlain } from "../../../../../shared/dag-file/yaml-tree.ts";
import { t } from "../../../../strings/t.ts";
import { anew, isWritten, nodeOf, removeValue, setValue } from "../binding.ts";
import type { Variant } from "../field-control.ts";
import { useForm, type ControlProps } from "../form-context.ts";
import styles from "../forms.module.css";
import { nameOf } from "./text-control.tsx";

/** Words of a choice stand beside the names of the other forms: one list to pick from. */
interface Pick {
  readonly word: string;
  readonly variant: Variant;
  /** What picking it writes at once; undefined where a value has to be given first. */
  readonly value?: unknown;
}

function picksOf(variants: readonly Variant[]): Pick[] {
  return variants.flatMap((variant): Pick[] => {
    const { control, word } = variant;
    if (control === null) return [{ word, variant, value: null }];
    return control.kind === "choice" ? control.options.map((option) => ({ word: String(option), variant, value: option })) : [{ word, variant }];
  });
}

export function VariantsControl(props: ControlProps & { readonly variants: readonly Variant[] }): ReactNode {
  const { binding, field, variants, id, label, fallback, describedBy, isInvalid } = props;
  const form = useForm();
  const [chosen, setChosen] = useState<Pick | null>(null);
  const picks = picksOf(variants);
  const node = nodeOf(binding);
  const plain = toPlain(node);
  const inFile = node === null ? null : (picks.find((pick) => pick.variant.accepts(plain) && (pick.value === undefined || pick.value === plain)) ?? null);
  const shown = chosen ?? inFile;
  const choose = (word: string): void => {
    const pick = picks.find((one) => one.word === word) ?? null;
    if (pick === null) setChosen(null);
    if (pick === null || pick.value !== undefined) {
      if (form.edit(binding, `${pick === null ? t("Reset") : t("Set")} ${nameOf(props)}`, pick === null ? removeValue(binding) : setValue(binding, pick.value))) setChosen(null);
    } else setChosen(pick === inFile ? null : pick);
  };
  // A form that is not in the file yet has nothing in it: its first value writes it whole.
  const isOther = chosen !== null && chosen.word !== inFile?.word;
  const place = isOther ? anew(binding) : binding;
  const { Field } = form;
  return (
    <div className={styles.rows}>
      <NativeSelect
        {...{ id, size: "xs", disabled: form.isDisabled, error: isInvalid, "aria-label": label, "aria-describedby": describedBy, value: shown?.word ?? (isWritten(binding) ? "?" : "") }}
        onChange={(event) => choose(event.currentTarget.value)}
        data={[
          ...(field.isRequired ? [] : [{ value: "", label: fallback === "" ? t("Not set") : fallback }]),
          ...picks.map(({ word }) => ({ value: word, label: word })),
          ...(shown === null && isWritten(binding) ? [{ value: "?", label: t("As written") }] : []),
        ]}
      />
      {shown !== null && shown.value === undefined && shown.variant.control !== null && (
        <Field key={shown.word} isBare field={{ ...field, isRequired: true, control: shown.variant.control }} binding={place} />
      )}
    </div>
  );
}
