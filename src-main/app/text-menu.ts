/** The menu of the secondary click on text: spelling where the system checks it, and the clipboard. What our own page draws keeps its own menus. */
import { Menu, type BrowserWindow, type ContextMenuParams, type MenuItemConstructorOptions } from "electron";

/** Only where the system brings the words: elsewhere Chromium would fetch dictionaries from the network. */
export const checksSpelling = process.platform === "darwin";

export function offerTextMenu(window: BrowserWindow): void {
  window.webContents.on("context-menu", (_event, params) => {
    const items = textMenuItems(params, {
      replace: (word) => window.webContents.replaceMisspelling(word),
      learn: (word) => void window.webContents.session.addWordToSpellCheckerDictionary(word),
    });
    if (items.length > 0) Menu.buildFromTemplate(items).popup({ window });
  });
}

type TextClick = Pick<ContextMenuParams, "isEditable" | "selectionText" | "misspelledWord" | "dictionarySuggestions" | "editFlags">;

interface SpellingActs {
  readonly replace: (word: string) => void;
  readonly learn: (word: string) => void;
}

/** Nothing where there is neither a field nor selected text. */
export function textMenuItems({ isEditable, selectionText, misspelledWord, dictionarySuggestions, editFlags }: TextClick, acts: SpellingActs): MenuItemConstructorOptions[] {
  const hasText = selectionText.trim() !== "";
  if (!isEditable) return hasText ? [{ role: "copy", enabled: editFlags.canCopy }] : [];
  const spelling: MenuItemConstructorOptions[] =
    misspelledWord === ""
      ? []
      : [
          ...(dictionarySuggestions.length === 0 ? [{ label: "No suggestions", enabled: false }] : dictionarySuggestions.slice(0, 5).map((word) => ({ label: word, click: () => acts.replace(word) }))),
          { label: "Add to dictionary", click: () => acts.learn(misspelledWord) },
          { type: "separator" },
        ];
  return [
    ...spelling,
    { role: "undo", enabled: editFlags.canUndo },
    { role: "redo", enabled: editFlags.canRedo },
    { type: "separator" },
    { role: "cut", enabled: editFlags.canCut },
    { role: "copy", enabled: editFlags.canCopy },
    { role: "paste", enabled: editFlags.canPaste },
    { type: "separator" },
    { role: "selectAll", enabled: editFlags.canSelectAll },
  ];
}
