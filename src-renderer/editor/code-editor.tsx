/**
 * A text to write in. The owner of the text is outside: it hands the text in, is told each change, and holds the history. Light:
 * Monaco is another chunk, fetched when the first editor is shown, or earlier by `warmEditor`.
 */
import { lazy, Suspense, type ReactNode } from "react";
import { atLeisure } from "../pace/at-leisure.ts";
import { t } from "../strings/t.ts";
import { SkeletonRows } from "../ui/skeleton-rows.tsx";
import type { CodeEditorProps } from "./editor-parts.ts";

const load = (): Promise<typeof import("./monaco-view.tsx")> => import("./monaco-view.tsx");
const MonacoView = lazy(async () => ({ default: (await load()).MonacoView }));

/** Fetches the editor while nobody waits for anything. */
export function warmEditor(): void {
  atLeisure(load);
}

export function CodeEditor(props: CodeEditorProps): ReactNode {
  return (
    <Suspense fallback={<SkeletonRows rows={10} label={t("Loading the editor")} />}>
      {/* Another text is another editor: its own cursor, its own folds. */}
      <MonacoView key={`${props.language} ${props.path}`} {...props} />
    </Suspense>
  );
}
