/** What the templates of one task come to: asked of the engine for the text as it is, saved or not, once typing pauses. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import type { DraftPreview } from "../../../../shared/contract/dags.ts";
import type { DagDocument } from "../../../document/dag-document.ts";
import { toFailure } from "../../../rpc/failure.ts";
import { useRpc } from "../../../rpc/rpc-provider.tsx";
import { t } from "../../../strings/t.ts";
import { readJsonObject } from "../../../ui/json-text.ts";

export interface PreviewSetup {
  readonly isOn: boolean;
  /** As `datetime-local` gives it, meant in UTC; empty for now. */
  readonly date: string;
  /** JSON; empty for the defaults. */
  readonly params: string;
}

export interface Preview {
  readonly setup: PreviewSetup;
  readonly change: (part: Partial<PreviewSetup>) => void;
  readonly fields: DraftPreview["fields"];
  /** Why there is nothing to see. */
  readonly trouble: string | null;
  readonly paramsProblem: string | null;
  readonly isLoading: boolean;
}

export function useDraftPreview(document: DagDocument, version: number, taskId: string | null): Preview {
  const [setup, setSetup] = useState<PreviewSetup>({ isOn: false, date: "", params: "" });
  const [asked] = useDebouncedValue({ version, date: setup.date, params: setup.params }, 250);
  const rpc = useRpc();
  const params = readJsonObject(asked.params);
  const at = asked.date === "" ? Number.NaN : Date.parse(`${asked.date}Z`);
  const { path } = document.text;
  const query = useQuery({
    // The version stands for the text, which may be long.
    queryKey: ["draft-preview", path, asked.version, taskId, asked.date, asked.params],
    queryFn: () => rpc.dags.renderDraft.call({ path, text: document.text.get().text, taskId: taskId ?? "", ...(Number.isNaN(at) ? {} : { logicalDate: at }), ...(params.ok ? { params: params.value } : {}) }),
    enabled: setup.isOn && taskId !== null && params.ok,
    placeholderData: keepPreviousData,
    gcTime: 10_000,
    retry: false,
  });
  const isShown = setup.isOn && taskId !== null;
  return {
    setup,
    change: (part) => setSetup((before) => ({ ...before, ...part })),
    fields: isShown ? (query.data?.fields ?? []) : [],
    trouble: !isShown ? null : query.error !== null ? toFailure(query.error).message : (query.data?.trouble ?? null),
    paramsProblem: params.ok ? null : t("Line {{line}}, column {{column}}: {{message}}", { line: params.line, column: params.column, message: params.message }),
    isLoading: isShown && query.isFetching,
  };
}

/** The results for one field. The engine names places by the short forms; a field in the full form is the same place. */
export function resultsFor(fields: DraftPreview["fields"], key: string, below: boolean): DraftPreview["fields"] {
  const place = key.replace(/^(checks\[\d+\])\.\w+\.(min|max)$/, "$1.$2").replace(/^(checks\[\d+\])\.query$/, "$1.sql");
  return fields.filter(({ field }) => field === place || (below && (field.startsWith(`${place}.`) || field.startsWith(`${place}[`))));
}
