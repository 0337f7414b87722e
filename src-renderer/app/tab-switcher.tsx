/**
 * Switching in the order of use: while the modifier is held each press goes one further, and letting go shows the chosen
 * document. Without a modifier (palette, menu, a key of its own) the tab used before is shown at once.
 */
import { useEffect, useState, type ReactNode } from "react";
import { t } from "../strings/t.ts";
import { useCommandHandlers } from "./command-handlers.ts";
import { activeHalf, byUse } from "./halves.ts";
import { go } from "./tab-acts.ts";
import { TabIcon } from "./tab-item.tsx";
import type { Tab } from "./tabs.ts";
import styles from "./tab-switcher.module.css";
import { useHalves } from "./use-halves.ts";

interface Choice {
  readonly tabs: readonly Tab[];
  readonly at: number;
}

const modifiers = ["Control", "Alt", "Meta"];

export function TabSwitcher(): ReactNode {
  const [choice, setChoice] = useState<Choice | null>(null);
  const step = (by: 1 | -1, key: string | undefined): void => {
    const tabs = choice?.tabs ?? byUse(activeHalf(useHalves.getState()));
    if (tabs.length < 2) return;
    const at = ((choice?.at ?? 0) + by + tabs.length) % tabs.length;
    if (key?.includes("+") === true) setChoice({ tabs, at });
    else go(tabs[at]);
  };
  useCommandHandlers({ "tab.switch": (key) => step(1, key), "tab.switchBack": (key) => step(-1, key) });
  useEffect(() => {
    if (choice === null) return;
    const leave = (): void => setChoice(null);
    const onKeyUp = (event: KeyboardEvent): void => {
      if (!modifiers.includes(event.key)) return;
      go(choice.tabs[choice.at]);
      leave();
    };
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === "Escape") leave();
    };
    addEventListener("keyup", onKeyUp);
    addEventListener("keydown", onKeyDown);
    addEventListener("blur", leave);
    return () => {
      removeEventListener("keyup", onKeyUp);
      removeEventListener("keydown", onKeyDown);
      removeEventListener("blur", leave);
    };
  }, [choice]);
  if (choice === null) return null;
  return (
    <div className={styles.switcher} role="listbox" aria-label={t("Open documents, last used first")}>
      {choice.tabs.map((tab, at) => (
        <div key={tab.key} className={styles.item} role="option" aria-selected={at === choice.at}>
          <TabIcon tabKey={tab.key} />
          <span className="dw-ellipsis">{tab.title}</span>
        </div>
      ))}
      <div className={styles.heard} role="status">
        {choice.tabs[choice.at]?.title}
      </div>
    </div>
  );
}
