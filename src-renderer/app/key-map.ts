/** The keys in force: the registry's, and in their place what the person chose in the settings. Everything that shows or hears a key reads it here. */
import { useCallback } from "react";
import { create } from "zustand";
import { findCommand, type CommandId } from "../../shared/commands/commands.ts";
import { keyMapOf, type KeyMap, type KeyOverrides } from "../../shared/commands/key-map.ts";
import { keyText } from "../../shared/commands/key-text.ts";
import { onMac } from "../ui/key-hint.tsx";
import { translated } from "../strings/t.ts";

const useMap = create<{ readonly map: KeyMap }>(() => ({ map: keyMapOf({}) }));

export function setKeyOverrides(overrides: KeyOverrides): void {
  useMap.setState({ map: keyMapOf(overrides) });
}

function useKeyMap(): KeyMap {
  return useMap((state) => state.map);
}

/** Reads the keys of any command; another function once they change. */
export function useKeyLookup(): (id: CommandId) => readonly string[] {
  const map = useKeyMap();
  return useCallback((id) => map.get(id) ?? [], [map]);
}

/** The same list as long as the command's keys stay. */
export function useKeysOf(id: CommandId): readonly string[] {
  return useMap((state) => state.map.get(id)) ?? findCommand(id).keys;
}

/** `title (Ctrl+X)`, for a tooltip; without a title the command's own. */
export function useKeyTitle(id: CommandId, title: string = translated(findCommand(id).title)): string {
  return useKeyTitles()(id, title);
}

/** The same for many commands of one bar. */
export function useKeyTitles(): (id: CommandId, title: string) => string {
  const keysOf = useKeyLookup();
  return (id, title) => {
    const [key] = keysOf(id);
    return key === undefined ? title : `${title} (${keyText(key, onMac)})`;
  };
}

/** Calls back with the keys now and at each change. */
export function watchKeys(listener: (map: KeyMap) => void): () => void {
  listener(useMap.getState().map);
  return useMap.subscribe(({ map }) => listener(map));
}
