/** The colours and weights that are in force at a place of a log, as the parameters of one SGR sequence. Pure. */

const offs: Readonly<Record<string, readonly string[]>> = { "21": ["1"], "22": ["1", "2"], "23": ["3"], "24": ["4"], "27": ["7"], "39": ["fg"], "49": ["bg"] };

/** `state` is what an earlier call answered, empty at the start. What it does not understand changes nothing. */
export function sgrAfter(state: string, params: string): string {
  if (!/^[\d;:]*$/.test(params) || params.length > 64) return state;
  const codes = params.split(/[;:]/);
  const kept = new Map(readState(state));
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] === "" ? "0" : String(Number(codes[at]));
    if (code === "38" || code === "48") {
      const used = codes[at + 1] === "5" ? 2 : codes[at + 1] === "2" ? 4 : codes.length;
      const whole = codes.slice(at, at + used + 1);
      if (used < codes.length && whole.length === used + 1) kept.set(code === "38" ? "fg" : "bg", whole.join(";"));
      at += used;
    } else if (code === "0") kept.clear();
    else if (offs[code] !== undefined) for (const off of offs[code]) kept.delete(off);
    else if (/^([39][0-7])$/.test(code)) kept.set("fg", code);
    else if (/^(4[0-7]|10[0-7])$/.test(code)) kept.set("bg", code);
    else if (/^[12347]$/.test(code)) kept.set(code, code);
  }
  return [...kept.values()].join(";");
}

function readState(state: string): [string, string][] {
  const read: [string, string][] = [];
  const codes = state === "" ? [] : state.split(";");
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] ?? "";
    if (code === "38" || code === "48") {
      const used = codes[at + 1] === "5" ? 2 : 4;
      read.push([code === "38" ? "fg" : "bg", codes.slice(at, at + used + 1).join(";")]);
      at += used;
    } else if (/^[39]\d$/.test(code)) read.push(["fg", code]);
    else if (/^(4|10)\d$/.test(code)) read.push(["bg", code]);
    else read.push([code, code]);
  }
  return read;
}

const mostKept = 500;

/** Answers as `sgrAfter` and remembers: a log has few different sequences, each very often. */
export class SgrTable {
  readonly #known = new Map<string, Map<number | string, string>>();
  #kept = 0;

  after(state: string, bytes: Buffer, from: number, to: number): string {
    const key = keyOf(bytes, from, to);
    const known = this.#known.get(state)?.get(key);
    if (known !== undefined) return known;
    if (this.#kept >= mostKept) {
      this.#known.clear();
      this.#kept = 0;
    }
    const next = sgrAfter(state, bytes.toString("latin1", from, to));
    const ofState = this.#known.get(state) ?? new Map<number | string, string>();
    this.#known.set(state, ofState.set(key, next));
    this.#kept += 1;
    return next;
  }
}

/** Short parameters as one number: to make a text of each would take longer than all the rest. */
function keyOf(bytes: Buffer, from: number, to: number): number | string {
  if (to - from > 6) return bytes.toString("latin1", from, to);
  let key = 0;
  for (let at = from; at < to; at += 1) key = key * 256 + (bytes[at] ?? 0);
  return key;
}
