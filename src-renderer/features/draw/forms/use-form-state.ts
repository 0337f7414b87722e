/** Joins the fields to the document: what is written, what is wrong, and every edit as one entry of its history. */
import { useCallback, useMemo, useState, useSyncExternalStore } from "react";
import type { DagEdit } from "../../../../shared/dag-file/edit.ts";
import type { DagDocument, DagState } from "../../../document/dag-document.ts";
import type { Binding } from "./binding.ts";
import { readFormSource, type FormSource } from "./form-source.ts";

export interface FormState {
  readonly dag: DagState;
  readonly source: FormSource;
  readonly refusals: Readonly<Record<string, string>>;
  readonly edit: (binding: Binding, act: string, edits: readonly DagEdit[], gesture?: string) => boolean;
  readonly refuse: (binding: Binding, why: string) => void;
  readonly forgive: (binding: Binding) => void;
}

export function useFormState(document: DagDocument, subject: string): FormState {
  const subscribe = useCallback((listener: () => void) => document.subscribe(listener), [document]);
  const dag = useSyncExternalStore(subscribe, () => document.get());
  const [sources] = useState(lastSound);
  const [refusals, setRefusals] = useState<Readonly<Record<string, string>>>({});
  const acts = useMemo(() => {
    const forgive = ({ key }: Binding): void => setRefusals((before) => without(before, key));
    const refuse = ({ key }: Binding, why: string): void => setRefusals((before) => ({ ...before, [key]: why }));
    const edit: FormState["edit"] = (binding, act, edits, gesture) => {
      if (edits.length === 0) return true;
      const done = document.edit(entryName(act, subject), edits, gesture);
      if (done.ok) forgive(binding);
      else refuse(binding, done.diagnostics.find(({ severity }) => severity === "error")?.message ?? "This cannot be written here; edit the text.");
      return done.ok;
    };
    return { edit, refuse, forgive };
  }, [document, subject]);
  return { dag, source: sources(document, dag), refusals, ...acts };
}

/** `Set retries` of `load` → "Set retries of load"; `Connect a to` → "Connect a to load". */
export function entryName(act: string, subject: string): string {
  return / (?:to|from)$/.test(act) ? `${act} ${subject}` : `${act} of ${subject}`;
}

function without(refusals: Readonly<Record<string, string>>, key: string): Readonly<Record<string, string>> {
  return key in refusals ? Object.fromEntries(Object.entries(refusals).filter(([other]) => other !== key)) : refusals;
}

/** The newest text whose reading is at hand and whole; the one before while a newer is read, or while it is no YAML. */
function lastSound(): (document: DagDocument, state: DagState) => FormSource {
  let last: { readonly document: DagDocument; readonly version: number; readonly source: FormSource } | null = null;
  return (document, state) => {
    if (last?.document === document && last.version === state.version) return last.source;
    const { text, version } = document.text.get();
    const isReadable = version === state.version && !state.isBroken;
    if (!isReadable && last?.document === document) return last.source;
    const source = readFormSource(text, version === state.version ? state.parsed : { nodeRanges: new Map() });
    last = { document, version: isReadable ? version : -1, source };
    return source;
  };
}
