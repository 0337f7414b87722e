/**
 * Monaco hears of each change of the selection in its hidden text field, because a Braille display moves the caret that way. What it changed there itself it
 * knows by the time only: 100 ms. On a page that is busy its own change is heard of later, and then the caret goes to the start of the text.
 */
import type { IDisposable } from "monaco-editor";

/** Nobody moves the caret with a Braille display so soon after a key or a click of his own. */
export const ownMs = 1_000;

const signs = ["keydown", "keyup", "input", "pointerdown", "pointerup", "focusin"] as const;

/** Keeps from Monaco what follows a key, a click or a move in the editor at `node`; `heardMoves` calls back at each move of its cursor. */
export function keepOwnSelections(node: HTMLElement, heardMoves: (listener: () => void) => IDisposable): IDisposable {
  const page = node.ownerDocument;
  let lastAt = Number.NEGATIVE_INFINITY;
  const note = (): void => void (lastAt = performance.now());
  const hear = (event: Event): void => {
    if (performance.now() - lastAt < ownMs && node.contains(page.activeElement)) event.stopPropagation();
  };
  for (const sign of signs) node.addEventListener(sign, note, true);
  // Before the page, at which Monaco listens.
  page.defaultView?.addEventListener("selectionchange", hear, true);
  const moves = heardMoves(note);
  return {
    dispose: () => {
      moves.dispose();
      for (const sign of signs) node.removeEventListener(sign, note, true);
      page.defaultView?.removeEventListener("selectionchange", hear, true);
    },
  };
}
