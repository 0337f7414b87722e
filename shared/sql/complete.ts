/** What fits at the cursor, best first. */
import { columnCandidates, joinCandidates, schemaCandidates, tableCandidates } from "./candidates.ts";
import { placeAt, type CursorPlace } from "./cursor-place.ts";
import { type SqlFunction, functionsOf } from "./functions.ts";
import { keywordsAt } from "./keywords-at.ts";
import type { CompletionItem, CompletionList, CompletionRequest, SqlDialect } from "./language.ts";
import { best, type Candidate } from "./ranking.ts";
import { type Reading, readText } from "./scope.ts";
import { wordOf } from "./tokens.ts";
import { clauseWords } from "./words.ts";

export function completeSql(request: CompletionRequest): CompletionList {
  const reading = readText(request);
  const place = placeAt(reading, request.offset);
  const candidates = place.kind === "template" ? templateCandidates(request) : candidatesAt(reading, place, request);
  return { from: place.from, to: place.to, ...best(candidates, place.typed.toLowerCase()) };
}

function* candidatesAt(reading: Reading, place: CursorPlace, request: CompletionRequest): Generator<Candidate> {
  if (place.kind === "nothing") return;
  const quoting = place.isQuoted ? "always" : request.settings.quoting;
  if (place.kind === "table") {
    yield* tableCandidates(reading, place, quoting);
    if (place.qualifier.length === 0) yield* schemaCandidates(reading, quoting);
  }
  if (place.kind === "column") {
    yield* columnCandidates(reading, place, quoting);
    if (place.qualifier.length === 0) {
      yield* joinCandidates(reading, place, quoting);
      yield* schemaCandidates(reading, quoting);
    }
  }
  if (place.qualifier.length > 0 || place.isQuoted || (place.kind === "column" && place.clause === "target")) return;
  if (place.kind === "column" || place.kind === "table") yield* functionCandidates(request.dialect, place);
  yield* keywordCandidates(reading, place, request);
}

function* functionCandidates(dialect: SqlDialect, { kind, typed }: CursorPlace): Generator<Candidate> {
  const isUpper = typed.length > 1 && typed === typed.toUpperCase();
  for (const one of functionsOf[dialect].values()) {
    if (kind === "table" && !one.givesRows) continue;
    yield { name: one.name, weight: kind === "table" ? 60 : 150, item: () => functionItem(one, isUpper) };
  }
}

function functionItem({ name, signature, doc, takesNothing }: SqlFunction, isUpper: boolean): CompletionItem {
  const insert = `${isUpper ? name.toUpperCase() : name}()`;
  return { kind: "function", label: name, insert, cursor: takesNothing ? insert.length : insert.length - 1, detail: signature, doc };
}

function* keywordCandidates(reading: Reading, place: CursorPlace, { settings, dialect }: CompletionRequest): Generator<Candidate> {
  const isUpper = settings.keywordCase === "upper" || (settings.keywordCase === "preserve" && writesUpper(reading, place));
  for (const [index, word] of keywordsAt(place, dialect).entries()) {
    const text = isUpper ? word.toUpperCase() : word;
    const weight = (place.kind === "column" || place.kind === "table" ? 110 : 300) - Math.min(index, 50);
    yield { name: word, weight, item: () => ({ kind: "keyword", label: text, insert: text, detail: "", doc: "" }) };
  }
}

/** The case of what is being typed, or else of the last word of the language before it. */
function writesUpper({ tokens }: Reading, { typed, from }: CursorPlace): boolean {
  if (/[a-z]/i.test(typed)) return typed === typed.toUpperCase();
  const last = tokens.findLast((token) => token.end <= from && clauseWords.has(wordOf(token)));
  return last !== undefined && last.text === last.text.toUpperCase();
}

function* templateCandidates({ templateWords }: CompletionRequest): Generator<Candidate> {
  for (const [index, { name, doc, value }] of templateWords.entries()) {
    yield { name: name.toLowerCase(), weight: 300 - Math.min(index, 300), item: () => ({ kind: "template", label: name, insert: name, detail: value ?? "", doc }) };
  }
}
