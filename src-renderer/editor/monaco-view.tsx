/** The editor itself, once Monaco is there, and the line under it that says where one is. */
import { use, useEffect, useEffectEvent, useLayoutEffect, useRef, useState, type ReactNode } from "react";
import { useReducedMotion } from "@mantine/hooks";
import { t } from "../strings/t.ts";
import { usePreferences } from "../ui/preferences.tsx";
import { mayTakeFocus } from "../ui/may-take-focus.ts";
import { EditorFoot } from "./editor-foot.tsx";
import type { CodeEditorProps } from "./editor-parts.ts";
import styles from "./editor.module.css";
import { keepPlace } from "./kept-place.ts";
import { ready } from "./monaco.ts";
import { OpenEditor } from "./open-editor.ts";
import { TextPlacesContext } from "./text-places.ts";

const nothing: readonly never[] = [];

export function MonacoView(props: CodeEditorProps): ReactNode {
  const monaco = use(ready);
  const element = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<OpenEditor | null>(null);
  const [tabMoves, setTabMoves] = useState(false);
  const isStill = [useReducedMotion(), usePreferences().reducedMotion].includes(true);
  const places = use(TextPlacesContext);
  const newest = useRef(props);
  useLayoutEffect(() => void (newest.current = props));
  const toggleTab = useEffectEvent(() => setTabMoves(!tabMoves));

  useLayoutEffect(() => {
    if (element.current === null) return;
    const opened = new OpenEditor(monaco, element.current, () => newest.current);
    setEditor(opened);
    const stopKeeping = places === null ? undefined : keepPlace(opened, places, newest.current.path);
    if (newest.current.takesFocus === true && mayTakeFocus()) opened.focus();
    return () => {
      stopKeeping?.();
      opened.dispose();
    };
  }, [monaco, places]);

  const { text, marks = nothing, readOnly = null, label, pointed = null, reveal = null, keys = nothing } = props;
  useLayoutEffect(() => editor?.show(text), [editor, text]);
  useEffect(() => editor?.mark(marks), [editor, marks]);
  useEffect(() => editor?.point(pointed), [editor, pointed]);
  useEffect(() => editor?.look({ isStill, tabMoves }), [editor, isStill, tabMoves, readOnly, label]);
  useEffect(() => {
    if (editor !== null && reveal !== null) editor.reveal(reveal);
  }, [editor, reveal]);
  useEffect(() => editor?.bind([...keys, { id: "dagwright.tabMoves", title: t("Tab moves the focus"), keys: [tabKey], run: () => toggleTab() }]), [editor, keys]);

  return (
    // The editor's element is no input that React Flow would know: without this word it takes Space for a key of the canvas.
    <div className={`${styles.editor} nokey`}>
      <div ref={element} className={styles.place} data-editor={props.path} />
      <EditorFoot editor={editor} text={text} tabMoves={tabMoves} onTab={() => setTabMoves(!tabMoves)} />
    </div>
  );
}

/** As in VS Code. */
export const tabKey = "Control+m";
