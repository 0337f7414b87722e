/** What is known of the text in the Source face: its reading, and the problems to show in it. */
import { useCallback, useMemo, useSyncExternalStore } from "react";
import type { DagDetail } from "../../../shared/contract/dags.ts";
import type { ParsedDag } from "../../../shared/dag-file/parse-dag.ts";
import type { Diagnostic } from "../../../shared/model/diagnostic.ts";
import { useDagDocument, useDocumentState } from "../../document/documents-provider.tsx";
import { placeAnew } from "../../document/place-anew.ts";
import type { TextDocument } from "../../document/text-document.ts";

export interface Reading {
  /** The last that was YAML; null before the first. */
  readonly reading: ParsedDag | null;
  readonly diagnostics: readonly Diagnostic[];
}

const none: readonly never[] = [];

export function useReading(document: TextDocument, saved: DagDetail): Reading {
  const dag = useDagDocument(document.path);
  const subscribe = useCallback((listener: () => void) => dag?.subscribe(listener) ?? (() => {}), [dag]);
  const state = useSyncExternalStore(subscribe, () => dag?.get() ?? null);
  const own = useMemo(() => [...saved.diagnostics, ...saved.findings].filter(({ file }) => file === document.path), [saved, document.path]);
  // The engine knows the workspace too: which files are there, which connections. It speaks of what is saved.
  const isSaved = useDocumentState(document, ({ text }) => text === saved.source);
  // What other DAGs are does not change by typing here.
  const typed = useMemo(() => (state === null ? none : [...state.parsed.diagnostics, ...placeAnew(saved.findings, state.parsed, document.get().text, saved.source)]), [state, saved, document]);
  return { reading: state?.sound ?? null, diagnostics: isSaved ? own : typed };
}
