/** Under an editor: where the cursor is, how lines end, and whether Tab writes or leaves. */
import { useMemo, useSyncExternalStore, type ReactNode } from "react";
import { KeyHint } from "../ui/key-hint.tsx";
import styles from "./editor.module.css";
import { firstPlace, type OpenEditor } from "./open-editor.ts";
import { lineEndsOf } from "./shown-text.ts";

const lineEndTitles = { LF: "Lines end in LF", CRLF: "Lines end in CRLF", CR: "Lines end in CR", mixed: "Lines end in different ways; each is kept" } as const;

interface EditorFootProps {
  readonly editor: OpenEditor | null;
  readonly text: string;
  readonly tabMoves: boolean;
  readonly onTab: () => void;
}

const nobody = (): (() => void) => () => {};

export function EditorFoot({ editor, text, tabMoves, onTab }: EditorFootProps): ReactNode {
  const place = useSyncExternalStore(editor?.onPlace ?? nobody, () => editor?.place ?? firstPlace);
  // Line ends are seldom touched: the first of them say enough while one types.
  const ends = useMemo(() => lineEndsOf(text.slice(0, 20_000)), [text]);
  return (
    <div className={styles.foot}>
      <span className="dw-num">
        Line {place.line}, column {place.column}
        {place.selected > 0 && `, ${place.selected} selected`}
      </span>
      <span title={lineEndTitles[ends]}>{ends}</span>
      {text.startsWith("\uFEFF") && <span title="The file begins with a byte order mark; it is kept">BOM</span>}
      <button type="button" className={styles.tab} aria-pressed={tabMoves} onClick={onTab}>
        {tabMoves ? "Tab moves the focus" : "Tab indents"} <KeyHint keys="Control+m" />
      </button>
    </div>
  );
}
