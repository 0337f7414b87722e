/** The menu bar, made from the command registry. An item only tells its window which command was chosen; the page does it. */
import { Menu, type MenuItemConstructorOptions } from "electron";
import { commands, isEnabled, type Command, type CommandContext, type CommandId, type CommandMenu } from "../../shared/commands/commands.ts";
import { acceleratorText } from "../../shared/commands/key-text.ts";

export interface MenuChoices {
  readonly contexts: ReadonlySet<CommandContext>;
  readonly recent: readonly { readonly path: string; readonly name: string }[];
  readonly choose: (id: CommandId) => void;
  readonly openRecent: (path: string) => void;
}

export function setNativeMenu(choices: MenuChoices): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(choices, process.platform === "darwin")));
}

function menuTemplate(choices: MenuChoices, isMac: boolean): MenuItemConstructorOptions[] {
  const recent: MenuItemConstructorOptions = {
    label: "Open recent",
    enabled: choices.recent.length > 0,
    submenu: choices.recent.map(({ path, name }) => ({ label: `${name}    ${path}`, click: () => choices.openRecent(path) })),
  };
  const leave: MenuItemConstructorOptions[] = isMac ? [{ role: "close" }] : [{ role: "quit" }];
  return [
    ...(isMac ? [{ role: "appMenu" } satisfies MenuItemConstructorOptions] : []),
    { label: "&File", submenu: [...itemsOf("file", choices, [recent]), { type: "separator" }, ...leave] },
    { role: "editMenu" },
    { label: "&View", submenu: [...itemsOf("view", choices), { type: "separator" }, { role: "resetZoom" }, { role: "zoomIn" }, { role: "zoomOut" }, { role: "togglefullscreen" }, { role: "reload" }, { role: "toggleDevTools" }] },
    { label: "&Go", submenu: itemsOf("go", choices) },
    { label: "&Run", submenu: itemsOf("run", choices) },
    ...(isMac ? [{ role: "windowMenu" } satisfies MenuItemConstructorOptions] : []),
    { role: "help", label: "&Help", submenu: itemsOf("help", choices) },
  ];
}

function itemsOf(menu: CommandMenu, choices: MenuChoices, afterFirst: readonly MenuItemConstructorOptions[] = []): MenuItemConstructorOptions[] {
  const shown = commands.filter((command) => command.menu === menu);
  return shown.flatMap((command, at) => {
    const previous = shown[at - 1];
    const line: MenuItemConstructorOptions[] = previous !== undefined && previous.group !== command.group ? [{ type: "separator" }] : [];
    return [...line, itemOf(command, choices), ...(at === 0 ? afterFirst : [])];
  });
}

/** The key is shown, not taken: the page hears every key itself, so that text fields and rebinding work the same everywhere. */
function itemOf(command: Command & { readonly id: CommandId }, choices: MenuChoices): MenuItemConstructorOptions {
  const accelerator = command.keys[0] === undefined ? null : acceleratorText(command.keys[0]);
  return {
    id: command.id,
    label: command.title,
    enabled: isEnabled(command, choices.contexts),
    click: () => choices.choose(command.id),
    ...(accelerator === null ? {} : { accelerator, registerAccelerator: false }),
  };
}
