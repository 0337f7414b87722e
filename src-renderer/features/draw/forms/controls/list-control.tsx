/** A list, one line an item. The short form (one text) stays as long as there is one. */
import { ActionIcon, Button, TextInput } from "@mantine/core";
import { Plus, X } from "lucide-react";
import { useState, type ReactNode } from "react";
import { toPlain } from "../../../../../shared/dag-file/yaml-tree.ts";
import { t } from "../../../../strings/t.ts";
import { addItem, itemAt, itemCount, nodeOf, removeItem, setValue, shownText, type Binding } from "../binding.ts";
import { useForm, type ControlProps } from "../form-context.ts";
import styles from "../forms.module.css";
import { readScalar, showScalar } from "../typed-values.ts";
import { useProposals } from "./proposals.tsx";
import { nameOf } from "./text-control.tsx";
import { useTyped } from "./use-typed.ts";

export function ListControl(props: ControlProps & { readonly isTyped: boolean }): ReactNode {
  const { binding, label, fallback } = props;
  const form = useForm();
  const count = itemCount(binding);
  const { isAdding, setAdding } = useAddingItem(binding, count);
  return (
    <div className={styles.rows}>
      {Array.from({ length: count + (isAdding ? 1 : 0) }, (_, index) => (
        <ListItem key={index} {...props} list={binding} index={index} isNew={index >= count} onGone={() => setAdding(false)} />
      ))}
      {count === 0 && !isAdding && fallback !== "" && <span className="dw-dim">{fallback}</span>}
      <Button variant="subtle" size="compact-xs" className={styles.add ?? ""} leftSection={<Plus size={12} aria-hidden />} disabled={form.isDisabled} aria-label={t("Add to {{label}}", { label })} onClick={() => setAdding(true)}>
        {t("Add")}
      </Button>
    </div>
  );
}

/** Whether a new item is being typed. What was refused stays, with the reason, until it is mended or taken out. */
export function useAddingItem(list: Binding, count: number, startsOpen = false): { readonly isAdding: boolean; readonly setAdding: (isAdding: boolean) => void } {
  const form = useForm();
  const [isOpen, setAdding] = useState(startsOpen);
  return { isAdding: isOpen || form.refusals[itemAt(list, count).key] !== undefined, setAdding };
}

interface ListItemProps extends Pick<ControlProps, "label" | "describedBy" | "isInvalid"> {
  readonly isTyped: boolean;
  readonly list: Binding;
  readonly index: number;
  readonly isNew: boolean;
  /** What a new one is written as, once it is typed in full; the text itself by default. */
  readonly asValue?: (text: string) => unknown;
  /** A new one was written, or given up. */
  readonly onGone: () => void;
  /** A new one with `asValue` was written by Enter. */
  readonly onEntered?: () => void;
}

export function ListItem({ list, index, isNew, isTyped, label, describedBy, isInvalid, asValue, onGone, onEntered }: ListItemProps): ReactNode {
  const form = useForm();
  const item = itemAt(list, index);
  const read = asValue ?? (isTyped ? readScalar : (text: string): unknown => text);
  const show = isTyped ? showScalar(toPlain(nodeOf(item))) : shownText(item);
  const write = (text: string) => (text === "" ? (isNew ? [] : removeItem(list, index)) : isNew ? addItem(list, read(text)) : setValue(item, read(text)));
  const typed = useTyped({ binding: isNew ? { ...list, key: item.key } : item, shown: isNew ? "" : show, act: t("Set {{value}}", { value: nameOf({ binding: list }) }), write, settle: (text) => (text === "" || isTyped || asValue !== undefined ? `${text} ` : text) });
  const { list: listed, options } = useProposals(item.key, typed.value);
  const remove = (): void => void (isNew ? (form.forgive(item), onGone()) : form.edit(list, t("Remove from {{value}}", { value: nameOf({ binding: list }) }), removeItem(list, index)));
  return (
    <div className={styles.row}>
      <TextInput
        className={styles.grow ?? ""}
        {...listed}
        aria-label={`${label} ${index + 1}`}
        aria-describedby={describedBy}
        error={isInvalid || form.refusals[item.key] !== undefined}
        autoFocus={isNew}
        disabled={form.isDisabled}
        spellCheck={false}
        value={typed.value}
        onFocus={typed.onFocus}
        onBlur={() => {
          typed.onBlur();
          if (isNew) onGone();
        }}
        onKeyDown={(event) => {
          typed.onKeyDown(event);
          if (event.key !== "Enter" || asValue === undefined || typed.value === "") return;
          event.preventDefault();
          onEntered?.();
        }}
        onChange={(event) => typed.onType(event.currentTarget.value)}
      />
      {options}
      <ActionIcon variant="subtle" color="gray" aria-label={t("Remove {{label}} {{index}}", { label, index: index + 1 })} disabled={form.isDisabled} onClick={remove}>
        <X size={13} aria-hidden />
      </ActionIcon>
    </div>
  );
}
