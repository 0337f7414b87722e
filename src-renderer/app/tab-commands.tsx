/** The commands of tabs and halves, all of them about the active half. */
import type { ReactNode } from "react";
import type { CommandId } from "../../shared/commands/commands.ts";
import { useCommandContexts, useCommandHandlers, type CommandHandler, type CommandHandlers } from "./command-handlers.ts";
import { activeHalf, join, neighbour, reopen } from "./halves.ts";
import { closeMany, closeOne, go, goToOther, keep, moveBy, moveToOther, showBeside, togglePin, withShown } from "./tab-acts.ts";
import { TabSwitcher } from "./tab-switcher.tsx";
import { shownKey } from "./tabs.ts";
import { changeHalves, useHalves } from "./use-halves.ts";

const active = () => activeHalf(useHalves.getState());

const toTab = Object.fromEntries([0, 1, 2, 3, 4, 5, 6, 7].map((at) => [`tab.${at + 1}`, (): void => go(active().tabs[at])])) as Partial<Record<CommandId, CommandHandler>>;

const handlers: CommandHandlers = {
  ...toTab,
  "tab.last": () => go(active().tabs.at(-1)),
  "tab.close": withShown(closeOne),
  "tab.closeOthers": withShown(closeMany("others")),
  "tab.closeRight": withShown(closeMany("right")),
  "tab.closeAll": withShown(closeMany("all")),
  "tab.reopen": () => changeHalves(reopen),
  "tab.next": () => go(neighbour(active(), 1)),
  "tab.previous": () => go(neighbour(active(), -1)),
  "tab.moveRight": withShown(moveBy(1)),
  "tab.moveLeft": withShown(moveBy(-1)),
  "tab.pin": withShown(togglePin),
  "tab.keep": withShown(keep),
  "split.open": withShown(showBeside),
  "split.moveTab": withShown(moveToOther),
  "split.other": goToOther,
  "split.close": () => changeHalves(join),
};

export function TabCommands(): ReactNode {
  const isSplit = useHalves((state) => state.halves.length > 1);
  const showsTab = useHalves((state) => shownKey(activeHalf(state)) !== null);
  useCommandContexts(isSplit && "split", showsTab && "tab");
  useCommandHandlers(handlers);
  return <TabSwitcher />;
}
