/** The menu bar, made from the command registry. An item only tells its window which command was chosen; the page does it. */
import { Menu, type MenuItemConstructorOptions } from "electron";
import { commands, isEnabled, type Command, type CommandContext, type CommandId, type CommandMenu } from "../../shared/commands/commands.ts";
import type { KeyMap } from "../../shared/commands/key-map.ts";
import { acceleratorText } from "../../shared/commands/key-text.ts";
import type { EditAct } from "../../shared/contract/host.ts";

export interface MenuChoices {
  readonly contexts: ReadonlySet<CommandContext>;
  readonly keys: KeyMap;
  readonly recent: readonly { readonly path: string; readonly name: string }[];
  readonly choose: (id: CommandId) => void;
  /** The page knows what undo and the clipboard mean where the focus is. */
  readonly edit: (act: EditAct) => void;
  readonly openRecent: (path: string) => void;
  readonly forgetRecent: () => void;
}

export function setNativeMenu(choices: MenuChoices): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(choices, process.platform === "darwin")));
}

function menuTemplate(choices: MenuChoices, isMac: boolean): MenuItemConstructorOptions[] {
  const items = (menu: CommandMenu, after: Partial<Record<CommandId, readonly MenuItemConstructorOptions[]>> = {}): MenuItemConstructorOptions[] => itemsOf(menu, { choices, isMac, after });
  const leave: MenuItemConstructorOptions[] = isMac ? [{ role: "close" }] : [{ role: "quit" }];
  return [
    ...(isMac ? [{ role: "appMenu" } satisfies MenuItemConstructorOptions] : []),
    { label: "&File", submenu: [...items("file", { "workspace.open": [recentMenu(choices)] }), { type: "separator" }, ...leave] },
    { label: "&Edit", submenu: editItems(choices, isMac) },
    { label: "&View", submenu: [...items("view"), { type: "separator" }, { role: "reload" }, { role: "toggleDevTools" }] },
    { label: "&Go", submenu: items("go") },
    { label: "&Run", submenu: items("run") },
    ...(isMac ? [{ role: "windowMenu" } satisfies MenuItemConstructorOptions] : []),
    { role: "help", label: "&Help", submenu: items("help") },
  ];
}

function recentMenu({ recent, openRecent, forgetRecent }: MenuChoices): MenuItemConstructorOptions {
  return {
    id: "recent",
    label: "Open recent",
    enabled: recent.length > 0,
    submenu: [...recent.map(({ path, name }) => ({ label: `${name}    ${path}`, click: () => openRecent(path) })), { type: "separator" }, { label: "Forget all", click: forgetRecent }],
  };
}

const editing: readonly (readonly [act: EditAct, label: string, key: string] | null)[] = [
  ["undo", "Undo", "CmdOrCtrl+Z"],
  ["redo", "Redo", "CmdOrCtrl+Shift+Z"],
  null,
  ["cut", "Cut", "CmdOrCtrl+X"],
  ["copy", "Copy", "CmdOrCtrl+C"],
  ["paste", "Paste", "CmdOrCtrl+V"],
  ["selectAll", "Select all", "CmdOrCtrl+A"],
];

/** No roles of the runtime: those know text fields only, and nothing of the history of a document. */
function editItems({ edit, keys }: MenuChoices, isMac: boolean): MenuItemConstructorOptions[] {
  const drawn: Partial<Record<EditAct, CommandId>> = { undo: "draw.undo", redo: "draw.redo" };
  const items = editing.map((item): MenuItemConstructorOptions => {
    if (item === null) return { type: "separator" };
    const [act, label, key] = item;
    const own = drawn[act] === undefined ? undefined : keys.get(drawn[act])?.[0];
    return { id: `edit.${act}`, label, ...acceleratorOf(own, isMac, key), click: () => edit(act) };
  });
  return isMac ? [...items, { type: "separator" }, { role: "startSpeaking" }, { role: "stopSpeaking" }] : items;
}

interface MenuPart {
  readonly choices: MenuChoices;
  readonly isMac: boolean;
  /** What else stands behind a command. */
  readonly after: Partial<Record<CommandId, readonly MenuItemConstructorOptions[]>>;
}

function itemsOf(menu: CommandMenu, { choices, isMac, after }: MenuPart): MenuItemConstructorOptions[] {
  const shown = commands.filter((command) => command.menu === menu).toSorted((a, b) => a.group - b.group);
  return shown.flatMap((command, at) => {
    const previous = shown[at - 1];
    const line: MenuItemConstructorOptions[] = previous !== undefined && previous.group !== command.group ? [{ type: "separator" }] : [];
    return [...line, itemOf(command, choices, isMac), ...(after[command.id] ?? [])];
  });
}

function itemOf(command: Command & { readonly id: CommandId }, { choose, contexts, keys }: MenuChoices, isMac: boolean): MenuItemConstructorOptions {
  return {
    id: command.id,
    label: command.title,
    enabled: isEnabled(command, contexts),
    click: () => choose(command.id),
    ...acceleratorOf(keys.get(command.id)?.[0], isMac),
  };
}

/**
 * The key is shown, not taken: the page hears every key itself, so that text fields and rebinding work the same everywhere.
 * macOS takes what it shows: there a key that is also text is left out.
 */
function acceleratorOf(key: string | undefined, isMac: boolean, fallback: string | null = null): MenuItemConstructorOptions {
  const accelerator = key === undefined ? fallback : acceleratorText(key);
  if (accelerator === null || (isMac && !/CmdOrCtrl|Alt\+|Control\+|^(?:Shift\+)?F\d/.test(accelerator))) return {};
  return { accelerator, registerAccelerator: false };
}
