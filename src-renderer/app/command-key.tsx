/** The first key of a command as a key cap; nothing where it has none. */
import type { ReactNode } from "react";
import type { CommandId } from "../../shared/commands/commands.ts";
import { KeyHint } from "../ui/key-hint.tsx";
import { useKeysOf } from "./key-map.ts";

export function CommandKey({ id }: { id: CommandId }): ReactNode {
  const [key] = useKeysOf(id);
  return key === undefined ? null : <KeyHint keys={key} />;
}
