/** The Draw face of a DAG's page: opens the file as a document, and lets it be drawn. */
import type { ReactNode } from "react";
import { useDagDocument, useOpening } from "../../document/documents-provider.tsx";
import type { TaskStatus } from "../../graph-view/task-status.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { SkeletonRows } from "../../ui/skeleton-rows.tsx";
import { DrawBoard } from "./draw-board.tsx";

export interface DrawFaceProps {
  readonly dagId: string;
  /** Relative to the workspace. */
  readonly file: string;
  readonly instances: readonly TaskStatus[] | null;
}

export function DrawFace({ dagId, file, instances }: DrawFaceProps): ReactNode {
  const { failure } = useOpening(file);
  const document = useDagDocument(file);
  if (failure !== null) return <ErrorState title={`${file} cannot be opened`} failure={failure} />;
  if (document === null) return <SkeletonRows rows={12} label="Opening the file" />;
  return <DrawBoard key={file} document={document} dagId={dagId} instances={instances} />;
}
