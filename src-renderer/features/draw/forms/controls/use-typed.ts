/**
 * Typing into a field: shown at once, written after a pause and when the field is left, one history entry while the focus stays.
 * A text that was refused stays in the field with the reason beside it; Escape goes back to what is in the file, but throws
 * away no text of several lines.
 */
import { useCallback, useEffect, useRef, useState, type KeyboardEvent } from "react";
import type { DagEdit } from "../../../../../shared/dag-file/edit.ts";
import type { Binding } from "../binding.ts";
import { useForm } from "../form-context.ts";

const pauseMs = 400;
let focuses = 0;

export interface Typed {
  readonly value: string;
  readonly onType: (text: string) => void;
  readonly onFocus: () => void;
  readonly onBlur: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

export interface TypedOptions {
  readonly binding: Binding;
  /** What the file says, as text. */
  readonly shown: string;
  /** Of the history, such as `Set retries`. */
  readonly act: string;
  readonly write: (text: string) => readonly DagEdit[];
  /** As it would be shown once written: a text that would change under the fingers (`1.`) is written only when the field is left. */
  readonly settle?: (text: string) => string;
  /** Enter starts a new line instead of writing. */
  readonly hasLines?: boolean;
}

interface Draft {
  readonly text: string;
  /** What the file said when it was typed. */
  readonly over: string;
  readonly isWritten: boolean;
}

/** Not those that work on the text in the field itself. */
function isCommandKey({ key, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return /^F\d/.test(key) || ((ctrlKey || metaKey) && key.length === 1 && !/^[acvxyz]$/i.test(key));
}

export function useTyped(options: TypedOptions): Typed {
  const { binding, shown, hasLines = false } = options;
  const form = useForm();
  const [draft, setDraft] = useState<Draft | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const focus = useRef(0);
  // A field that goes because of what was written in it is asked once more as it goes.
  const done = useRef<Draft | null>(null);
  // Once written, the file speaks again as soon as it says something else: another view may have changed it.
  const current = draft !== null && !(draft.isWritten && draft.over !== shown) ? draft : null;

  /** Returns whether the file has it. */
  const write = useCallback(
    (isLeaving: boolean): boolean => {
      clearTimeout(timer.current);
      if (current === null || current.isWritten || done.current === current) return true;
      if (!isLeaving && (options.settle?.(current.text) ?? current.text) !== current.text) return false;
      if (current.text === shown) {
        form.forgive(binding);
        setDraft(null);
        return true;
      }
      const isWritten = form.edit(binding, options.act, options.write(current.text), `${binding.key}#${focus.current}`);
      if (isWritten) {
        done.current = current;
        setDraft({ ...current, isWritten });
      }
      return isWritten;
    },
    [binding, current, form, options, shown],
  );

  const latest = useRef(write);
  useEffect(() => {
    latest.current = write;
  });
  useEffect(() => () => void latest.current(true), []);

  const reset = (): void => {
    clearTimeout(timer.current);
    setDraft(null);
    form.forgive(binding);
  };
  return {
    value: current?.text ?? shown,
    onType(text) {
      setDraft({ text, over: shown, isWritten: false });
      clearTimeout(timer.current);
      timer.current = setTimeout(() => latest.current(false), pauseMs);
    },
    onFocus: () => void (focus.current = ++focuses),
    onBlur: () => void write(true),
    onKeyDown(event) {
      if (event.key === "Enter" && !hasLines) write(true);
      // What is not written yet is no step of the history: taking it back takes back the typing.
      const isUndo = event.key === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey && current?.isWritten === false;
      if (isUndo) event.preventDefault();
      // A command that follows (save, try) is to find in the text what stands in the field.
      else if (isCommandKey(event)) write(true);
      if (event.key === "Escape" && hasLines && write(true)) return;
      if (isUndo || (event.key === "Escape" && current !== null)) {
        event.stopPropagation();
        reset();
      }
    },
  };
}
