/** Undo and redo by the names of their steps, the list of them, and the versions of the file. */
import { GitCompare, History, Redo2, Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import { useDocumentState } from "../../../document/documents-provider.tsx";
import type { TextDocument } from "../../../document/text-document.ts";
import { Tool } from "./tool.tsx";

export function HistoryTools({ text }: { text: TextDocument }): ReactNode {
  const { entries, cursor } = useDocumentState(text, (state) => state.history);
  return (
    <>
      <Tool id="draw.undo" icon={Undo2} disabled={cursor === 0} detail={entries[cursor - 1]?.name} />
      <Tool id="draw.redo" icon={Redo2} disabled={cursor === entries.length} detail={entries[cursor]?.name} />
      <Tool id="draw.history" icon={History} />
      <Tool id="draw.versions" icon={GitCompare} />
    </>
  );
}
