/** The commands that make pictures of the graph on the screen, and the dialog of one of them. */
import { lazy, Suspense, useState, type ReactNode } from "react";
import { useCommandHandlers } from "../app/command-handlers.ts";
import { t } from "../strings/t.ts";
import type { PictureSubject } from "./draw-picture.ts";

const PictureDialog = lazy(async () => ({ default: (await import("./picture-dialog.tsx")).PictureDialog }));

export interface PictureParts {
  readonly dagId: string;
  /** As things are now; null where there is no graph to see. */
  readonly take: () => { readonly subject: PictureSubject; readonly yaml: string } | null;
  readonly onDone: (message: string, isRefused: boolean) => void;
}

/** Its own part, so that a dialog that opens does not draw the graph anew. */
export function Pictures({ dagId, take, onDone }: PictureParts): ReactNode {
  const [shown, setShown] = useState<ReturnType<PictureParts["take"]>>(null);
  useCommandHandlers({
    "graph.picture": () => setShown(take()),
    "graph.copyPicture": () => {
      const taken = take();
      if (taken !== null) void copyNow(dagId, taken).then((refusal) => onDone(refusal ?? t("Copied the graph as an image"), refusal !== null));
    },
  });
  if (shown === null) return null;
  return (
    <Suspense fallback={null}>
      <PictureDialog dagId={dagId} {...shown} onClose={() => setShown(null)} />
    </Suspense>
  );
}

/** Null when it is on the clipboard. */
async function copyNow(dagId: string, { subject, yaml }: { subject: PictureSubject; yaml: string }): Promise<string | null> {
  const [{ makePicture }, { copyPicture }] = await Promise.all([import("./make-picture.ts"), import("./copy-picture.ts")]);
  const theme = document.documentElement.dataset["mantineColorScheme"] === "dark" ? "dark" : "light";
  try {
    await copyPicture(makePicture({ subject, yaml, title: t("DAG {{dagId}}", { dagId }), wish: { format: "png", theme, isTransparent: false, scale: 2 }, signal: new AbortController().signal, onProgress: () => undefined }));
    return null;
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}
