/** For the tests of the forms: a DAG document over a text in memory, and the panel on a real DOM. */
import { MantineProvider } from "@mantine/core";
import { QueryClient } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import type { DraftPreview, RenderDraft } from "../../../../shared/contract/dags.ts";
import { parseDag } from "../../../../shared/dag-file/parse-dag.ts";
import { emptyHistory, record, undo } from "../../../../shared/document/history.ts";
import { applyChanges } from "../../../../shared/document/text-change.ts";
import { OpenDagDocument } from "../../../document/dag-document.ts";
import type { DocumentState, TextDocument } from "../../../document/text-document.ts";
import { RpcProvider, type Rpc } from "../../../rpc/rpc-provider.tsx";
import { PropertiesPanel, type PropertiesPanelProps } from "./properties-panel.tsx";

// The test's DOM has no fonts, and the kit waits for them to measure text.
if (!("fonts" in document)) Object.defineProperty(document, "fonts", { value: new EventTarget() });

export interface MemoryText extends TextDocument {
  readonly entries: () => string[];
}

export function memoryText(source: string): MemoryText {
  const listeners = new Set<() => void>();
  let state: DocumentState = { text: source, version: 1, disk: null, dirty: false, history: emptyHistory, saving: false, recovered: false, conflict: null, readOnly: null, trouble: null };
  const set = (next: Partial<DocumentState>): void => {
    state = { ...state, ...next, version: state.version + 1 };
    for (const listener of listeners) listener();
  };
  const never = (): never => {
    throw new Error("not asked for here");
  };
  return {
    path: "t.dag.yaml",
    get: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    type: never,
    look: never,
    change(name, changes, gesture) {
      const history = record(state.history, state.text, changes, { name, kind: "edit", at: 0, ...(gesture === undefined ? {} : { gesture }) });
      set({ history, text: applyChanges(state.text, changes).text });
    },
    undo() {
      const step = undo(state.history, state.text);
      if (step !== null) set({ history: step.history, text: step.text });
    },
    ...{ redo: never, goTo: never, save: never, revert: never, resolve: never },
    entries: () => state.history.entries.map(({ name }) => name),
  };
}

export async function openPanel(source: string, tasks: readonly string[], more: Partial<PropertiesPanelProps> & { renderDraft?: (asked: RenderDraft) => DraftPreview; assetNames?: readonly string[] } = {}) {
  const text = memoryText(source);
  const document = await OpenDagDocument.open(text, { parse: (content, file) => parseDag(content, { file }) });
  const { renderDraft, assetNames = [], ...props } = more;
  // Of the engine, the panel asks these two questions.
  const names = { queryOptions: () => ({ queryKey: ["assets"], queryFn: () => ({ names: assetNames }) }) };
  const queries = { assets: { names }, dags: { renderDraft: { call: (asked: RenderDraft) => Promise.resolve(renderDraft?.(asked) ?? { fields: [], trouble: null }) } } };
  const rpc = { queries, cache: new QueryClient() } as unknown as Rpc;
  const page = (chosen: readonly string[]): ReactNode => (
    <MantineProvider env="test">
      <RpcProvider rpc={rpc}>
        <PropertiesPanel document={document} selection={{ tasks: chosen }} {...props} />
      </RpcProvider>
    </MantineProvider>
  );
  const view = render(page(tasks));
  return { text, document, view, source: () => text.get().text, select: (chosen: readonly string[]) => view.rerender(page(chosen)) };
}
