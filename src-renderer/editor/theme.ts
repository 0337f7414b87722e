/** Monaco in the colours of the window: made from the tokens on the page, anew whenever the theme of the window changes. */
import type { editor } from "monaco-editor";
import type { Monaco } from "./monaco.ts";

const name = "dagwright";

/** Token colours as in code-view.module.css. */
const kinds = { keyword: "accent-text", string: "state-success", number: "state-up_for_reschedule", comment: "text-2", key: "state-deferred", template: "state-skipped" } as const;

export function watchTheme({ editor }: Monaco): void {
  const root = document.documentElement;
  const apply = (): void => {
    editor.defineTheme(name, themeOf(getComputedStyle(root), root.dataset.mantineColorScheme === "dark"));
    editor.setTheme(name);
  };
  apply();
  new MutationObserver(apply).observe(root, { attributeFilter: ["data-mantine-color-scheme"] });
}

export function themeOf(style: Pick<CSSStyleDeclaration, "getPropertyValue">, isDark: boolean): editor.IStandaloneThemeData {
  const token = (word: string): string => longHex(style.getPropertyValue(`--dw-${word}`).trim());
  const surface = token("surface");
  const raised = token("surface-2");
  const soft = token("surface-3");
  const text = token("text");
  const dim = token("text-2");
  const border = token("border");
  const accent = token("accent");
  const rules = Object.entries(kinds).map(([kind, word]) => ({ token: kind, foreground: token(word).slice(1), ...(kind === "comment" ? { fontStyle: "italic" } : {}) }));
  return {
    base: isDark ? "vs-dark" : "vs",
    inherit: false,
    rules: [{ token: "", foreground: text.slice(1), background: surface.slice(1) }, ...rules],
    colors: {
      foreground: text,
      descriptionForeground: dim,
      disabledForeground: dim,
      errorForeground: token("error"),
      focusBorder: accent,
      "icon.foreground": dim,
      "editor.background": surface,
      "editor.foreground": text,
      "editor.lineHighlightBackground": raised,
      "editor.selectionBackground": `${accent}4d`,
      "editor.inactiveSelectionBackground": `${accent}2e`,
      "editor.selectionHighlightBackground": `${accent}24`,
      "editor.findMatchBackground": `${token("warn")}66`,
      "editor.findMatchHighlightBackground": `${token("warn")}33`,
      "editorCursor.foreground": accent,
      "editorLineNumber.foreground": dim,
      "editorLineNumber.activeForeground": text,
      "editorLineNumber.dimmedForeground": dim,
      // A frame tells what changed within a line: a deeper colour would leave too little contrast to the words.
      "diffEditor.insertedTextBackground": `${token("state-success")}14`,
      "diffEditor.removedTextBackground": `${token("state-failed")}14`,
      "diffEditor.insertedTextBorder": `${token("state-success")}99`,
      "diffEditor.removedTextBorder": `${token("state-failed")}99`,
      "diffEditor.insertedLineBackground": `${token("state-success")}14`,
      "diffEditor.removedLineBackground": `${token("state-failed")}14`,
      "diffEditorGutter.insertedLineBackground": `${token("state-success")}2b`,
      "diffEditorGutter.removedLineBackground": `${token("state-failed")}2b`,
      "diffEditor.diagonalFill": border,
      "diffEditor.unchangedRegionBackground": raised,
      "diffEditor.unchangedRegionForeground": dim,
      "diffEditor.unchangedCodeBackground": surface,
      "diffEditorOverview.insertedForeground": `${token("state-success")}88`,
      "diffEditorOverview.removedForeground": `${token("state-failed")}88`,
      "editorIndentGuide.background1": border,
      "editorIndentGuide.activeBackground1": token("border-strong"),
      "editorWhitespace.foreground": border,
      "editorBracketMatch.background": `${accent}24`,
      "editorBracketMatch.border": accent,
      "editorError.foreground": token("error"),
      "editorWarning.foreground": token("warn"),
      "editorInfo.foreground": dim,
      "editorUnicodeHighlight.border": token("warn"),
      "editorStickyScroll.background": surface,
      "editorStickyScrollHover.background": raised,
      "editorStickyScroll.border": border,
      "editorWidget.background": raised,
      "editorWidget.foreground": text,
      "editorWidget.border": border,
      "editorHoverWidget.background": raised,
      "editorHoverWidget.foreground": text,
      "editorHoverWidget.border": border,
      "editorSuggestWidget.background": raised,
      "editorSuggestWidget.foreground": text,
      "editorSuggestWidget.border": border,
      "editorSuggestWidget.selectedBackground": token("accent-soft"),
      "editorSuggestWidget.selectedForeground": text,
      "editorSuggestWidget.highlightForeground": token("accent-text"),
      "editorSuggestWidget.focusHighlightForeground": token("accent-text"),
      "editorMarkerNavigation.background": raised,
      "editorOverviewRuler.border": "#00000000",
      "list.hoverBackground": soft,
      "list.hoverForeground": text,
      "list.focusBackground": token("accent-soft"),
      "list.activeSelectionBackground": token("accent-soft"),
      "list.activeSelectionForeground": text,
      "list.highlightForeground": token("accent-text"),
      "quickInput.background": raised,
      "quickInput.foreground": text,
      "quickInputList.focusBackground": token("accent-soft"),
      "quickInputList.focusForeground": text,
      "input.background": surface,
      "input.foreground": text,
      "input.border": token("border-strong"),
      "input.placeholderForeground": dim,
      "inputOption.activeBackground": token("accent-soft"),
      "inputOption.activeForeground": text,
      "inputOption.activeBorder": accent,
      "menu.background": raised,
      "menu.foreground": text,
      "menu.selectionBackground": token("accent-soft"),
      "menu.selectionForeground": text,
      "menu.separatorBackground": border,
      "menu.border": border,
      "textLink.foreground": token("accent-text"),
      "textLink.activeForeground": token("accent-text"),
      "textCodeBlock.background": soft,
      "textPreformat.foreground": text,
      "textPreformat.background": soft,
      "keybindingLabel.foreground": text,
      "scrollbarSlider.background": `${token("border-strong")}55`,
      "scrollbarSlider.hoverBackground": `${token("border-strong")}88`,
      "scrollbarSlider.activeBackground": `${token("border-strong")}aa`,
      "scrollbar.shadow": "#00000000",
      "widget.shadow": isDark ? "#0000008c" : "#18181b24",
      "widget.border": border,
    },
  };
}

/** Builds shorten #ffffff to #fff, which Monaco does not know. */
function longHex(colour: string): string {
  return /^#[\da-f]{3}$/i.test(colour) ? colour.replace(/[\da-f]/gi, "$&$&") : colour;
}
