/** One Monaco editor on the page, told what to show and asked nothing. Owns the editor, its text and everything it listens to. */
import type { editor, IDisposable } from "monaco-editor";
import { BoundModel } from "./bound-model.ts";
import type { CodeEditorProps, EditorKey, EditorMark, Reveal } from "./editor-parts.ts";
import { keyCodeOf } from "./key-codes.ts";
import { knowModel, rangeOf } from "./model-services.ts";
import type { Monaco } from "./monaco.ts";
import { optionsOf, type EditorLook } from "./options.ts";

/** What the editor tells; always the newest of what was handed to the component. */
export interface EditorEvents {
  readonly props: () => CodeEditorProps;
  readonly onPlace: (place: { line: number; column: number; selected: number }) => void;
}

let opened = 0;

export class OpenEditor implements IDisposable {
  readonly #monaco: Monaco;
  readonly #editor: editor.IStandaloneCodeEditor;
  readonly #bound: BoundModel;
  readonly #events: EditorEvents;
  readonly #owned: IDisposable[] = [];
  #keys: IDisposable[] = [];
  /** The cursor is moved by us, not by the person. */
  #isMoving = false;

  constructor(monaco: Monaco, place: HTMLElement, events: EditorEvents) {
    const { text, language, path } = events.props();
    this.#monaco = monaco;
    this.#events = events;
    // Two editors may show the same path.
    const uri = monaco.Uri.from({ scheme: "dagwright", authority: `editor-${++opened}`, path: `/${path}` });
    this.#bound = new BoundModel(monaco.editor.createModel("", language, uri), text, (changes) => events.props().onChange?.(changes));
    this.#editor = monaco.editor.create(place, { ...optionsOf(language), model: this.#bound.model });
    knowModel(this.#bound.model, { text: () => this.#bound.text, knowledge: () => events.props().knowledge });
    this.#listen();
    this.#bindHistory();
  }

  show(text: string): void {
    this.#bound.show(text);
  }

  look(look: EditorLook): void {
    const { readOnly, label } = this.#events.props();
    this.#editor.updateOptions({
      ariaLabel: label,
      readOnly: (readOnly ?? null) !== null,
      domReadOnly: (readOnly ?? null) !== null,
      readOnlyMessage: { value: readOnly ?? "" },
      cursorBlinking: look.isStill ? "solid" : "blink",
      tabFocusMode: look.tabMoves,
    });
  }

  mark(marks: readonly EditorMark[]): void {
    const { MarkerSeverity, editor } = this.#monaco;
    const severities = { error: MarkerSeverity.Error, warning: MarkerSeverity.Warning, info: MarkerSeverity.Info };
    const markers = marks.map(({ severity, message, code, span }) => ({ severity: severities[severity], message, code, source: "Dagwright", ...rangeOf(this.#bound.text, span) }));
    editor.setModelMarkers(this.#bound.model, "dagwright", markers);
  }

  reveal(wanted: Reveal): void {
    const { line, column } = "span" in wanted ? this.#bound.text.placeAt(wanted.span.start) : { line: wanted.line, column: 1 };
    const place = this.#bound.model.validatePosition({ lineNumber: line, column });
    this.#isMoving = true;
    this.#editor.setPosition(place);
    this.#isMoving = false;
    this.#editor.revealPositionInCenterIfOutsideViewport(place, this.#monaco.editor.ScrollType.Immediate);
    if (wanted.focus === true) this.#editor.focus();
  }

  bind(keys: readonly EditorKey[]): void {
    for (const key of this.#keys) key.dispose();
    this.#keys = keys.map(({ id, title, keys: texts, run }) => this.#action(id, title, texts, run));
  }

  dispose(): void {
    for (const each of [...this.#keys, ...this.#owned]) each.dispose();
    this.#editor.dispose();
    this.#bound.dispose();
  }

  #listen(): void {
    this.#owned.push(
      this.#editor.onDidChangeCursorSelection(({ selection, reason }) => {
        const at = { line: selection.positionLineNumber, column: selection.positionColumn };
        this.#events.onPlace({ ...at, selected: this.#bound.model.getValueLengthInRange(selection) });
        // Also typing moves the cursor, a text from outside does not.
        if (!this.#isMoving && reason !== this.#monaco.editor.CursorChangeReason.ContentFlush && reason !== this.#monaco.editor.CursorChangeReason.RecoverFromMarkers) this.#events.props().onCursor?.(this.#bound.text.offsetAt(at));
      }),
      this.#editor.onMouseDown(({ event, target }) => {
        if ((event.ctrlKey || event.metaKey) && event.leftButton && target.position !== null) void this.#goToDefinition(target.position);
      }),
    );
  }

  /** Monaco's own undo would take back what others wrote into the text since. */
  #bindHistory(): void {
    this.#owned.push(
      this.#action("dagwright.undo", "Undo", ["$mod+z"], () => this.#events.props().onUndo?.()),
      this.#action("dagwright.redo", "Redo", ["$mod+Shift+z", "$mod+y"], () => this.#events.props().onRedo?.()),
      this.#action("dagwright.define", "Go to definition", ["F12"], () => void this.#goToDefinition(this.#editor.getPosition())),
    );
  }

  #action(id: string, label: string, keys: readonly string[], run: () => void): IDisposable {
    const keybindings = keys.flatMap((key) => keyCodeOf(key, this.#monaco) ?? []);
    return this.#editor.addAction({ id, label, keybindings, run });
  }

  async #goToDefinition(place: { readonly lineNumber: number; readonly column: number } | null): Promise<void> {
    const define = this.#events.props().knowledge?.define;
    if (define === undefined || place === null) return;
    const text = this.#bound.text;
    const found = await define({ text: text.text, offset: text.offsetAt({ line: place.lineNumber, column: place.column }), signal: new AbortController().signal });
    if (found === null) return;
    if ("go" in found) return found.go();
    this.reveal({ span: found.span, focus: true });
    this.#events.props().onCursor?.(found.span.start);
  }
}
