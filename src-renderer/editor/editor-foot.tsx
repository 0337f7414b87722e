/** Under an editor: where the cursor is, how lines end, and whether Tab writes or leaves. */
import { useMemo, useSyncExternalStore, type ReactNode } from "react";
import { t } from "../strings/t.ts";
import { KeyHint } from "../ui/key-hint.tsx";
import styles from "./editor.module.css";
import { firstPlace, type OpenEditor } from "./open-editor.ts";
import { lineEndsOf } from "./shown-text.ts";

const lineEndTitles = { LF: t("Lines end in LF"), CRLF: t("Lines end in CRLF"), CR: t("Lines end in CR"), mixed: t("Lines end in different ways; each is kept") } as const;

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
        {t("Line {{line}}, column {{column}}{{selected}}", { line: place.line, column: place.column, selected: place.selected > 0 ? t(", {{selected}} selected", { selected: place.selected }) : "" })}
      </span>
      <span title={lineEndTitles[ends]}>{ends}</span>
      {text.startsWith("\uFEFF") && <span title={t("The file begins with a byte order mark; it is kept")}>BOM</span>}
      <button type="button" className={styles.tab} aria-pressed={tabMoves} onClick={onTab}>
        {tabMoves ? t("Tab moves the focus") : t("Tab indents")} <KeyHint keys="Control+m" />
      </button>
    </div>
  );
}
