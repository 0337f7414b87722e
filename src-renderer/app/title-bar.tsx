/** Title bar: workspace switcher and the box that finds anything. It drags the desktop window. */
import { Search } from "lucide-react";
import type { ReactNode } from "react";
import { WorkspaceMenu } from "../features/workspace/workspace-menu.tsx";
import { t } from "../strings/t.ts";
import { runCommand } from "./command-handlers.ts";
import { CommandKey } from "./command-key.tsx";
import styles from "./frame.module.css";
import { focusPage } from "./half-focus.ts";

export function TitleBar(): ReactNode {
  return (
    <header className={styles.title}>
      <button type="button" className={styles.skip} onClick={focusPage}>
        {t("Skip to the page")}
      </button>
      <div className={styles.titleStart}>
        <WorkspaceMenu />
      </div>
      <button type="button" className={styles.search} onClick={() => runCommand("palette.open")} aria-haspopup="dialog">
        <Search size={14} aria-hidden />
        <span className={`${styles.searchText} dw-ellipsis`}>{t("Go to a DAG, task, file, table, run or user")}</span>
        <CommandKey id="palette.open" />
      </button>
      <div className={styles.titleEnd} />
    </header>
  );
}
