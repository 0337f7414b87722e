/** What the workspace keeps, for DAGs whose files say nothing themselves; changed here, it is written into dagwright.json. */
import { Button, Checkbox, NumberInput, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent, type ReactNode } from "react";
import type { RetentionRules } from "../../../shared/contract/retention.ts";
import { toFailure } from "../../rpc/failure.ts";
import { useEngineInfo } from "../../rpc/engine-info.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { whyOnlyRead } from "../../rpc/why-still.ts";
import { t } from "../../strings/t.ts";
import { Dialog } from "../../ui/dialog.tsx";
import styles from "./retention.module.css";

export function RulesCard({ rules }: { readonly rules: RetentionRules }): ReactNode {
  const [isAsked, setAsked] = useState(false);
  const whyNot = whyOnlyRead(useEngineInfo());
  return (
    <section className={styles.card} aria-label={t("Rules of the workspace")}>
      <div className={styles.head}>
        <h2>{t("Rules of the workspace")}</h2>
        <p>{wordsOf(rules)}</p>
        <Button size="compact-sm" variant="default" disabled={whyNot !== null} title={whyNot ?? undefined} onClick={() => setAsked(true)}>
          {t("Change the rules")}
        </Button>
      </div>
      {isAsked && <RulesDialog rules={rules} onClose={() => setAsked(false)} />}
    </section>
  );
}

function wordsOf({ maxAge, maxRuns, automatic, archive, eventKeys }: RetentionRules): string {
  const bounds = [...(maxAge === null ? [] : [t("runs that ended within {{maxAge}}", { maxAge })]), ...(maxRuns === null ? [] : [t("of each DAG the newest {{count}}", { count: maxRuns })])];
  const keeps = bounds.length === 0 ? t("All runs are kept.") : t("Kept: {{bounds}}.", { bounds: bounds.join(", ") });
  return [keeps, automatic ? t("Once a day the others go by themselves.") : t("Nothing goes by itself."), archive ? t("What goes is archived before.") : t("What goes is not archived."), t("Keys of events stay for {{eventKeys}} at least.", { eventKeys })].join(" ");
}

function RulesDialog({ rules, onClose }: { readonly rules: RetentionRules; readonly onClose: () => void }): ReactNode {
  const rpc = useRpc();
  const cache = useQueryClient();
  const [maxAge, setMaxAge] = useState(rules.maxAge ?? "");
  const [maxRuns, setMaxRuns] = useState<number | string>(rules.maxRuns ?? "");
  const [automatic, setAutomatic] = useState(rules.automatic);
  const [eventKeys, setEventKeys] = useState(rules.eventKeys);
  const [archive, setArchive] = useState(rules.archive);
  const { mutate, isPending, error } = useMutation(
    rpc.retention.setRules.mutationOptions({
      onSuccess: () => {
        void cache.invalidateQueries({ queryKey: rpc.retention.preview.key() });
        onClose();
      },
    }),
  );
  const save = (event: FormEvent): void => {
    event.preventDefault();
    mutate({ maxAge: maxAge.trim() === "" ? null : maxAge.trim(), maxRuns: typeof maxRuns === "number" ? maxRuns : null, automatic, archive, eventKeys: eventKeys.trim() });
  };
  return (
    <Dialog title={t("Rules of the workspace")} size={460} onClose={onClose} startsInside>
      <form className={styles.form} onSubmit={save}>
        <TextInput data-autofocus label={t("Keep runs that ended within")} description={t("Such as 30d or 12h; empty for no bound.")} value={maxAge} maxLength={40} onChange={(event) => setMaxAge(event.currentTarget.value)} />
        <NumberInput label={t("Keep of each DAG the newest")} description={t("A number of runs; empty for no bound. A run goes when one of the two says so.")} value={maxRuns} min={1} allowDecimal={false} onChange={setMaxRuns} />
        <Checkbox label={t("Drop by itself, once a day")} checked={automatic} onChange={(event) => setAutomatic(event.currentTarget.checked)} />
        <Checkbox label={t("Put what goes into the archive before")} description={t("Parquet files in .dagwright/archive, without logs.")} checked={archive} onChange={(event) => setArchive(event.currentTarget.checked)} />
        <TextInput label={t("Keep the keys of events for at least")} description={t("Such as 30d. Until then, and as long as its run is there, an event that comes again starts no second run.")} value={eventKeys} maxLength={40} required onChange={(event) => setEventKeys(event.currentTarget.value)} />
        <p className="dw-dim">{t("It is written into dagwright.json. A DAG file may say its own with retention.")}</p>
        {error !== null && (
          <p className={styles.trouble} role="alert">
            {toFailure(error).message}
          </p>
        )}
        <div className={styles.foot}>
          <Button variant="default" onClick={onClose}>
            {t("Cancel")}
          </Button>
          <Button type="submit" loading={isPending}>
            {t("Set the rules")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
