/** The `?` window: every key of the registry. */
import type { ReactNode } from "react";
import { commands, type Command } from "../../shared/commands/commands.ts";
import { t, translated } from "../strings/t.ts";
import { Dialog } from "../ui/dialog.tsx";
import { KeyHint } from "../ui/key-hint.tsx";
import { useKeyLookup } from "./key-map.ts";
import { useHost } from "./host-context.tsx";
import styles from "./keys-window.module.css";

const sections: readonly (readonly [title: string, holds: (command: Command) => boolean])[] = [
  [t("Everywhere"), (command) => command.when.length === 0 || command.id.startsWith("workspace.")],
  [t("Go to"), (command) => command.menu === "go" && command.when.length > 0],
  [t("DAG and graph"), (command) => command.menu === "view" && command.when.length > 0],
  [t("Runs and tasks"), (command) => command.menu === "run"],
  [t("Drawing"), (command) => command.when.includes("draw")],
  [t("Log"), (command) => command.when.includes("log")],
];

export function KeysWindow({ onClose }: { onClose: () => void }): ReactNode {
  const keysOf = useKeyLookup();
  const desktop = useHost().kind === "desktop";
  return (
    <Dialog title={t("Keyboard shortcuts")} size={760} onClose={onClose}>
      <div className={styles.columns}>
        {sections.map(([title, holds]) => (
          <section key={title} className={styles.section} aria-label={title}>
            <h3>{title}</h3>
            {commands
              .filter((command) => keysOf(command.id).length > 0 && holds(command) && (desktop || !command.when.includes("desktop")))
              .map((command) => (
                <div key={command.id} className={styles.row}>
                  <span className={styles.name}>{translated(command.title)}</span>
                  {keysOf(command.id).map((key) => (
                    <KeyHint key={key} keys={key} />
                  ))}
                </div>
              ))}
          </section>
        ))}
      </div>
    </Dialog>
  );
}
