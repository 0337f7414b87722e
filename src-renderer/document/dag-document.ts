/** A DAG file as its views see it: the text document, the reading of its newest text, and the last reading that could be drawn. */
import { applyEdits } from "../../shared/dag-file/apply-edits.ts";
import type { ReadText } from "../../shared/dag-file/apply-edit.ts";
import type { DagEdit } from "../../shared/dag-file/edit.ts";
import { drawnDag, type ParsedDag, readDagInSteps } from "../../shared/dag-file/parse-dag.ts";
import { diffTexts } from "../../shared/document/text-diff.ts";
import type { Diagnostic } from "../../shared/model/diagnostic.ts";
import { type DagParser, isLong } from "./dag-parser.ts";
import { type GoodDag, nextGood } from "./good-dag.ts";
import type { TextDocument } from "./text-document.ts";
import { whenIdle } from "./when-idle.ts";

export interface DagDocument {
  readonly text: TextDocument;
  get(): DagState;
  subscribe(listener: () => void): () => void;
  /** Applies the edits in order as one history entry, or none of them. Edits of one gesture become one entry. */
  edit(name: string, edits: readonly DagEdit[], gesture?: string): DagEdited;
}

export type DagEdited =
  /** `made` are the ids of tasks that the edits made, where they chose them. */
  { readonly ok: true; readonly made: readonly string[] } | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

export interface DagState {
  /** Of the text that `parsed` is the reading of. */
  readonly version: number;
  readonly parsed: ParsedDag;
  readonly good: GoodDag;
  /** The newest text is no YAML: `good` is older than it. */
  readonly isBroken: boolean;
  /** The last reading of a text that was YAML; null before the first. */
  readonly sound: ParsedDag | null;
}

/** Who types goes on typing for a while. */
const settleMs = 400;

export class OpenDagDocument implements DagDocument {
  readonly text: TextDocument;
  readonly #parser: Pick<DagParser, "parse">;
  readonly #listeners = new Set<() => void>();
  #state: DagState;
  #isReading = false;
  /** The reading of the last edit's text: edits come in rows, and the next one begins with it. */
  #known: ReadText | null = null;
  #stopPreparing: () => void = () => {};
  /** Version of the text that `good` is of. */
  #drawn: number;

  private constructor(text: TextDocument, parser: Pick<DagParser, "parse">, first: { version: number; parsed: ParsedDag }) {
    this.text = text;
    this.#parser = parser;
    const { tasks, groups, ui, dag, isBroken } = first.parsed;
    this.#drawn = first.version;
    this.#state = { ...first, good: { tasks, groups, ui, dag }, isBroken, sound: isBroken ? null : first.parsed };
    text.subscribe(() => void this.#read());
    void this.#read();
    this.#prepare();
  }

  static async open(text: TextDocument, parser: Pick<DagParser, "parse">): Promise<OpenDagDocument> {
    const { text: source, version } = text.get();
    return new OpenDagDocument(text, parser, { version, parsed: await parser.parse(source, text.path) });
  }

  get(): DagState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  edit(name: string, edits: readonly DagEdit[], gesture?: string): DagEdited {
    const { text } = this.text.get();
    const result = applyEdits(text, edits, { file: this.text.path, known: this.#known });
    if (!result.ok) return result;
    this.#known = result.reached;
    this.text.change(name, diffTexts(text, result.text), gesture);
    this.#draw(result.reached);
    return { ok: true, made: result.made };
  }

  /** The drawing does not wait for a long text to be judged: the edit has read it. */
  #draw({ text, read }: ReadText): void {
    const now = this.text.get();
    if (now.text !== text || now.version <= this.#drawn) return;
    this.#drawn = now.version;
    this.#set({ ...this.#state, good: nextGood(this.#state.good, drawnDag(read.root), null) });
  }

  /** One reading at a time; a text that has come meanwhile is read next, those between never. */
  async #read(): Promise<void> {
    const { text, version } = this.text.get();
    if (this.#isReading || version === this.#state.version) return;
    this.#isReading = true;
    const parsed = this.#parser.parse(text, this.text.path);
    this.#take(version, parsed instanceof Promise ? await parsed : parsed);
  }

  #take(version: number, parsed: ParsedDag): void {
    this.#isReading = false;
    const { isBroken } = parsed;
    const isOld = version < this.#drawn;
    const good = isBroken || isOld ? this.#state.good : nextGood(this.#state.good, parsed, parsed.dag);
    if (!isOld) this.#drawn = version;
    const isNewest = this.text.get().version === version;
    this.#set({ version, parsed, good, isBroken, sound: isBroken ? this.#state.sound : parsed });
    if (isNewest) this.#prepare();
    else void this.#read();
  }

  /** A long text is read for the first edit while nobody waits for anything: read then, the gesture would stall. */
  #prepare(): void {
    const { text } = this.text.get();
    this.#stopPreparing();
    if (this.#state.isBroken || !isLong(text) || this.#known?.text === text) return;
    const timer = setTimeout(() => {
      this.#stopPreparing = whenIdle(readDagInSteps(text, this.text.path), (read) => {
        if (this.text.get().text === text) this.#known = { text, read };
      });
    }, settleMs);
    this.#stopPreparing = () => clearTimeout(timer);
  }

  #set(state: DagState): void {
    this.#state = state;
    for (const listener of [...this.#listeners]) listener();
  }
}
