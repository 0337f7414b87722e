/** The Draw face of a DAG's page: opens the file as a document, and lets it be drawn. */
import { lazy, Suspense, useState, type ReactNode } from "react";
import { useCommandHandlers } from "../../app/command-handlers.ts";
import type { DagDocument } from "../../document/dag-document.ts";
import { useRoute } from "../../app/route.ts";
import { useDagDocument, useOpening } from "../../document/documents-provider.tsx";
import { DocumentNotices } from "../../editor/document-notices.tsx";
import { t } from "../../strings/t.ts";
import { followRename } from "./rename/follow-rename.ts";
import { RenameDialog } from "./rename/rename-dialog.tsx";
import type { TaskInstance } from "../../../shared/model/run.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { SkeletonRows } from "../../ui/skeleton-rows.tsx";
import { DrawBoard } from "./draw-board.tsx";
import { useKeptSelection } from "./kept-selection.ts";
import type { OutputViews } from "./try/output-views.ts";

const VersionsFace = lazy(async () => ({ default: (await import("./versions/versions-face.tsx")).VersionsFace }));

export interface DrawFaceProps {
  readonly dagId: string;
  /** Relative to the workspace. */
  readonly file: string;
  readonly instances: readonly TaskInstance[] | null;
  readonly views: OutputViews;
}

export function DrawFace({ dagId, file, instances, views }: DrawFaceProps): ReactNode {
  const { failure } = useOpening(file);
  const document = useDagDocument(file);
  const route = useRoute();
  const asked = route.page === "dag" && route.dagId === dagId ? route.taskId : undefined;
  useKeptSelection(dagId, asked);
  if (failure !== null) return <ErrorState title={t("{{file}} cannot be opened", { file })} failure={failure} />;
  if (document === null) return <SkeletonRows rows={12} label={t("Opening the file")} />;
  return <OpenFile key={file} document={document} dagId={dagId} instances={instances} views={views} />;
}

/** The drawing, or the versions in its place. */
function OpenFile({ document, dagId, instances, views }: { document: DagDocument } & Omit<DrawFaceProps, "file">): ReactNode {
  const [compared, setCompared] = useState<"versions" | "changes" | null>(null);
  const [renames, setRenames] = useState(false);
  useCommandHandlers({ "dag.rename": () => setRenames(true), "draw.versions": () => setCompared("versions"), "draw.changes": () => setCompared("changes") });
  return (
    <>
      <DocumentNotices document={document.text} />
      {renames && <RenameDialog document={document} dagId={dagId} task={null} onClose={() => setRenames(false)} onRenamed={(renamed) => followRename(dagId, renamed)} />}
      {compared === null ? (
        <DrawBoard document={document} dagId={dagId} instances={instances} views={views} />
      ) : (
        <Suspense fallback={<SkeletonRows rows={12} label={t("Opening the versions")} />}>
          <VersionsFace key={compared} document={document} dagId={dagId} start={compared} onClose={() => setCompared(null)} />
        </Suspense>
      )}
    </>
  );
}
