/** A pool is added, gets other slots, or is removed: what that means first, undone afterwards. */
import { Button, NumberInput, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent, type ReactNode } from "react";
import type { PoolState } from "../../../shared/contract/pools.ts";
import { followAct } from "../../run-acts/act-store.ts";
import { useUndo } from "../../run-acts/use-undo.ts";
import { toFailure } from "../../rpc/failure.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { t } from "../../strings/t.ts";
import { Dialog } from "../../ui/dialog.tsx";
import styles from "./pools.module.css";

const exampleName = "claims_db";
/** As many as a list of DAGs names. */
const dagsNamed = 5;

function useSetPool(onDone: () => void) {
  const rpc = useRpc();
  const cache = useQueryClient();
  const { offer } = useUndo();
  const { mutateAsync, isPending, error } = useMutation(
    rpc.pools.set.mutationOptions({
      onSuccess: ({ pools, entry }, { name, slots }) => {
        cache.setQueryData(rpc.pools.list.queryKey({ input: {} }), { pools });
        onDone();
        if (entry !== null) offer(slots === null ? t("Pool {{name}} has no bound any more", { name }) : t("Pool {{name}} has {{count}} slots", { name, count: slots }), entry);
      },
    }),
  );
  return { set: (to: Parameters<typeof mutateAsync>[0]) => followAct(mutateAsync(to)), isPending, error };
}

export interface SlotsDialogProps {
  /** Null for a new one. */
  readonly pool: PoolState | null;
  readonly known: readonly PoolState[];
  readonly onClose: () => void;
}

export function SlotsDialog({ pool, known, onClose }: SlotsDialogProps): ReactNode {
  const [name, setName] = useState(pool?.name ?? "");
  const [slots, setSlots] = useState<number | string>(pool?.slots ?? 1);
  const { set, isPending, error } = useSetPool(onClose);
  const isTaken = pool === null && known.some((one) => one.name === name.trim() && one.slots !== null);
  const nameTrouble = isTaken ? t("There is a pool of this name already; change its slots.") : null;
  const count = typeof slots === "number" && Number.isInteger(slots) && slots >= 1 ? slots : null;
  const slotsTrouble = count === null ? t("Expected a whole number, 1 or more.") : null;
  const isReady = count !== null && name.trim() !== "" && !isTaken && !isPending;
  const save = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady) set({ name: name.trim(), slots: count });
  };
  return (
    <Dialog title={pool === null ? t("Add a pool") : t("Slots of {{name}}", { name: pool.name })} size={420} onClose={onClose} startsInside>
      <form className={styles.form} onSubmit={save}>
        {pool === null && <TextInput data-autofocus label={t("Name")} description={t("As tasks name it: pool: {{name}}", { name: name.trim() === "" ? exampleName : name.trim() })} value={name} maxLength={250} error={nameTrouble} onChange={(event) => setName(event.currentTarget.value)} />}
        <NumberInput {...(pool === null ? {} : { "data-autofocus": true })} label={t("Slots")} description={t("As many may be taken at the same time; a task takes one unless it says pool_slots.")} value={slots} min={1} allowDecimal={false} error={slotsTrouble} onChange={setSlots} />
        {pool !== null && count !== null && <p className="dw-dim">{meaningOf(pool, count)}</p>}
        {error !== null && (
          <p className={styles.trouble} role="alert">
            {toFailure(error).message}
          </p>
        )}
        <Foot onClose={onClose}>
          <Button type="submit" disabled={!isReady} loading={isPending}>
            {pool === null ? t("Add the pool") : t("Set the slots")}
          </Button>
        </Foot>
      </form>
    </Dialog>
  );
}

function meaningOf({ used, waitingCount }: PoolState, slots: number): string {
  if (slots < used) return t("{{used}} slots are taken now: what runs goes on, and nothing new starts before fewer than {{slots}} are.", { used, slots });
  if (waitingCount > 0 && slots > used) return t("{{count}} tasks wait; those that fit into {{free}} free slots start at once.", { count: waitingCount, free: slots - used });
  return t("It counts at once. It is written into dagwright.json.");
}

export function RemovePoolDialog({ pool: { name, dags, dagCount, waitingCount }, onClose }: { readonly pool: PoolState; readonly onClose: () => void }): ReactNode {
  const { set, isPending, error } = useSetPool(onClose);
  const named = dags.slice(0, dagsNamed).map(({ dagId, tasks }) => t("{{dagId}} ({{count}} tasks)", { dagId, count: tasks }));
  return (
    <Dialog title={t("Remove pool {{name}}", { name })} size={460} onClose={onClose}>
      {dagCount === 0 ? (
        <p>{t("No DAG uses it.")}</p>
      ) : (
        <>
          <p>{t("{{count}} DAGs use it. Their tasks then have as many slots as the engine, and those that wait start where they may:", { count: dagCount })}</p>
          <ul className={styles.users}>
            {named.map((words) => (
              <li key={words}>{words}</li>
            ))}
            {dagCount > named.length && <li className="dw-dim">{t("and {{rest}} more", { rest: dagCount - named.length })}</li>}
          </ul>
        </>
      )}
      {waitingCount > 0 && <p>{t("{{count}} tasks wait in it now.", { count: waitingCount })}</p>}
      {error !== null && (
        <p className={styles.trouble} role="alert">
          {toFailure(error).message}
        </p>
      )}
      <Foot onClose={onClose}>
        <Button color="red" loading={isPending} onClick={() => set({ name, slots: null })}>
          {t("Remove the pool")}
        </Button>
      </Foot>
    </Dialog>
  );
}

function Foot({ onClose, children }: { readonly onClose: () => void; readonly children: ReactNode }): ReactNode {
  return (
    <div className={styles.foot}>
      <Button variant="default" onClick={onClose}>
        {t("Cancel")}
      </Button>
      {children}
    </div>
  );
}
