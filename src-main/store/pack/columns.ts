/**
 * Rows of some tables as one run of bytes, column by column, and back without a loss. A column of numbers is written as what it differs by from
 * the best of its guesses: the row above, another column of the row, or a column of the first table at the row of the same task; most of what
 * a run leaves follows from little of it. A column of texts is its different texts and their numbers. The texts lie together in front, so
 * that a compressor that knows those of another run finds them again.
 */
import type { StoredValue } from "../../ports/store.ts";
import { ByteReader, ByteWriter } from "./byte-stream.ts";

export interface TableRows {
  readonly name: string;
  readonly columns: readonly string[];
  /** Each as long as `columns`. */
  readonly rows: readonly (readonly StoredValue[])[];
}

type Numbers = (number | null)[];

/** Numbers beyond it, and fractions, are kept as texts. */
const mostNumber = 2 ** 50;
const format = 1;
/** The column by which rows of two tables are of the same task. */
const link = "task";
/** Guesses are judged by so many rows. */
const judgedRows = 256;

/** `digits`: numbers, written as texts. */
const Kind = { numbers: 0, texts: 1, digits: 2 } as const;
type Kind = (typeof Kind)[keyof typeof Kind];

/** The texts in front are the first `textBytes` of `bytes`. */
export function writeTables(tables: readonly TableRows[]): { bytes: Uint8Array; textBytes: number } {
  const numbers = new ByteWriter();
  const texts: string[] = [JSON.stringify(tables.map(({ name, columns }) => [name, ...columns]))];
  const known: Known = { first: null, firstLink: null };
  for (const table of tables) {
    numbers.count(table.rows.length);
    const guesses = guessesOf(known, table.rows.length);
    table.columns.forEach((name, at) => {
      const values = table.rows.map((row) => row[at] ?? null);
      guesses.add(name, writeColumn(values, guesses.columns(), numbers, texts));
    });
    guesses.end();
  }
  return joined(texts, numbers);
}

function joined(texts: readonly string[], numbers: ByteWriter): { bytes: Uint8Array; textBytes: number } {
  const parts = texts.map((text) => Buffer.from(text));
  const body = Buffer.concat(parts);
  const lengths = new ByteWriter();
  lengths.count(format);
  lengths.count(parts.length);
  for (const part of parts) lengths.count(part.length);
  const front = new ByteWriter();
  front.count(body.length);
  const head = front.bytes();
  return { bytes: Buffer.concat([head, body, lengths.bytes(), numbers.bytes()]), textBytes: head.length + body.length };
}

/** Throws RangeError for bytes that `writeTables` did not write. */
export function readTables(bytes: Uint8Array): TableRows[] {
  const reader = new ByteReader(bytes);
  const body = new ByteReader(reader.take(reader.count()));
  const found = reader.count();
  if (found !== format) throw new RangeError(`format ${found} where ${format} is known`);
  const texts = Array.from({ length: reader.count() }, () => reader.count()).map((length) => Buffer.from(body.take(length)).toString("utf8"));
  const next = texts.values();
  const names = JSON.parse(textOf(next)) as string[][];
  const known: Known = { first: null, firstLink: null };
  return names.map(([name = "", ...columns]) => {
    const count = reader.count();
    const guesses = guessesOf(known, count);
    const read = columns.map((column) => {
      const { values, numbers } = readColumn(count, guesses.columns(), reader, next);
      guesses.add(column, numbers);
      return values;
    });
    guesses.end();
    return { name, columns, rows: Array.from({ length: count }, (_, row) => read.map((values) => values[row] ?? null)) };
  });
}

/** The columns of the first table, and the row of each task there. */
interface Known {
  first: Numbers[] | null;
  firstLink: Map<number | null, number> | null;
}

/** What a column of a table may be guessed by: those before it in the table, and those of the first table. */
function guessesOf(known: Known, rows: number) {
  const own: Numbers[] = [];
  let linked: Numbers[] = [];
  let ownLink: Numbers | null = null;
  return {
    columns: (): readonly Numbers[] => [...own, ...linked],
    add: (name: string, numbers: Numbers): void => {
      own.push(numbers);
      if (name !== link) return;
      ownLink = numbers;
      const { first, firstLink } = known;
      if (first === null || firstLink === null) return;
      const places = Array.from({ length: rows }, (_, row) => firstLink.get(numbers[row] ?? null));
      linked = first.map((column) => places.map((place) => (place === undefined ? null : (column[place] ?? null))));
    },
    end: (): void => {
      if (known.first !== null) return;
      known.first = own;
      known.firstLink = ownLink === null ? null : new Map(ownLink.map((task, row) => [task, row]));
    },
  };
}

function writeColumn(values: readonly StoredValue[], guesses: readonly Numbers[], out: ByteWriter, texts: string[]): Numbers {
  const kind = kindOf(values);
  out.count(kind);
  if (kind === Kind.numbers) {
    writeNumbers(values as Numbers, guesses, out);
    return values as Numbers;
  }
  const places = new Map<string, number>();
  const indexes = values.map((value) => {
    if (value === null) return null;
    const text = Object.is(value, -0) ? "-0" : String(value);
    const place = places.get(text) ?? places.size;
    places.set(text, place);
    return place;
  });
  texts.push(...places.keys());
  out.count(places.size);
  writeNumbers(indexes, guesses, out);
  return indexes;
}

function readColumn(count: number, guesses: readonly Numbers[], reader: ByteReader, texts: Iterator<string>): { values: StoredValue[]; numbers: Numbers } {
  const kind = reader.count();
  if (kind === Kind.numbers) {
    const numbers = readNumbers(count, guesses, reader);
    return { values: numbers, numbers };
  }
  const found = Array.from({ length: reader.count() }, () => textOf(texts));
  const numbers = readNumbers(count, guesses, reader);
  const values = numbers.map((place) => (place === null ? null : kind === Kind.digits ? Number(found[place]) : (found[place] ?? null)));
  return { values, numbers };
}

function kindOf(values: readonly StoredValue[]): Kind {
  if (values.some((value) => typeof value === "string")) return Kind.texts;
  return values.every((value) => value === null || (Number.isInteger(value) && Math.abs(Number(value)) < mostNumber && !Object.is(value, -0))) ? Kind.numbers : Kind.digits;
}

function textOf(texts: Iterator<string>): string {
  const { value, done } = texts.next();
  if (done === true) throw new RangeError("a text is missing");
  return String(value);
}

/** Nulls first, as a column of 0 and 1 where there are some; then how it is guessed, and what it differs by. */
function writeNumbers(values: Numbers, guesses: readonly Numbers[], out: ByteWriter): void {
  const nulls = values.filter((value) => value === null).length;
  const has = nulls === 0 ? 0 : nulls === values.length ? 1 : 2;
  out.count(has);
  if (has === 1) return;
  if (has === 2) writeDiffer(values.map((value) => Number(value === null)), out);
  const guess = bestGuess(values, guesses);
  out.count(guess);
  writeDiffer(differences(values, guesses, guess), out);
}

function readNumbers(count: number, guesses: readonly Numbers[], reader: ByteReader): Numbers {
  const has = reader.count();
  if (has === 1) return Array.from({ length: count }, () => null);
  const isNull = has === 2 ? readDiffer(count, reader).map((value) => value === 1) : Array.from({ length: count }, () => false);
  const guess = reader.count();
  const differ = readDiffer(isNull.filter((value) => !value).length, reader).values();
  const base = guess < 2 ? null : guesses[guess - 2];
  if (base === undefined) throw new RangeError("a guess that is not there");
  let above = 0;
  return isNull.map((none, row) => {
    if (none) return null;
    const value = (differ.next().value ?? 0) + (guess === 0 ? 0 : base === null ? above : (base[row] ?? 0));
    above = value;
    return value;
  });
}

/** 0: by nothing, 1: by the row above, from 2 on by a column. */
function bestGuess(values: Numbers, guesses: readonly Numbers[]): number {
  let best = { guess: 0, cost: Number.POSITIVE_INFINITY };
  const judged = values.slice(0, judgedRows);
  for (let guess = 0; guess < guesses.length + 2; guess += 1) {
    const cost = costOf(differences(judged, guesses, guess));
    if (cost < best.cost) best = { guess, cost };
  }
  return best.guess;
}

function differences(values: Numbers, guesses: readonly Numbers[], guess: number): number[] {
  const base = guess < 2 ? null : (guesses[guess - 2] ?? null);
  const found: number[] = [];
  let above = 0;
  values.forEach((value, row) => {
    if (value === null) return;
    found.push(value - (guess === 0 ? 0 : base === null ? above : (base[row] ?? 0)));
    above = value;
  });
  return found;
}

function costOf(values: readonly number[]): number {
  const [first = 0] = values;
  if (values.every((value) => value === first)) return 1 + Math.log2(1 + Math.abs(first)) / 100;
  return values.reduce((sum, value) => sum + Math.log2(2 + 2 * Math.abs(value)), 0);
}

/** One number where all are the same. */
function writeDiffer(values: readonly number[], out: ByteWriter): void {
  const [first = 0] = values;
  const isSame = values.every((value) => value === first);
  out.count(Number(isSame));
  for (const value of isSame ? [first] : values) out.signed(value);
}

function readDiffer(count: number, reader: ByteReader): number[] {
  if (reader.count() === 0) return Array.from({ length: count }, () => reader.signed());
  const value = reader.signed();
  return Array.from({ length: count }, () => value);
}
