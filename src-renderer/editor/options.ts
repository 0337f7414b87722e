/** How our editors look and behave, all alike. */
import type { editor } from "monaco-editor";
import type { CodeLanguage } from "../code-view/highlight.ts";

export interface EditorLook {
  /** No motion is wanted. */
  readonly isStill: boolean;
  /** Tab moves the focus instead of indenting. */
  readonly tabMoves: boolean;
}

export function optionsOf(language: CodeLanguage): editor.IStandaloneEditorConstructionOptions {
  const wide = language === "python" || language === "shell" || language === "sql";
  return {
    automaticLayout: true,
    fontFamily: '"JetBrains Mono Variable", ui-monospace, monospace',
    fontSize: 12.5,
    lineHeight: 19,
    fontLigatures: false,
    tabSize: wide ? 4 : 2,
    insertSpaces: true,
    detectIndentation: true,
    minimap: { enabled: false },
    scrollBeyondLastLine: false,
    padding: { top: 8, bottom: 8 },
    lineNumbersMinChars: 4,
    folding: true,
    // The indentation says it, without asking a worker after every key.
    foldingStrategy: "indentation",
    stickyScroll: { enabled: true, defaultModel: "indentationModel", maxLineCount: 3 },
    renderLineHighlight: "all",
    occurrencesHighlight: "off",
    guides: { indentation: true, bracketPairs: false },
    lightbulb: { enabled: "onCode" as editor.ShowLightbulbIconMode },
    links: false,
    colorDecorators: false,
    codeLens: false,
    wordBasedSuggestions: "off",
    quickSuggestions: { other: true, strings: true, comments: false },
    suggest: { showWords: false, preview: false },
    suggestOnTriggerCharacters: true,
    // Enter takes a proposal only where that changes the text.
    acceptSuggestionOnEnter: "smart",
    fixedOverflowWidgets: true,
    smoothScrolling: false,
    cursorSmoothCaretAnimation: "off",
    renderControlCharacters: true,
    // What cannot be seen is shown; a dash in a sentence is no attack.
    unicodeHighlight: { ambiguousCharacters: false, invisibleCharacters: true, nonBasicASCII: false },
    autoIndent: "full",
    unusualLineTerminators: "off",
    copyWithSyntaxHighlighting: false,
    dropIntoEditor: { enabled: false },
    formatOnType: false,
    formatOnPaste: false,
    maxTokenizationLineLength: 4_000,
    scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
    overviewRulerBorder: false,
    hideCursorInOverviewRuler: true,
  };
}
