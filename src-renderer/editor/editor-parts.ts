/** What an editor is given and asked, in plain data: offsets are those of the text on disk. Light: it brings nothing of Monaco. */
import type { TextChange, TextSpan } from "../../shared/document/text-change.ts";
import type { CodeLanguage } from "../code-view/highlight.ts";

/** A mark under a stretch of text. */
export interface EditorMark {
  readonly severity: "error" | "warning" | "info";
  readonly message: string;
  readonly code: string;
  readonly span: TextSpan;
  /** What mends it, offered at the mark. */
  readonly fixes?: readonly EditorFix[];
}

export interface EditorFix {
  /** As on a button: "Add dependency on `load`". */
  readonly title: string;
  readonly run: () => void;
}

/** A key that does something while the text has the focus; `keys` as in the registry of commands. */
export interface EditorKey {
  readonly id: string;
  readonly title: string;
  readonly keys: readonly string[];
  /** `mend` offers what mends the mark at the cursor. */
  readonly run: (mend: () => void) => void;
}

export interface AskedPlace {
  readonly text: string;
  readonly offset: number;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

export type ProposalKind = "key" | "value" | "task" | "connection" | "template" | "keyword" | "schema" | "table" | "column" | "function" | "snippet" | "file";

export interface Proposal {
  readonly label: string;
  readonly kind: ProposalKind;
  /** What is written instead of the label. */
  readonly insert?: string;
  /** `insert` holds places to fill in, as `${1:name}`. */
  readonly isSnippet?: boolean;
  readonly detail?: string;
  /** Markdown. */
  readonly doc?: string;
  /** What it replaces; the word at the cursor where absent. */
  readonly replace?: TextSpan;
  /** Proposals stand in the order of this text, then of their labels. */
  readonly order?: string;
}

export interface HoverText {
  /** Markdown. */
  readonly text: string;
  readonly span: TextSpan;
}

/** What is known about a text while it is written. Every answer may come later, or be none. */
export interface TextKnowledge {
  readonly propose?: (at: AskedPlace) => Promise<readonly Proposal[]> | readonly Proposal[];
  readonly explain?: (at: AskedPlace) => Promise<HoverText | null> | HoverText | null;
  /** Where F12 and Mod+click lead: a place in this text, or somewhere else. */
  readonly define?: (at: AskedPlace) => Promise<Definition | null> | Definition | null;
}

export type Definition = { readonly span: TextSpan } | { readonly go: () => void };

/** A place to bring into sight and put the cursor at, by its span or its line, counted from 1. */
export type Reveal = ({ readonly span: TextSpan } | { readonly line: number }) & {
  /** Also gives the editor the focus. */
  readonly focus?: boolean;
};

export interface CodeEditorProps {
  readonly text: string;
  readonly language: CodeLanguage;
  /** What the editor is called, for screen readers. */
  readonly label: string;
  /** Names the text: its path relative to the workspace. */
  readonly path: string;
  readonly marks?: readonly EditorMark[];
  /** Marked in the gutter, such as the statement that would run. */
  readonly pointed?: TextSpan | null;
  /** Why nothing may be typed, as a sentence; null lets one type. */
  readonly readOnly?: string | null;
  /** Where the cursor was put, or moved to, by the person. */
  readonly onCursor?: (offset: number) => void;
  /** What is selected; `start` and `end` are the same where nothing is. */
  readonly onSelect?: (span: TextSpan) => void;
  /** Changes relative to the text before them. The owner of the text applies them, and hands the new text back. */
  readonly onChange?: (changes: readonly TextChange[]) => void;
  readonly onUndo?: () => void;
  readonly onRedo?: () => void;
  /** Ready to be typed into once it is there, unless somebody is busy elsewhere by keyboard. */
  readonly takesFocus?: boolean;
  /** Brought into sight whenever another value comes. */
  readonly reveal?: Reveal | null;
  readonly keys?: readonly EditorKey[];
  readonly knowledge?: TextKnowledge;
}
