/** Two texts beside each other, to read: what only one of them has is marked. Monaco's diff; the texts are never changed here. */
import { useReducedMotion } from "@mantine/hooks";
import type { editor } from "monaco-editor";
import { use, useEffect, useLayoutEffect, useRef, type ReactNode } from "react";
import { t } from "../strings/t.ts";
import { ready, type Monaco } from "./monaco.ts";
import { optionsOf } from "./options.ts";
import { showText } from "./shown-text.ts";
import type { TextDiffProps } from "./text-diff.tsx";
import styles from "./text-diff.module.css";

/** Narrower, the texts stand below each other. */
const leastWidth = 620;

export function DiffView({ before, after, language, label, line = null }: TextDiffProps): ReactNode {
  const monaco = use(ready);
  const element = useRef<HTMLDivElement>(null);
  const diff = useRef<editor.IStandaloneDiffEditor | null>(null);
  const isStill = useReducedMotion();

  useLayoutEffect(() => {
    if (element.current === null) return;
    const opened = openDiff(monaco, element.current, { language, label });
    diff.current = opened;
    return () => {
      diff.current = null;
      const models = opened.getModel();
      opened.dispose();
      models?.original.dispose();
      models?.modified.dispose();
    };
  }, [monaco, language, label]);
  useLayoutEffect(() => {
    const models = diff.current?.getModel();
    // The editor shows neither marks nor kinds of line ends.
    setText(models?.original, showText(before).shown);
    setText(models?.modified, showText(after).shown);
  }, [monaco, language, label, before, after]);
  useEffect(() => {
    if (line !== null) diff.current?.getModifiedEditor().revealLineInCenter(line, monaco.editor.ScrollType[isStill ? "Immediate" : "Smooth"]);
  }, [monaco, line, isStill]);
  return <div ref={element} className={styles.diff} data-diff-of={label} />;
}

function setText(model: editor.ITextModel | undefined, text: string): void {
  if (model !== undefined && model.getValue() !== text) model.setValue(text);
}

function openDiff(monaco: Monaco, element: HTMLElement, { language, label }: Pick<TextDiffProps, "language" | "label">): editor.IStandaloneDiffEditor {
  const opened = monaco.editor.createDiffEditor(element, {
    ...optionsOf(language),
    stickyScroll: { enabled: false },
    folding: false,
    readOnly: true,
    domReadOnly: true,
    originalEditable: false,
    renderSideBySideInlineBreakpoint: leastWidth,
    useInlineViewWhenSpaceIsLimited: true,
    ignoreTrimWhitespace: false,
    renderMarginRevertIcon: false,
    renderGutterMenu: false,
    renderOverviewRuler: false,
    // What is different may stand at the end of a long line.
    diffWordWrap: "on",
    hideUnchangedRegions: { enabled: true, contextLineCount: 3, minimumLineCount: 4, revealLineCount: 20 },
  });
  opened.getOriginalEditor().updateOptions({ ariaLabel: t("{{label}}, before", { label }) });
  opened.getModifiedEditor().updateOptions({ ariaLabel: t("{{label}}, after", { label }) });
  const [original, modified] = [monaco.editor.createModel("", language), monaco.editor.createModel("", language)];
  for (const model of [original, modified]) model.updateOptions({ bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false } });
  opened.setModel({ original, modified });
  return opened;
}
