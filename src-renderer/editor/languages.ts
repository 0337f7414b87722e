/** The languages that the editor knows: coloured by the window's one grammar, with the brackets and comments of each. */
import type { languages as MonacoLanguages } from "monaco-editor";
import type { CodeLanguage } from "../code-view/highlight.ts";
import { isSameState, scanNextLine, startState, type ScanState } from "./line-tokens.ts";
import type { Monaco } from "./monaco.ts";

export const editorLanguages: readonly CodeLanguage[] = ["yaml", "sql", "python", "shell", "json", "plain"];

const pairs: MonacoLanguages.CharacterPair[] = [
  ["{", "}"],
  ["[", "]"],
  ["(", ")"],
];
const quotes = ['"', "'"].map((quote) => ({ open: quote, close: quote, notIn: ["string", "comment"] }));
const comments: Readonly<Record<CodeLanguage, MonacoLanguages.CommentRule>> = {
  yaml: { lineComment: "#" },
  sql: { lineComment: "--", blockComment: ["/*", "*/"] },
  python: { lineComment: "#" },
  shell: { lineComment: "#" },
  json: {},
  plain: {},
};

export function registerLanguages({ languages }: Monaco): void {
  for (const id of editorLanguages) {
    languages.register({ id });
    languages.setTokensProvider(id, tokensOf(id));
    if (id !== "plain") languages.setLanguageConfiguration(id, configurationOf(id));
  }
}

function configurationOf(id: CodeLanguage): MonacoLanguages.LanguageConfiguration {
  return {
    comments: comments[id],
    brackets: pairs,
    autoClosingPairs: [...pairs.map(([open, close]) => ({ open, close })), ...quotes],
    surroundingPairs: [...pairs, ['"', '"'], ["'", "'"]].map(([open = "", close = ""]) => ({ open, close })),
    ...(id === "yaml" ? { indentationRules: { increaseIndentPattern: /^(?!\s*#).*:\s*(?:[|>][-+0-9]*)?\s*(?:#.*)?$/, decreaseIndentPattern: /^$a/ }, folding: { offSide: true } } : {}),
    ...(id === "python" ? { onEnterRules: [{ beforeText: /:\s*(?:#.*)?$/, action: { indentAction: 1 } }], folding: { offSide: true } } : {}),
  };
}

interface LineState extends MonacoLanguages.IState {
  readonly scan: ScanState;
}

function lineState(scan: ScanState): LineState {
  const state: LineState = { scan, clone: () => state, equals: (other) => isSameState(scan, (other as LineState).scan) };
  return state;
}

function tokensOf(id: CodeLanguage): MonacoLanguages.TokensProvider {
  return {
    getInitialState: () => lineState(startState),
    tokenize(line, state) {
      const { tokens, state: next } = scanNextLine(line, id, (state as LineState).scan);
      let startIndex = 0;
      const places = tokens.map(({ text, kind }) => {
        const token = { startIndex, scopes: kind };
        startIndex += text.length;
        return token;
      });
      return { tokens: places, endState: lineState(next) };
    },
  };
}
