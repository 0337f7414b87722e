/** A button that cannot do anything now and keeps the focus all the same: one that is `disabled` lets go of it, and keys then go nowhere. */
export interface Able {
  readonly onClick: () => void;
  readonly "aria-disabled": boolean;
  /** Gives it the look of a disabled one. */
  readonly "data-disabled"?: true;
}

export function whenAble(isAble: boolean, act: () => void): Able {
  return { onClick: () => void (isAble && act()), "aria-disabled": !isAble, ...(isAble ? {} : { "data-disabled": true as const }) };
}
