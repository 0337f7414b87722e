/** What a file can be compared with: the text as it is, the disk, and each kept version; and the texts of two of them. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import type { DocumentVersion } from "../../../../shared/contract/documents.ts";
import { useDocumentState } from "../../../document/documents-provider.tsx";
import type { TextDocument } from "../../../document/text-document.ts";
import { toFailure, type Failure } from "../../../rpc/failure.ts";
import { useRpc } from "../../../rpc/rpc-provider.tsx";
import { t } from "../../../strings/t.ts";

export interface VersionEntry {
  /** `now`, `disk`, or the id of a version. */
  readonly key: string;
  readonly title: string;
  /** Null for the text as it is and the disk. */
  readonly version: DocumentVersion | null;
}

export interface Versions {
  /** Newest first. */
  readonly entries: readonly VersionEntry[];
  /** Why git has none. */
  readonly note: string | null;
  readonly isLoading: boolean;
  readonly failure: Failure | null;
  readonly retry: () => void;
}

export function useVersions(document: TextDocument): Versions {
  const dirty = useDocumentState(document, (state) => state.dirty);
  const disk = useDocumentState(document, (state) => state.disk);
  const query = useQuery(useRpc().documents.versions.queryOptions({ input: { path: document.path } }));
  const { refetch } = query;
  // A save makes a version, whoever saved.
  useEffect(() => void refetch(), [disk, refetch]);
  const entries = useMemo(() => {
    const now: VersionEntry = { key: "now", title: dirty ? t("Now, not saved") : t("Now"), version: null };
    const saved: VersionEntry[] = disk !== null ? [{ key: "disk", title: t("The file on disk"), version: null }] : [];
    const kept = (query.data?.versions ?? []).map((version): VersionEntry => ({ key: version.id, title: titleOf(version), version }));
    return [now, ...saved, ...kept];
  }, [dirty, disk, query.data]);
  return { entries, note: query.data?.note ?? null, isLoading: query.isPending, failure: query.isError ? toFailure(query.error) : null, retry: () => void refetch() };
}

function titleOf({ source, title }: DocumentVersion): string {
  if (source === "saved") return t("Saved here");
  return title === "" ? t("Commit without a message") : title;
}

export interface VersionText {
  readonly text: string | null;
  readonly failure: Failure | null;
}

export function useVersionText(document: TextDocument, key: string): VersionText {
  const now = useDocumentState(document, (state) => state.text);
  const disk = useDocumentState(document, (state) => state.disk);
  const isKept = key !== "now" && key !== "disk";
  // A version never changes.
  const query = useQuery({ ...useRpc().documents.version.queryOptions({ input: { path: document.path, id: key } }), enabled: isKept, staleTime: Number.POSITIVE_INFINITY });
  if (!isKept) return { text: key === "now" ? now : (disk ?? ""), failure: null };
  return { text: query.data?.text ?? null, failure: query.isError ? toFailure(query.error) : null };
}
