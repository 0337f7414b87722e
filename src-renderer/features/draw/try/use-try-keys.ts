/** Keys of trying for an editor, which hears them before the window does. */
import { useMemo } from "react";
import { findCommand } from "../../../../shared/commands/commands.ts";
import { runCommand } from "../../../app/command-handlers.ts";
import { useKeyLookup } from "../../../app/key-map.ts";
import type { EditorKey } from "../../../editor/editor-parts.ts";
import { translated } from "../../../strings/t.ts";

const heard = ["draw.try", "draw.tryUpTo", "draw.tryFrom", "draw.tryCancel"] as const;

export function useTryKeys(): readonly EditorKey[] {
  const keysOf = useKeyLookup();
  return useMemo(() => heard.map((id) => ({ id: `dagwright.${id}`, title: translated(findCommand(id).title), keys: keysOf(id), run: () => void runCommand(id) })), [keysOf]);
}
