/** Words to choose from, and on or off. What is not written shows what holds instead, and where that comes from. */
import { NativeSelect, Switch } from "@mantine/core";
import type { ReactNode } from "react";
import { toPlain } from "../../../../../shared/dag-file/yaml-tree.ts";
import { t } from "../../../../strings/t.ts";
import { isMixed, isWritten, nodeOf, removeValue, setValue, shownText } from "../binding.ts";
import { defaultOf } from "../field-default.ts";
import type { ChoiceValue } from "../field-control.ts";
import { useForm, type ControlProps } from "../form-context.ts";
import styles from "../forms.module.css";
import { nameOf } from "./text-control.tsx";

export function ChoiceControl({ options, ...props }: ControlProps & { readonly options: readonly ChoiceValue[] }): ReactNode {
  const { binding, field, id, label, fallback, isInvalid, describedBy } = props;
  const form = useForm();
  const mixed = isMixed(binding);
  const written = mixed ? "" : isWritten(binding) ? (readWord(toPlain(nodeOf(binding))) ?? shownText(binding)) : "";
  const known = options.map(String);
  const choose = (word: string): void => {
    const value = options.find((option) => String(option) === word);
    form.edit(binding, `${value === undefined ? t("Reset") : t("Set")} ${nameOf(props)}`, value === undefined ? removeValue(binding) : setValue(binding, value));
  };
  return (
    <NativeSelect
      {...{ id, disabled: form.isDisabled, error: isInvalid, "aria-label": label, "aria-describedby": describedBy, value: written, size: "xs" }}
      onChange={(event) => choose(event.currentTarget.value)}
      data={[
        ...(mixed ? [{ value: "", label: t("Mixed") }] : field.isRequired && written !== "" ? [] : [{ value: "", label: fallback === "" ? t("Not set") : fallback }]),
        ...known.map((word) => ({ value: word, label: word })),
        ...(written !== "" && !known.includes(written) ? [{ value: written, label: t("{{written}} (not known)", { written }) }] : []),
      ]}
    />
  );
}

/** What YAML 1.1 takes for true and false counts as such in the file, too. */
function readWord(value: unknown): string | null {
  return value === null || typeof value === "object" ? null : String(value);
}

export function SwitchControl(props: ControlProps): ReactNode {
  const { binding, field, id, label, describedBy } = props;
  const form = useForm();
  const mixed = isMixed(binding);
  const own = nodeOf(binding);
  const holds = own === null ? defaultOf(field, form.dag)?.value === true : /^(?:true|yes|on)$/i.test(shownText(binding));
  return (
    <div className={styles.switchLine}>
      <Switch
        {...{ id, disabled: form.isDisabled, "aria-label": label, "aria-describedby": describedBy, checked: !mixed && holds }}
        onChange={(event) => form.edit(binding, t("Set {{props}}", { props: nameOf(props) }), setValue(binding, event.currentTarget.checked))}
      />
      <span className="dw-dim">{mixed ? t("Mixed") : own === null ? props.fallback : holds ? "true" : "false"}</span>
    </div>
  );
}
