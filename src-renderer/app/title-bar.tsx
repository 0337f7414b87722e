/** Title bar: workspace switcher and the box that finds anything. It drags the desktop window. */
import { Search } from "lucide-react";
import type { ReactNode } from "react";
import { findCommand } from "../../shared/commands/commands.ts";
import { WorkspaceMenu } from "../features/workspace/workspace-menu.tsx";
import { KeyHint } from "../ui/key-hint.tsx";
import { runCommand } from "./command-handlers.ts";
import styles from "./frame.module.css";

export function TitleBar(): ReactNode {
  const [paletteKey = ""] = findCommand("palette.open").keys;
  return (
    <header className={styles.title}>
      <button type="button" className={styles.skip} onClick={() => document.getElementById("page")?.focus()}>
        Skip to the page
      </button>
      <div className={styles.titleStart}>
        <WorkspaceMenu />
      </div>
      <button type="button" className={styles.search} onClick={() => runCommand("palette.open")} aria-haspopup="dialog">
        <Search size={14} aria-hidden />
        <span className={`${styles.searchText} dw-ellipsis`}>Find a user, run, DAG, table… or run a command</span>
        <KeyHint keys={paletteKey} />
      </button>
      <div className={styles.titleEnd} />
    </header>
  );
}
