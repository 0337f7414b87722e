/**
 * What a text with templates comes to for a date, params and conf: asked of the engine once typing pauses. What was chosen is kept per
 * DAG while the window is open, so that every view of its SQL shows the same.
 */
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { create } from "zustand";
import type { RenderedText, RenderText } from "../../shared/contract/dags.ts";
import { toFailure } from "../rpc/failure.ts";
import { useRpc } from "../rpc/rpc-provider.tsx";
import type { EditorMark } from "../editor/editor-parts.ts";
import { t } from "../strings/t.ts";
import { readJsonObject } from "../ui/json-text.ts";

export interface RenderSetup {
  /** Epoch milliseconds; null for now. */
  readonly at: number | null;
  /** JSON objects; empty for what the DAG says. */
  readonly params: string;
  readonly conf: string;
}

export interface RenderedOf {
  /** Path of the DAG file. */
  readonly file: string;
  /** Its text while it is edited; absent for the one on the disk. */
  readonly draft?: { readonly version: number; readonly text: () => string };
  readonly taskId: string | null;
  readonly template: string;
}

export interface Rendered {
  readonly setup: RenderSetup;
  readonly change: (part: Partial<RenderSetup>) => void;
  readonly result: RenderedText | null;
  /** Why there is nothing to see. */
  readonly trouble: string | null;
  readonly problems: { readonly params: string | null; readonly conf: string | null };
  readonly isLoading: boolean;
  readonly marks: readonly EditorMark[];
  /** A text of the person's choice for the same date, params and conf, at once. */
  readonly render: (template: string) => Promise<RenderedText>;
}

const asIs: RenderSetup = { at: null, params: "", conf: "" };
const useSetups = create<Readonly<Record<string, RenderSetup>>>(() => ({}));
const noMarks: readonly EditorMark[] = [];

export function hasTemplate(text: string): boolean {
  return /\{[{%#]/.test(text);
}

/** `of` null asks nothing. */
export function useRendered(of: RenderedOf | null): Rendered {
  const rpc = useRpc();
  const file = of?.file ?? "";
  const setup = useSetups((all) => all[file] ?? asIs);
  const [template] = useDebouncedValue(of?.template ?? "", 250);
  const params = readJsonObject(setup.params);
  const conf = readJsonObject(setup.conf);
  const inputFor = (text: string): RenderText => ({
    path: file,
    ...(of?.draft === undefined ? {} : { text: of.draft.text() }),
    taskId: of?.taskId ?? null,
    template: text,
    ...(setup.at === null ? {} : { logicalDate: setup.at }),
    ...(params.ok ? { params: params.value } : {}),
    ...(conf.ok ? { conf: conf.value } : {}),
  });
  const query = useQuery({
    queryKey: ["rendered-text", file, of?.draft?.version ?? "saved", of?.taskId, template, setup],
    queryFn: () => rpc.dags.renderText.call(inputFor(template)),
    enabled: of !== null && params.ok && conf.ok,
    placeholderData: keepPreviousData,
    gcTime: 10_000,
    staleTime: 0,
    retry: false,
  });
  const result = of === null ? null : (query.data ?? null);
  // A place is that of the text it was asked for.
  const marks = useMemo(() => (of === null || result === null || template !== of.template ? noMarks : marksOf(template, result)), [of, result, template]);
  return {
    setup,
    change: (part) => useSetups.setState({ [file]: { ...setup, ...part } }),
    result,
    trouble: query.error === null ? (result?.error ?? null) : toFailure(query.error).message,
    problems: { params: params.ok ? null : t("Line {{line}}: {{message}}", { line: params.line, message: params.message }), conf: conf.ok ? null : t("Line {{line}}: {{message}}", { line: conf.line, message: conf.message }) },
    isLoading: query.isFetching || template !== (of?.template ?? ""),
    marks,
    render: (text) => rpc.dags.renderText.call(inputFor(text)),
  };
}

function marksOf(template: string, { error, place }: RenderedText): readonly EditorMark[] {
  if (error === null || place === null) return noMarks;
  const lines = template.split("\n");
  const start = lines.slice(0, place.line - 1).reduce((sum, line) => sum + line.length + 1, 0) + place.column - 1;
  return [{ severity: "error", code: "template/failed", message: error, span: { start, end: Math.min(template.length, start + place.length) } }];
}
