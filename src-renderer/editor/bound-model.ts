/**
 * Keeps a Monaco text and the text of its owner the same: what is typed goes out as changes, what comes from outside is written
 * as the smallest edits, so that cursor, folds and scroll stay. The owner holds the history; Monaco's own is never asked.
 */
import type { editor, IDisposable, IRange } from "monaco-editor";
import { applyChanges, type TextChange } from "../../shared/document/text-change.ts";
import { diffTexts } from "../../shared/document/text-diff.ts";
import { showText, type ShownText } from "./shown-text.ts";
import { changesOf } from "./typed-changes.ts";

export class BoundModel implements IDisposable {
  readonly model: editor.ITextModel;
  readonly #typed: (changes: readonly TextChange[]) => void;
  readonly #listening: IDisposable;
  #text: ShownText;
  /** Texts that were typed here and have not come back from the owner yet, oldest first. */
  #sent: string[] = [];
  #isWriting = false;

  constructor(model: editor.ITextModel, text: string, typed: (changes: readonly TextChange[]) => void) {
    this.model = model;
    this.#typed = typed;
    this.#text = showText(text);
    model.setEOL(0);
    model.updateOptions({ bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false } });
    this.#write();
    this.#listening = model.onDidChangeContent((event) => this.#take(event));
  }

  get text(): ShownText {
    return this.#text;
  }

  /** The owner's text. One that was typed here is known already, also when it comes late. */
  show(text: string): void {
    if (text === this.#text.text) return void (this.#sent = []);
    const echo = this.#sent.indexOf(text);
    if (echo >= 0) return void (this.#sent = this.#sent.slice(echo + 1));
    this.#sent = [];
    this.#text = showText(text);
    this.#write();
  }

  dispose(): void {
    this.#listening.dispose();
    this.model.dispose();
  }

  #take({ changes: edits }: editor.IModelContentChangedEvent): void {
    if (this.#isWriting) return;
    const changes = changesOf(
      this.#text,
      edits.map(({ range, text }) => ({ range: { start: { line: range.startLineNumber, column: range.startColumn }, end: { line: range.endLineNumber, column: range.endColumn } }, text: text.replace(/\r\n?/g, "\n") })),
    );
    const before = this.#text;
    this.#text = showText(applyChanges(before.text, changes).text);
    // A mark that a deletion brought to the very start of the text is shown no more.
    if (this.model.getValueLength() !== this.#text.shown.length) this.#write();
    if (this.#text.text === before.text) return;
    this.#sent.push(this.#text.text);
    this.#typed(changes);
  }

  /** What is shown becomes what is to be shown, by as little as possible. */
  #write(): void {
    const edits = diffTexts(this.model.getValue(0, true), this.#text.shown);
    if (edits.length === 0) return;
    this.#isWriting = true;
    try {
      this.model.applyEdits(edits.map(({ start, end, text }) => ({ range: this.#rangeNow(start, end), text })));
    } finally {
      this.#isWriting = false;
    }
  }

  #rangeNow(start: number, end: number): IRange {
    const [from, to] = [this.model.getPositionAt(start), this.model.getPositionAt(end)];
    return { startLineNumber: from.lineNumber, startColumn: from.column, endLineNumber: to.lineNumber, endColumn: to.column };
  }
}
