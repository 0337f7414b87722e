/** What the instances of mapped tasks work on. */
export interface MapItem {
  readonly item: unknown;
  readonly label: string;
}

export interface MapItems {
  replace(run: number, task: number, items: readonly MapItem[]): void;
  get(run: number, task: number, mapIndex: number): MapItem | null;
}
