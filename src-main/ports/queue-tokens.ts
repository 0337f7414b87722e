/** Tokens that let programs post events, one a queue. What is kept tells none of them. */
export interface QueueTokens {
  /** The DAG whose queue the token is for; null where it is none of this workspace. Takes the same time for every text. */
  dagOf(token: string): string | null;
  /** Null where the queue has none. */
  madeAt(dagId: string): number | null;
}
