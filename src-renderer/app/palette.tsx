/** The palette: type to go anywhere or run any command. A combobox in a dialog. */
import { Boxes, ChevronRight, FileText, Search, Square, Table2, Workflow } from "lucide-react";
import { useState, type ReactNode } from "react";
import { t } from "../strings/t.ts";
import { useComboBox, type ComboBox } from "../ui/combo-box.ts";
import type { EngineClient } from "../rpc/client.ts";
import { useEngineClient } from "../rpc/rpc-provider.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { KeyHint } from "../ui/key-hint.tsx";
import { StateIcon } from "../ui/state-badge.tsx";
import { runCommand } from "./command-handlers.ts";
import { openFile } from "./open-files.ts";
import type { PaletteItem } from "./palette-items.ts";
import styles from "./palette.module.css";
import { openToStay } from "./use-halves.ts";
import { usePaletteItems } from "./use-palette-items.ts";

/** `commandsOnly` starts with `>`. Mounted only while it is open, so that it starts empty each time. */
export function Palette({ commandsOnly, onClose }: { commandsOnly: boolean; onClose: () => void }): ReactNode {
  const client = useEngineClient();
  const [typed, setTyped] = useState(commandsOnly ? "> " : "");
  const { items, searching } = usePaletteItems(typed);

  const label = typed.trimStart().startsWith(">") ? t("Run a command") : t("Go to a DAG, task, file, table, run or user… > for a command");

  function perform(item: PaletteItem | undefined): void {
    if (item === undefined) return;
    onClose();
    // After the dialog has given the focus back, so that the command finds the page as it was.
    requestAnimationFrame(() => act(item.act, client));
  }

  const combo = useComboBox({ typed, onType: setTyped, count: items.length, onPick: (index) => perform(items[index]) });

  return (
    <Dialog title={t("Command palette")} size={640} onClose={onClose} bare>
      <input
        className={styles.input}
        data-autofocus
        aria-label={label}
        placeholder={label}
        {...combo.inputProps}
      />
      <div className={styles.list} id={combo.listId} role="listbox" aria-label={t("Results")}>
        {items.map((item, index) => (
          <PaletteRow key={item.id} option={combo.optionProps(index)} item={item} head={items[index - 1]?.group !== item.group} />
        ))}
        {items.length === 0 && <div className={styles.none}>{searching ? t("Searching…") : t("Nothing has that in its name.")}</div>}
      </div>
      <div className={styles.foot}>
        <span>{t("↑↓ choose")}</span>
        <span>{t("Enter open")}</span>
        <span>{t("> commands only")}</span>
      </div>
    </Dialog>
  );
}

function act(wanted: PaletteItem["act"], client: EngineClient): void {
  if (wanted.kind === "go") openToStay(wanted.route);
  else if (wanted.kind === "file") void openFile(wanted.path, client);
  else runCommand(wanted.id);
}

interface RowProps {
  readonly option: ReturnType<ComboBox["optionProps"]>;
  readonly item: PaletteItem;
  readonly head: boolean;
}

const groupWords: Readonly<Record<PaletteItem["group"], string>> = { Open: t("Open"), DAGs: t("DAGs"), Tasks: t("Tasks"), Files: t("Files"), Runs: t("Runs"), Search: t("Search"), Tables: t("Tables"), Assets: t("Assets"), Commands: t("Commands") };

function PaletteRow({ option, item, head }: RowProps): ReactNode {
  return (
    <>
      {head && (
        <div className={styles.group} role="presentation">
          {groupWords[item.group]}
        </div>
      )}
      <div {...option} className={styles.item} title={item.title}>
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
  if (item.group === "Open" || item.group === "Files") return <FileText size={14} aria-hidden />;
  if (item.group === "Tasks") return <Square size={14} aria-hidden />;
  if (item.group === "Tables") return <Table2 size={14} aria-hidden />;
  if (item.group === "Assets") return <Boxes size={14} aria-hidden />;
  return item.group === "DAGs" ? <Workflow size={14} aria-hidden /> : <Search size={14} aria-hidden />;
}
