/** A program in a file of its own: the same document as everywhere else in the window, saved by itself. */
import type { ReactNode } from "react";
import { useDocumentState, useOpening } from "../../../document/documents-provider.tsx";
import type { TextDocument } from "../../../document/text-document.ts";
import { DocumentNotices } from "../../../editor/document-notices.tsx";
import { t } from "../../../strings/t.ts";
import { ErrorState } from "../../../ui/error-state.tsx";
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx";
import { CodeFace, type CodeFaceProps } from "./code-face.tsx";

export type FileCodeProps = Omit<CodeFaceProps, "text" | "onChange" | "onUndo" | "onRedo" | "onSave">;

export function FileCode(props: FileCodeProps): ReactNode {
  const { document, failure } = useOpening(props.path);
  if (failure !== null) return <ErrorState title={t("{{path}} cannot be opened", { path: props.path })} failure={failure} />;
  return document === null ? <SkeletonRows rows={8} label={t("Opening {{path}}", { path: props.path })} /> : <OpenFile {...props} document={document} />;
}

function OpenFile({ document, ...face }: FileCodeProps & { document: TextDocument }): ReactNode {
  const text = useDocumentState(document, (state) => state.text);
  const dirty = useDocumentState(document, (state) => state.dirty);
  const readOnly = useDocumentState(document, (state) => state.readOnly);
  return (
    <>
      <DocumentNotices document={document} />
      <CodeFace {...face} text={text} isUnsaved={dirty} readOnly={readOnly ?? face.readOnly} onChange={(changes) => document.type(changes)} onUndo={() => document.undo()} onRedo={() => document.redo()} onSave={() => void document.save()} />
    </>
  );
}
