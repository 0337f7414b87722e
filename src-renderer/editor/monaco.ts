/**
 * The Monaco editor, set up once for the window: its own chunk, loaded when the first editor is shown. Owns what Monaco keeps
 * globally (workers, languages, theme, keys that belong to the window). Nobody else imports Monaco's code.
 */
import * as monaco from "monaco-editor/esm/vs/editor/edcore.main.js";
import { registerLanguages } from "./languages.ts";
import { registerServices } from "./model-services.ts";
import { watchTheme } from "./theme.ts";
import { startYamlService } from "./yaml-service.ts";

export type Monaco = typeof monaco;

/** Keys of the window's own commands that Monaco would take for itself. */
function leaveKeysToTheWindow({ KeyCode, KeyMod, editor }: Monaco): void {
  const keys = [KeyCode.F1, KeyCode.F7, KeyMod.Shift | KeyCode.F7, KeyCode.F2, KeyMod.CtrlCmd | KeyCode.KeyM, KeyMod.WinCtrl | KeyMod.Shift | KeyCode.KeyM];
  editor.addKeybindingRules(keys.map((keybinding) => ({ keybinding, command: null })));
}

async function start(): Promise<Monaco> {
  globalThis.MonacoEnvironment = {
    getWorker: () => new Worker(new URL("./editor.worker.ts", import.meta.url), { type: "module", name: "editor" }),
  };
  registerLanguages(monaco);
  registerServices(monaco);
  watchTheme(monaco);
  leaveKeysToTheWindow(monaco);
  startYamlService(monaco);
  // Monaco measures its letters once: with another font every column would be off.
  await document.fonts.load('12.5px "JetBrains Mono Variable"').catch(() => []);
  return monaco;
}

export const ready: Promise<Monaco> = start();
