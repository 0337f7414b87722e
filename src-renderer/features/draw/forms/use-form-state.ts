/** Joins the fields to the document: what is written, what is wrong, and every edit as one entry of its history. */
import { useCallback, useMemo, useState, useSyncExternalStore } from "react";
import type { DagEdit } from "../../../../shared/dag-file/edit.ts";
import type { DagDocument, DagState } from "../../../document/dag-document.ts";
import { t } from "../../../strings/t.ts";
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

/** `subject` is named in the history; `chosen` tells one selection from another: a refusal belongs to one only. */
export function useFormState(document: DagDocument, subject: string, chosen: string): FormState {
  const subscribe = useCallback((listener: () => void) => document.subscribe(listener), [document]);
  const dag = useSyncExternalStore(subscribe, () => document.get());
  const [sources] = useState(lastSound);
  const [refused, setRefused] = useState<{ readonly chosen: string; readonly byField: Readonly<Record<string, string>> }>({ chosen, byField: {} });
  const acts = useMemo(() => {
    const forgive = ({ key }: Binding): void => setRefused((before) => (before.chosen === chosen && key in before.byField ? { chosen, byField: without(before.byField, key) } : before));
    const refuse = ({ key }: Binding, why: string): void => setRefused((before) => ({ chosen, byField: { ...(before.chosen === chosen ? before.byField : {}), [key]: why } }));
    const edit: FormState["edit"] = (binding, act, edits, gesture) => {
      if (edits.length === 0) return true;
      const done = document.edit(entryName(act, subject), edits, gesture);
      if (done.ok) forgive(binding);
      else refuse(binding, done.diagnostics.find(({ severity }) => severity === "error")?.message ?? t("This cannot be written here; edit the text."));
      return done.ok;
    };
    return { edit, refuse, forgive };
  }, [document, subject, chosen]);
  return { dag, source: sources(document, dag), refusals: refused.chosen === chosen ? refused.byField : none, ...acts };
}

const none: Readonly<Record<string, string>> = {};

/** `Set retries` of `load` → "Set retries of load"; `Connect a to` → "Connect a to load". */
export function entryName(act: string, subject: string): string {
  return / (?:to|from)$/.test(act) ? `${act} ${subject}` : t("{{act}} of {{subject}}", { act, subject });
}

function without(refusals: Readonly<Record<string, string>>, key: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(refusals).filter(([other]) => other !== key));
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
