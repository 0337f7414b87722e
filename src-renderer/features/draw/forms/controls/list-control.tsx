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
  const [isOpen, setAdding] = useState(false);
  // What was refused stays, with the reason, until it is mended or taken out.
  const isAdding = isOpen || form.refusals[itemAt(binding, count).key] !== undefined;
  return (
    <div className={styles.rows}>
      {Array.from({ length: count + (isAdding ? 1 : 0) }, (_, index) => (
        <Item key={index} {...props} list={binding} index={index} isNew={index >= count} onGone={() => setAdding(false)} onWritten={() => setAdding(false)} />
      ))}
      {count === 0 && !isAdding && fallback !== "" && <span className="dw-dim">{fallback}</span>}
      <Button variant="subtle" size="compact-xs" className={styles.add ?? ""} leftSection={<Plus size={12} aria-hidden />} disabled={form.isDisabled} aria-label={t("Add to {{label}}", { label })} onClick={() => setAdding(true)}>
        {t("Add")}
      </Button>
    </div>
  );
}

interface ItemProps extends ControlProps {
  readonly isTyped: boolean;
  readonly list: Binding;
  readonly index: number;
  readonly isNew: boolean;
  readonly onGone: () => void;
  readonly onWritten: () => void;
}

function Item({ list, index, isNew, isTyped, label, describedBy, isInvalid, onGone, onWritten }: ItemProps): ReactNode {
  const form = useForm();
  const item = itemAt(list, index);
  const read = isTyped ? readScalar : (text: string): unknown => text;
  const show = isTyped ? showScalar(toPlain(nodeOf(item))) : shownText(item);
  const write = (text: string) => (text === "" ? (isNew ? [] : removeItem(list, index)) : isNew ? addItem(list, read(text)) : setValue(item, read(text)));
  const typed = useTyped({ binding: isNew ? { ...list, key: item.key } : item, shown: isNew ? "" : show, act: t("Set {{value}}", { value: nameOf({ binding: list }) }), write, settle: (text) => (text === "" || isTyped ? `${text} ` : text) });
  const { list: listed, options } = useProposals(item.key);
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
          if (isNew) onWritten();
        }}
        onKeyDown={typed.onKeyDown}
        onChange={(event) => typed.onType(event.currentTarget.value)}
      />
      {options}
      <ActionIcon variant="subtle" color="gray" aria-label={t("Remove {{label}} {{index}}", { label, index: index + 1 })} disabled={form.isDisabled} onClick={remove}>
        <X size={13} aria-hidden />
      </ActionIcon>
    </div>
  );
}
