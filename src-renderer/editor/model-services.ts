/** Hands Monaco's questions about a text (what fits here, what is this) to who knows that text. */
import type { editor, IDisposable, IMarkdownString, IRange, languages, CancellationToken, Position } from "monaco-editor";
import type { AskedPlace, EditorMark, Proposal, ProposalKind, TextKnowledge } from "./editor-parts.ts";
import { editorLanguages } from "./languages.ts";
import type { Monaco } from "./monaco.ts";
import type { Place, ShownText } from "./shown-text.ts";
import { isInYamlComment } from "./yaml-comment.ts";

export interface KnownModel {
  readonly text: () => ShownText;
  readonly knowledge: () => TextKnowledge | undefined;
  readonly marks: () => readonly EditorMark[];
}

const known = new WeakMap<editor.ITextModel, KnownModel>();

export function knowModel(model: editor.ITextModel, about: KnownModel): void {
  known.set(model, about);
}

const triggers = [".", "/", " ", "{", "[", '"', "'", "(", "|", "-"];

const fixCommand = "dagwright.fix";

export function registerServices({ languages, editor }: Monaco): void {
  const ids = [...editorLanguages];
  editor.registerCommand(fixCommand, (_services: unknown, run: unknown) => void (typeof run === "function" && run()));
  languages.registerCodeActionProvider(ids, {
    provideCodeActions(model, range) {
      const about = known.get(model);
      const here = (about?.marks() ?? []).filter(({ fixes, span }) => about !== undefined && fixes !== undefined && touches(rangeOf(about.text(), span), range));
      const actions = here.flatMap(({ fixes = [] }) => fixes.map(({ title, run }) => ({ title, kind: "quickfix", isPreferred: true, command: { id: fixCommand, title, arguments: [run] } })));
      return { actions, dispose: () => {} };
    },
  });
  languages.registerCompletionItemProvider(ids, {
    triggerCharacters: triggers,
    async provideCompletionItems(model, position, _context, token) {
      if (isInYamlComment(model, position)) return { suggestions: [] };
      const asked = ask(model, position, token);
      const found = (await asked?.knowledge.propose?.(asked.at)) ?? [];
      if (asked === null || found.length === 0) return { suggestions: [] };
      const word = model.getWordUntilPosition(position);
      const range = { startLineNumber: position.lineNumber, endLineNumber: position.lineNumber, startColumn: word.startColumn, endColumn: position.column };
      return { suggestions: found.map((one) => itemOf(one, one.replace === undefined ? range : rangeOf(asked.text, one.replace), languages)) };
    },
  });
  languages.registerHoverProvider(ids, {
    async provideHover(model, position, token) {
      const asked = ask(model, position, token);
      const found = (await asked?.knowledge.explain?.(asked.at)) ?? null;
      return asked === null || found === null ? null : { contents: [markdown(found.text)], range: rangeOf(asked.text, found.span) };
    },
  });
}

function touches(one: IRange, other: IRange): boolean {
  const isBefore = (a: IRange, b: IRange): boolean => a.endLineNumber < b.startLineNumber || (a.endLineNumber === b.startLineNumber && a.endColumn < b.startColumn);
  return !isBefore(one, other) && !isBefore(other, one);
}

interface Asked {
  readonly at: AskedPlace;
  readonly text: ShownText;
  readonly knowledge: TextKnowledge;
}

function ask(model: editor.ITextModel, position: Position, token: CancellationToken): Asked | null {
  const about = known.get(model);
  const knowledge = about?.knowledge();
  if (about === undefined || knowledge === undefined) return null;
  const text = about.text();
  return { at: { text: text.text, offset: text.offsetAt({ line: position.lineNumber, column: position.column }), signal: signalOf(token) }, text, knowledge };
}

function signalOf(token: CancellationToken): AbortSignal {
  const stop = new AbortController();
  if (token.isCancellationRequested) stop.abort();
  const listening: IDisposable = token.onCancellationRequested(() => {
    stop.abort();
    listening.dispose();
  });
  return stop.signal;
}

/** Text of others: no links that do something, no HTML. */
function markdown(value: string): IMarkdownString {
  return { value, isTrusted: false, supportHtml: false };
}

export function rangeOf(text: ShownText, span: { readonly start: number; readonly end: number }): IRange {
  return rangeBetween(text.placeAt(span.start), text.placeAt(span.end));
}

function rangeBetween(start: Place, end: Place): IRange {
  return { startLineNumber: start.line, startColumn: start.column, endLineNumber: end.line, endColumn: end.column };
}

function itemOf(one: Proposal, range: IRange, { CompletionItemKind, CompletionItemInsertTextRule }: Monaco["languages"]): languages.CompletionItem {
  const kinds: Readonly<Record<ProposalKind, languages.CompletionItemKind>> = {
    key: CompletionItemKind.Property,
    value: CompletionItemKind.EnumMember,
    task: CompletionItemKind.Reference,
    connection: CompletionItemKind.Interface,
    template: CompletionItemKind.Variable,
    keyword: CompletionItemKind.Keyword,
    schema: CompletionItemKind.Module,
    table: CompletionItemKind.Struct,
    column: CompletionItemKind.Field,
    function: CompletionItemKind.Function,
    snippet: CompletionItemKind.Snippet,
    file: CompletionItemKind.File,
  };
  return {
    label: one.label,
    kind: kinds[one.kind],
    insertText: one.insert ?? one.label,
    range,
    ...(one.isSnippet === true ? { insertTextRules: CompletionItemInsertTextRule.InsertAsSnippet } : {}),
    ...(one.detail === undefined ? {} : { detail: one.detail }),
    ...(one.doc === undefined ? {} : { documentation: markdown(one.doc) }),
    ...(one.order === undefined ? {} : { sortText: one.order }),
  };
}
