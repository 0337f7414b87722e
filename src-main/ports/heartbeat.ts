/** A process beside the engine that can be asked whether it still answers. */
export interface Beating {
  readonly pid: number | null;
  /** Calls back when the process answers, if it does. Nothing happens while there is none. */
  ping(onAnswer: () => void): void;
}
