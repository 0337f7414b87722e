/** Which half of the window a component stands in, and which document is shown there. Null outside of both. */
import { createContext, use, type ReactNode } from "react";

export interface HalfPlace {
  readonly id: number;
  /** `Tab.key`, or the address of a place. */
  readonly shows: string;
}

const HalfContext = createContext<HalfPlace | null>(null);

export function HalfProvider({ value, children }: { value: HalfPlace; children: ReactNode }): ReactNode {
  return <HalfContext value={value}>{children}</HalfContext>;
}

export function useHalfPlace(): HalfPlace | null {
  return use(HalfContext);
}
