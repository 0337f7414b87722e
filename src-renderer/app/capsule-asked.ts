/** What is being asked about run capsules, one dialog at a time: by the menu, a file that was dropped, the page of a run. */
import { create } from "zustand";

interface RunName {
  readonly dagId: string;
  readonly runId: string;
  readonly source?: string | undefined;
}

export type CapsuleQuestion =
  | { readonly kind: "open"; /** Dropped on the window. */ readonly files: readonly File[] }
  | { readonly kind: "export"; readonly run: RunName }
  | { readonly kind: "incident"; readonly run: RunName; readonly taskId: string | null }
  | { readonly kind: "replay"; readonly run: RunName; readonly taskId: string };

export const useCapsuleAsked = create<{ readonly question: CapsuleQuestion | null }>(() => ({ question: null }));

export function askCapsule(question: CapsuleQuestion | null): void {
  useCapsuleAsked.setState({ question });
}
