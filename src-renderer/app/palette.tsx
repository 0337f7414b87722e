/** The palette: type to go anywhere or run any command. A combobox in a dialog. */
import { ChevronRight, Search, Table2, Workflow } from "lucide-react";
import { useId, useState, type KeyboardEvent, type ReactNode } from "react";
import { Dialog } from "../ui/dialog.tsx";
import { KeyHint } from "../ui/key-hint.tsx";
import { StateIcon } from "../ui/state-badge.tsx";
import { runCommand } from "./command-handlers.ts";
import type { PaletteItem } from "./palette-items.ts";
import styles from "./palette.module.css";
import { openToStay } from "./use-halves.ts";
import { usePaletteItems } from "./use-palette-items.ts";

/** `commandsOnly` starts with `>`. Mounted only while it is open, so that it starts empty each time. */
export function Palette({ commandsOnly, onClose }: { commandsOnly: boolean; onClose: () => void }): ReactNode {
  const id = useId();
  const [typed, setTyped] = useState(commandsOnly ? "> " : "");
  const [chosen, setChosen] = useState(0);
  const { items, searching } = usePaletteItems(typed);
  const at = Math.min(chosen, items.length - 1);

  function perform(item: PaletteItem | undefined): void {
    if (item === undefined) return;
    onClose();
    // After the dialog has given the focus back, so that the command finds the page as it was.
    requestAnimationFrame(() => (item.act.kind === "go" ? openToStay(item.act.route) : runCommand(item.act.id)));
  }

  function choose(index: number): void {
    setChosen(index);
    document.getElementById(`${id}-${index}`)?.scrollIntoView({ block: "nearest" });
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing || items.length === 0) return;
    const moves: Record<string, number> = { ArrowDown: (at + 1) % items.length, ArrowUp: (at - 1 + items.length) % items.length, PageDown: Math.min(items.length - 1, at + 10), PageUp: Math.max(0, at - 10) };
    const next = moves[event.key];
    if (next === undefined && event.key !== "Enter") return;
    event.preventDefault();
    if (next === undefined) perform(items[at]);
    else choose(next);
  }

  return (
    <Dialog title="Command palette" size={640} onClose={onClose} bare>
      <input
        className={styles.input}
        data-autofocus
        role="combobox"
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={items.length > 0 ? `${id}-${at}` : undefined}
        aria-label="Find a user, run, DAG, table or command"
        placeholder="Find a user, run, DAG, table… or > a command"
        spellCheck={false}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div className={styles.list} id={`${id}-list`} role="listbox" aria-label="Results">
        {items.map((item, index) => (
          <PaletteRow key={item.id} id={`${id}-${index}`} item={item} head={items[index - 1]?.group !== item.group} selected={index === at} onHover={() => setChosen(index)} onPick={() => perform(item)} />
        ))}
        {items.length === 0 && <div className={styles.none}>{searching ? "Searching…" : "Nothing has that in its name."}</div>}
      </div>
      <div className={styles.foot}>
        <span>↑↓ choose</span>
        <span>Enter open</span>
        <span>&gt; commands only</span>
      </div>
    </Dialog>
  );
}

interface RowProps {
  readonly id: string;
  readonly item: PaletteItem;
  readonly head: boolean;
  readonly selected: boolean;
  readonly onHover: () => void;
  readonly onPick: () => void;
}

function PaletteRow({ id, item, head, selected, onHover, onPick }: RowProps): ReactNode {
  return (
    <>
      {head && (
        <div className={styles.group} role="presentation">
          {item.group}
        </div>
      )}
      <div id={id} className={styles.item} role="option" aria-selected={selected} onPointerMove={selected ? undefined : onHover} onClick={onPick} title={item.title}>
        <span className={styles.mark}>
          <ItemMark item={item} />
        </span>
        <span className={`${styles.itemTitle} dw-ellipsis`}>{item.title}</span>
        <span className={`${styles.detail} dw-ellipsis`}>{item.detail}</span>
        {item.keys !== null && <KeyHint keys={item.keys} />}
      </div>
    </>
  );
}

function ItemMark({ item }: { item: PaletteItem }): ReactNode {
  if (item.state !== null) return <StateIcon state={item.state} label />;
  if (item.group === "Commands") return <ChevronRight size={14} aria-hidden />;
  if (item.group === "Tables") return <Table2 size={14} aria-hidden />;
  return item.group === "DAGs" ? <Workflow size={14} aria-hidden /> : <Search size={14} aria-hidden />;
}
