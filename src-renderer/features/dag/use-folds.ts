/** Which groups are folded where a DAG is only looked at: as its file says, until the person folds one. Kept while the window is open. */
import { useCallback } from "react";
import { create } from "zustand";

const useKept = create<Readonly<Record<string, readonly string[]>>>(() => ({}));

export function useFolds(dagId: string, inFile: readonly string[]): { readonly collapsed: readonly string[]; readonly fold: (group: string, isFolded: boolean) => void } {
  const collapsed = useKept((all) => all[dagId]) ?? inFile;
  const fold = useCallback(
    (group: string, isFolded: boolean) => {
      const others = collapsed.filter((id) => id !== group);
      useKept.setState({ [dagId]: isFolded ? [...others, group] : others });
    },
    [dagId, collapsed],
  );
  return { collapsed, fold };
}
