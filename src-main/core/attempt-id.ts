/**
 * The name of a try outside the store: `<store id>.<run>.<task>.<try>`. The store id keeps ids of different workspaces
 * (and of a history that was set aside) apart; tries only count up, so that no id is ever used twice.
 */
export interface AttemptKey {
  readonly run: number;
  readonly task: number;
  readonly tryNumber: number;
}

export function formatAttemptId(storeId: string, key: AttemptKey): string {
  return `${storeId}.${key.run}.${key.task}.${key.tryNumber}`;
}

/** Null when the id is not one of this store. */
export function parseAttemptId(storeId: string, id: string): AttemptKey | null {
  const [store, ...rest] = id.split(".");
  const [run, task, tryNumber] = rest.map(Number);
  if (store !== storeId || rest.length !== 3) return null;
  if (!Number.isInteger(run) || !Number.isInteger(task) || !Number.isInteger(tryNumber)) return null;
  return { run, task, tryNumber } as AttemptKey;
}
