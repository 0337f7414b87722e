/** Which assets have to be loaded: names, of which all or any are needed, and conditions inside, which are the other way round or as they are written. */
import { ActionIcon, Button, NativeSelect } from "@mantine/core";
import { Plus, X } from "lucide-react";
import { useState, type ReactNode } from "react";
import { child, toPlain } from "../../../../../shared/dag-file/yaml-tree.ts";
import { t } from "../../../../strings/t.ts";
import { below, itemAt, itemCount, nodeOf, removeItem, setValue, type Binding } from "../binding.ts";
import { useForm, type ControlProps } from "../form-context.ts";
import styles from "../forms.module.css";
import { ListItem, useAddingItem } from "./list-control.tsx";
import { nameOf } from "./text-control.tsx";

type Joined = "all" | "any";

/** A name or a bare list means all of them. */
function partsOf(binding: Binding): { readonly joined: Joined; readonly list: Binding } {
  const node = nodeOf(binding);
  if (node?.kind !== "map") return { joined: "all", list: binding };
  const joined = child(node, "any") === null ? "all" : "any";
  return { joined, list: below(binding, joined) };
}

/** The same parts, joined the other way. */
function rejoined(list: Binding, joined: Joined): unknown {
  const plain = toPlain(nodeOf(list));
  const items: unknown[] = Array.isArray(plain) ? plain : [plain];
  return joined === "any" ? { any: items } : items;
}

/** `startsAtAdd`: it was just made, and its next name is to be typed. */
export function AssetsControl({ startsAtAdd = false, ...props }: ControlProps & { readonly startsAtAdd?: boolean }): ReactNode {
  const { binding, label } = props;
  const form = useForm();
  const { joined, list } = partsOf(binding);
  const count = itemCount(list);
  const adding = useAddingItem(list, count, startsAtAdd);
  const [isNesting, setNesting] = useState(false);
  const [entered, setEntered] = useState<number | null>(null);
  const inner: Joined = joined === "all" ? "any" : "all";
  const act = t("Set {{value}}", { value: nameOf({ binding }) });
  const done = (): void => {
    adding.setAdding(false);
    setNesting(false);
  };
  return (
    <div className={styles.rows}>
      {count > 1 && (
        <NativeSelect
          {...{ size: "xs", disabled: form.isDisabled, "aria-label": t("How {{label}} are joined", { label }), value: joined }}
          data={[
            { value: "all", label: t("All of them were loaded") },
            { value: "any", label: t("Any of them was loaded") },
          ]}
          onChange={(event) => form.edit(binding, act, setValue(binding, rejoined(list, event.currentTarget.value === "any" ? "any" : "all")))}
        />
      )}
      {Array.from({ length: count + (adding.isAdding ? 1 : 0) }, (_, index) =>
        index < count && isCondition(itemAt(list, index)) ? (
          <Condition key={index} {...props} list={list} index={index} startsAtAdd={index === entered} />
        ) : (
          <ListItem key={index} {...props} isTyped={false} list={list} index={index} isNew={index >= count} onGone={done} onEntered={() => (setEntered(index), done())} {...(index >= count && isNesting ? { asValue: (name: string) => ({ [inner]: [name] }) } : {})} />
        ),
      )}
      <div className={styles.row}>
        <Button variant="subtle" size="compact-xs" className={styles.add ?? ""} leftSection={<Plus size={12} aria-hidden />} disabled={form.isDisabled} aria-label={t("Add to {{label}}", { label })} onClick={() => adding.setAdding(true)}>
          {t("Add")}
        </Button>
        {count > 0 && (
          <Button
            variant="subtle"
            size="compact-xs"
            className={styles.add ?? ""}
            leftSection={<Plus size={12} aria-hidden />}
            disabled={form.isDisabled || adding.isAdding}
            onClick={() => {
              setNesting(true);
              adding.setAdding(true);
            }}
          >
            {inner === "any" ? t("Add a choice (any of)") : t("Add a group (all of)")}
          </Button>
        )}
      </div>
    </div>
  );
}

function isCondition(binding: Binding): boolean {
  const kind = nodeOf(binding)?.kind;
  return kind === "map" || kind === "seq";
}

interface ConditionProps extends ControlProps {
  readonly list: Binding;
  readonly index: number;
  readonly startsAtAdd: boolean;
}

function Condition({ list, index, ...props }: ConditionProps): ReactNode {
  const form = useForm();
  const item = itemAt(list, index);
  const { joined } = partsOf(item);
  const label = `${props.label} ${index + 1}`;
  return (
    <div className={styles.card} role="group" aria-label={label}>
      <div className={styles.cardHead}>
        <span className={`dw-dim ${styles.grow ?? ""}`}>{joined === "any" ? t("Any of") : t("All of")}</span>
        <ActionIcon variant="subtle" color="gray" aria-label={t("Remove {{label}} {{index}}", { label: props.label, index: index + 1 })} disabled={form.isDisabled} onClick={() => form.edit(list, t("Remove from {{value}}", { value: nameOf({ binding: list }) }), removeItem(list, index))}>
          <X size={13} aria-hidden />
        </ActionIcon>
      </div>
      <div className={styles.cardBody}>
        <AssetsControl {...props} binding={item} label={label} />
      </div>
    </div>
  );
}
