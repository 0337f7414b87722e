/** Which other result to compare with, and which columns say that two rows are the same one. */
import { Button, MultiSelect, Select } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { SqlCompare } from "../../../../shared/contract/sql-look.ts";
import { toFailure } from "../../../rpc/failure.ts";
import { t } from "../../../strings/t.ts";
import { Dialog } from "../../../ui/dialog.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { formatInstant } from "../../../ui/format.ts";
import { useDisplayZone } from "../../../ui/preferences.tsx";
import styles from "./results.module.css";
import type { ResultTab } from "./runs.ts";
import { tabWords } from "./tab-words.ts";

export interface CompareDialogProps {
  readonly tab: ResultTab;
  readonly others: readonly ResultTab[];
  readonly onCompare: (input: SqlCompare & { title: string }) => Promise<void>;
  readonly onClose: () => void;
}

const namesOf = ({ statement }: ResultTab): string => JSON.stringify(statement.columns.map(({ name }) => name));

export function CompareDialog({ tab, others, onCompare, onClose }: CompareDialogProps): ReactNode {
  const zone = useDisplayZone();
  const same = others.filter((other) => namesOf(other) === namesOf(tab));
  const { columns } = tab.statement;
  const [otherKey, setOtherKey] = useState(same.at(-1)?.key ?? null);
  const [keys, setKeys] = useState<string[]>(() => [String(Math.max(0, columns.findIndex(({ name }) => /(^|_)id$/i.test(name))))]);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const other = same.find(({ key }) => key === otherKey);
  const compare = async (): Promise<void> => {
    if (other?.statement.resultId == null || tab.statement.resultId === null) return;
    setBusy(true);
    // The older one is what was before.
    const [before, after] = other.run.state.startedAt <= tab.run.state.startedAt ? [other, tab] : [tab, other];
    try {
      await onCompare({ before: before.statement.resultId ?? "", after: after.statement.resultId ?? "", keys: keys.map(Number), title: `${before.marks.name ?? t("Before")} ↔ ${after.marks.name ?? "after"}` });
    } catch (thrown) {
      setError(toFailure(thrown).message);
      setBusy(false);
    }
  };
  return (
    <Dialog title={t("Compare two results")} size={460} onClose={onClose}>
      {same.length === 0 ? (
        <EmptyState title={t("There is no other result of the same columns")}>{t("Run a query of the same columns too; results of earlier runs stay at hand.")}</EmptyState>
      ) : (
        <form
          className={styles.exportForm}
          onSubmit={(event) => {
            event.preventDefault();
            void compare();
          }}
        >
          <Select size="xs" label={t("With")} allowDeselect={false} data={same.map((each) => ({ value: each.key, label: `${formatInstant(each.run.state.startedAt, zone)} · ${tabWords(each)}` }))} value={otherKey} onChange={setOtherKey} />
          <MultiSelect
            size="xs"
            label={t("Rows are the same one by")}
            description={keys.length === 0 ? t("Nothing: whole rows are compared, so a changed row is one gone and one added.") : t("What else differs in such a row is a change.")}
            searchable
            data={columns.map(({ name }, index) => ({ value: String(index), label: name === "" ? t("column {{index}}", { index: index + 1 }) : name }))}
            value={keys}
            onChange={setKeys}
          />
          {error !== null && (
            <p role="alert" style={{ color: "var(--dw-error)" }}>
              {error}
            </p>
          )}
          <div className={styles.filterActs}>
            <Button size="compact-sm" variant="default" onClick={onClose}>
              {t("Cancel")}
            </Button>
            <Button size="compact-sm" type="submit" loading={busy}>
              {t("Compare")}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
