/** The context menu of a task, an edge or the canvas: commands of the registry with their keys, and nothing else. */
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from "react";
import { createPortal } from "react-dom";
import { findCommand, type CommandId } from "../../../shared/commands/commands.ts";
import { CommandKey } from "../../app/command-key.tsx";
import { mayRun, runCommand } from "../../app/command-handlers.ts";
import type { MenuTarget, Spot } from "../../graph-view/edit/editing.ts";
import styles from "./floats.module.css";
import { t, translated } from "../../strings/t.ts";

const menus: Readonly<Record<MenuTarget["kind"], readonly (readonly CommandId[])[]>> = {
  task: [
    ["draw.properties", "draw.rename", "draw.toggleEnabled", "draw.duplicate"],
    ["draw.copy", "draw.cut", "draw.delete", "draw.deleteReconnect"],
    ["draw.upstream", "draw.downstream", "draw.connect", "draw.disconnect"],
    ["draw.group", "draw.groupMove", "draw.pin"],
    ["draw.alignLeft", "draw.alignTop", "draw.distributeAcross", "draw.distributeDown"],
    ["draw.try", "draw.tryUpTo", "draw.tryFrom", "draw.tryCancel", "draw.pinOutput"],
  ],
  group: [
    ["draw.groupFold", "draw.properties", "draw.rename", "draw.duplicate"],
    ["draw.copy", "draw.cut", "draw.delete"],
    ["draw.group", "draw.ungroup", "draw.groupMove", "draw.tidy"],
  ],
  edge: [["draw.output"], ["draw.delete"]],
  note: [
    ["draw.noteWrite", "draw.duplicate"],
    ["draw.noteYellow", "draw.noteGreen", "draw.noteBlue", "draw.noteRed", "draw.noteViolet", "draw.noteGrey"],
    ["draw.copy", "draw.cut", "draw.delete"],
  ],
  pane: [
    ["draw.add", "draw.note", "draw.paste"],
    ["draw.selectAll", "draw.tidy", "draw.turn", "draw.snap", "draw.find"],
    ["draw.undo", "draw.redo", "draw.history"],
  ],
};
const width = 300;

export function DrawMenu({ target, spot, onClose }: { target: MenuTarget; spot: Spot; onClose: () => void }): ReactNode {
  const list = useRef<HTMLDivElement>(null);
  const groups = menus[target.kind].map((ids) => ids.filter((id) => mayRun(id))).filter((ids) => ids.length > 0);
  useEffect(() => list.current?.querySelector<HTMLElement>("[role=menuitem]")?.focus(), []);

  function onKeyDown(event: KeyboardEvent): void {
    const items = [...(list.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
    const at = items.findIndex((item) => item === document.activeElement);
    if (event.key === "Escape" || event.key === "Tab") onClose();
    else if (event.key === "ArrowDown") items[(at + 1) % items.length]?.focus();
    else if (event.key === "ArrowUp") items[(at - 1 + items.length) % items.length]?.focus();
    else if (event.key === "Home") items[0]?.focus();
    else if (event.key === "End") items.at(-1)?.focus();
    else return event.stopPropagation();
    event.preventDefault();
    event.stopPropagation();
  }
  const perform = (id: CommandId): void => {
    onClose();
    // After the focus has gone back to where the command belongs.
    requestAnimationFrame(() => runCommand(id));
  };
  const rows = groups.reduce((sum, ids) => sum + ids.length * 28 + 9, 8);
  return createPortal(
    <>
      <div className={styles.veil} onPointerDown={onClose} onContextMenu={(event) => (event.preventDefault(), onClose())} />
      <div ref={list} className={styles.menu} style={{ left: Math.max(8, Math.min(spot.screen.x, innerWidth - width - 8)), top: Math.max(8, Math.min(spot.screen.y, innerHeight - rows - 8)), width }} role="menu" aria-label={menuName(target)} onKeyDown={onKeyDown} onContextMenu={(event) => event.preventDefault()}>
        {groups.map((ids, at) => (
          <div key={at} role="group" className={styles.menuGroup}>
            {ids.map((id) => (
              <button key={id} role="menuitem" tabIndex={-1} className={styles.menuItem} onClick={() => perform(id)}>
                <span className={styles.menuTitle}>{translated(findCommand(id).title)}</span>
                <CommandKey id={id} />
              </button>
            ))}
          </div>
        ))}
      </div>
    </>,
    document.body,
  );
}

function menuName(target: MenuTarget): string {
  if (target.kind === "task") return t("Task {{target}}", { target: target.id });
  if (target.kind === "group") return t("Group {{target}}", { target: target.id });
  if (target.kind === "note") return t("Note");
  return target.kind === "edge" ? t("Edge from {{source}} to {{target}}", { source: target.edge.source, target: target.edge.target }) : t("Canvas");
}
