/** One Monaco editor on the page, told what to show and asked nothing. Owns the editor, its text and everything it listens to. */
import type { editor, IDisposable } from "monaco-editor";
import type { TextSpan } from "../../shared/document/text-change.ts";
import { t } from "../strings/t.ts";
import { BoundModel } from "./bound-model.ts";
import type { CodeEditorProps, EditorKey, EditorMark, Reveal } from "./editor-parts.ts";
import { keyCodeOf } from "./key-codes.ts";
import { knowModel, rangeOf } from "./model-services.ts";
import type { Monaco } from "./monaco.ts";
import { editAsked } from "../ui/edit-asked.ts";
import { optionsOf, type EditorLook } from "./options.ts";
import { keepOwnSelections } from "./own-selections.ts";

export interface EditorPlace {
  readonly line: number;
  readonly column: number;
  /** Characters that are selected. */
  readonly selected: number;
}

export const firstPlace: EditorPlace = { line: 1, column: 1, selected: 0 };

let opened = 0;
/** As editor.module.css has it: Monaco knows classes by name only. */
const pointedClass = "dw-pointed";

export class OpenEditor implements IDisposable {
  readonly #monaco: Monaco;
  readonly #editor: editor.IStandaloneCodeEditor;
  readonly #bound: BoundModel;
  /** The newest of what was handed to the component. */
  readonly #props: () => CodeEditorProps;
  readonly #placeListeners = new Set<() => void>();
  readonly #pointed: editor.IEditorDecorationsCollection;
  #marks: readonly EditorMark[] = [];
  #place = firstPlace;
  readonly #owned: IDisposable[] = [];
  #keys: IDisposable[] = [];
  /** The cursor is moved by us, not by the person. */
  #isMoving = false;

  constructor(monaco: Monaco, element: HTMLElement, props: () => CodeEditorProps) {
    const { text, language, path } = props();
    this.#monaco = monaco;
    this.#props = props;
    // Two editors may show the same path.
    const uri = monaco.Uri.from({ scheme: "dagwright", authority: `editor-${++opened}`, path: `/${path}` });
    this.#bound = new BoundModel(monaco.editor.createModel("", language, uri), text, (changes) => props().onChange?.(changes));
    this.#editor = monaco.editor.create(element, { ...optionsOf(language), model: this.#bound.model });
    this.#pointed = this.#editor.createDecorationsCollection();
    knowModel(this.#bound.model, { text: () => this.#bound.text, knowledge: () => props().knowledge, marks: () => this.#marks });
    this.#owned.push(keepOwnSelections(element, (listener) => this.#editor.onDidChangeCursorSelection(listener)));
    this.#listen();
    this.#bindHistory();
    this.#hearMenu();
  }

  get place(): EditorPlace {
    return this.#place;
  }

  /** Called whenever the cursor or the selection moves; returns the call that stops it. */
  readonly onPlace = (listener: () => void): (() => void) => {
    this.#placeListeners.add(listener);
    return () => void this.#placeListeners.delete(listener);
  };

  show(text: string): void {
    this.#bound.show(text);
  }

  look(look: EditorLook): void {
    const { readOnly, label } = this.#props();
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
    this.#marks = marks;
    const { MarkerSeverity, editor } = this.#monaco;
    const severities = { error: MarkerSeverity.Error, warning: MarkerSeverity.Warning, info: MarkerSeverity.Info };
    const markers = marks.map(({ severity, message, code, span }) => ({ severity: severities[severity], message, code, source: "Dagwright", ...rangeOf(this.#bound.text, span) }));
    editor.setModelMarkers(this.#bound.model, "dagwright", markers);
  }

  /** A line beside the text, from the first line of the span to its last. */
  point(span: TextSpan | null): void {
    const options = { linesDecorationsClassName: pointedClass, isWholeLine: true };
    this.#pointed.set(span === null ? [] : [{ range: rangeOf(this.#bound.text, span), options }]);
  }

  focus(): void {
    this.#editor.focus();
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

  /** Cursor, selection, scroll and folds, as data for `comeBack`. */
  whereabouts(): unknown {
    return this.#editor.saveViewState();
  }

  /** To where `whereabouts` once was; nobody is told that the person moved. What an older version left may be of another shape. */
  comeBack(whereabouts: unknown): void {
    this.#isMoving = true;
    try {
      this.#editor.restoreViewState(whereabouts as editor.ICodeEditorViewState);
    } catch {
      // Then it opens at its beginning.
    } finally {
      this.#isMoving = false;
    }
  }

  /** Called whenever one moves in the text; returns the call that stops it. */
  onWhereabouts(listener: () => void): () => void {
    const heard = [this.#editor.onDidChangeCursorSelection(listener), this.#editor.onDidScrollChange(({ scrollTopChanged, scrollLeftChanged }) => (scrollTopChanged || scrollLeftChanged) && listener())];
    return () => heard.forEach((each) => each.dispose());
  }

  bind(keys: readonly EditorKey[]): void {
    for (const key of this.#keys) key.dispose();
    this.#keys = keys.map(({ id, title, keys: texts, run }) =>
      this.#action(id, title, texts, () => {
        this.#editor.trigger("dagwright", "hideSuggestWidget", null);
        run(() => this.#editor.trigger("dagwright", "editor.action.quickFix", {}));
      }),
    );
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
        this.#place = { ...at, selected: this.#bound.model.getValueLengthInRange(selection) };
        for (const listener of this.#placeListeners) listener();
        this.#props().onSelect?.({
          start: this.#bound.text.offsetAt({ line: selection.startLineNumber, column: selection.startColumn }),
          end: this.#bound.text.offsetAt({ line: selection.endLineNumber, column: selection.endColumn }),
        });
        // Also typing moves the cursor, a text from outside does not.
        if (!this.#isMoving && reason !== this.#monaco.editor.CursorChangeReason.ContentFlush && reason !== this.#monaco.editor.CursorChangeReason.RecoverFromMarkers) this.#props().onCursor?.(this.#bound.text.offsetAt(at));
      }),
      this.#editor.onMouseDown(({ event, target }) => {
        if ((event.ctrlKey || event.metaKey) && event.leftButton && target.position !== null) void this.#goToDefinition(target.position);
      }),
    );
  }

  /** A menu asks with the focus in the text; the keys never come here. */
  #hearMenu(): void {
    const node = this.#editor.getContainerDomNode();
    const hear = (event: Event): void => {
      const act: unknown = event instanceof CustomEvent ? event.detail : null;
      if (act !== "undo" && act !== "redo") return;
      event.preventDefault();
      if (act === "undo") this.#props().onUndo?.();
      else this.#props().onRedo?.();
    };
    node.addEventListener(editAsked, hear);
    this.#owned.push({ dispose: () => node.removeEventListener(editAsked, hear) });
  }

  /** Monaco's own undo would take back what others wrote into the text since. */
  #bindHistory(): void {
    this.#owned.push(
      this.#action("dagwright.undo", t("Undo"), ["$mod+z"], () => this.#props().onUndo?.()),
      this.#action("dagwright.redo", t("Redo"), ["$mod+Shift+z", "$mod+y"], () => this.#props().onRedo?.()),
      this.#action("dagwright.define", t("Go to definition"), ["F12"], () => void this.#goToDefinition(this.#editor.getPosition())),
    );
  }

  #action(id: string, label: string, keys: readonly string[], run: () => void): IDisposable {
    const keybindings = keys.flatMap((key) => keyCodeOf(key, this.#monaco) ?? []);
    return this.#editor.addAction({ id, label, keybindings, run });
  }

  async #goToDefinition(place: { readonly lineNumber: number; readonly column: number } | null): Promise<void> {
    const define = this.#props().knowledge?.define;
    if (define === undefined || place === null) return;
    const text = this.#bound.text;
    const found = await define({ text: text.text, offset: text.offsetAt({ line: place.lineNumber, column: place.column }), signal: new AbortController().signal });
    if (found === null) return;
    if ("go" in found) return found.go();
    this.reveal({ span: found.span, focus: true });
    this.#props().onCursor?.(found.span.start);
  }
}
