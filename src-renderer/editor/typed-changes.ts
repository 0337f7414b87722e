/**
 * What was typed into the editor, as changes of the text on disk: line ends that nobody touched stay as they are, new ones
 * are like those around them. Pure.
 */
import { applyChanges, type TextChange } from "../../shared/document/text-change.ts";
import { diffTexts } from "../../shared/document/text-diff.ts";
import { showText, type PlaceRange, type ShownText } from "./shown-text.ts";

/** One replacement in what the editor shows; its text has "\n" for every line end. */
export interface TypedEdit {
  readonly range: PlaceRange;
  readonly text: string;
}

/**
 * Editors report the edits of one act from the end of the text to its start, so that each place still holds when it is used.
 * Where they do not (several acts in one report), each edit is meant for the text after the one before it.
 */
export function changesOf(before: ShownText, edits: readonly TypedEdit[]): TextChange[] {
  const changes = edits.map((edit) => changeOf(before, edit));
  const isBackwards = changes.every((change, at) => at === 0 || change.end < (changes[at - 1]?.start ?? 0));
  if (isBackwards) return changes.toReversed();
  const after = edits.reduce((text, edit) => showText(applyChanges(text.text, [changeOf(text, edit)]).text), before);
  return diffTexts(before.text, after.text);
}

function changeOf(before: ShownText, { range, text }: TypedEdit): TextChange {
  const start = before.offsetAt(range.start);
  const end = before.offsetAt(range.end);
  return keepApart(before.text, { start, end, text: text.replaceAll("\n", before.lineEndAt(range.start.line)) });
}

/** A line end "\r" and one "\n" that come to stand together would become one: another "\n" between them keeps them two. */
function keepApart(whole: string, { start, end, text }: TextChange): TextChange {
  const behind = whole[end];
  const closed = text.endsWith("\r") && behind === "\n" ? text.replaceAll("\r", "\n") : text;
  const meets = whole[start - 1] === "\r" && (closed[0] ?? behind) === "\n";
  return { start, end, text: meets ? `\n${closed}` : closed };
}
