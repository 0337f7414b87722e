/** A field that filters a list below it: the keys that choose, and the roles that tell it. The looks are the caller's. */
import { useId, useState, type InputHTMLAttributes, type HTMLAttributes, type KeyboardEvent } from "react";

export interface ComboBox {
  /** Of the chosen option; -1 where there is none. */
  readonly at: number;
  readonly listId: string;
  readonly inputProps: InputHTMLAttributes<HTMLInputElement>;
  readonly optionProps: (index: number) => HTMLAttributes<HTMLElement>;
}

export interface ComboBoxParts {
  readonly typed: string;
  readonly onType: (typed: string) => void;
  /** How many options there are for what is typed. */
  readonly count: number;
  readonly onPick: (index: number) => void;
  /** Other keys: true when one was used. */
  readonly onKey?: (event: KeyboardEvent) => boolean;
}

export function useComboBox({ typed, onType, count, onPick, onKey = () => false }: ComboBoxParts): ComboBox {
  const id = useId();
  const [chosen, setChosen] = useState(0);
  const at = Math.min(chosen, count - 1);
  const choose = (index: number): void => {
    setChosen(index);
    document.getElementById(`${id}-${index}`)?.scrollIntoView({ block: "nearest" });
  };
  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    const moves: Record<string, number> = { ArrowDown: (at + 1) % count, ArrowUp: (at - 1 + count) % count, PageDown: Math.min(count - 1, at + 10), PageUp: Math.max(0, at - 10) };
    const next = count === 0 ? undefined : moves[event.key];
    if (next !== undefined) choose(next);
    else if (event.key === "Enter" && count > 0) onPick(at);
    else if (!onKey(event)) return;
    event.preventDefault();
  }
  return {
    at,
    listId: `${id}-list`,
    inputProps: {
      role: "combobox",
      "aria-expanded": true,
      "aria-controls": `${id}-list`,
      "aria-activedescendant": count > 0 ? `${id}-${at}` : undefined,
      spellCheck: false,
      value: typed,
      onChange: (event) => {
        onType(event.currentTarget.value);
        setChosen(0);
      },
      onKeyDown,
    },
    optionProps: (index) => ({
      id: `${id}-${index}`,
      role: "option",
      "aria-selected": index === at,
      ...(index === at ? {} : { onPointerMove: () => setChosen(index) }),
      onClick: () => onPick(index),
    }),
  };
}
