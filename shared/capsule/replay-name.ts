/** Replays of a DAG's runs are kept apart from its own runs and tries, under a name that no DAG can have. */

const ending = " (replay)";

export function replayName(dagId: string): string {
  return isReplay(dagId) ? dagId : `${dagId}${ending}`;
}

export function isReplay(dagId: string): boolean {
  return dagId.endsWith(ending);
}
