/**
 * What the Edit menu means where the focus is: a text field edits its text, an editor goes through the history of its
 * document, anything else is the drawing's. The menu only asks; the focus stays where it was.
 */
import type { CommandId } from "../../shared/commands/commands.ts";
import type { EditAct } from "../../shared/contract/host.ts";
import { editAsked } from "../ui/edit-asked.ts";
import { runCommand } from "./command-handlers.ts";
import { isTextField } from "./command-keys.ts";
import type { Host } from "./host.ts";

const drawn: Readonly<Record<EditAct, CommandId>> = { undo: "draw.undo", redo: "draw.redo", cut: "draw.cut", copy: "draw.copy", paste: "draw.paste", selectAll: "draw.selectAll" };

export function performEdit(act: EditAct, host: Pick<Host, "edit">): void {
  const target = document.activeElement;
  const heard = target !== null && !target.dispatchEvent(new CustomEvent(editAsked, { bubbles: true, cancelable: true, detail: act }));
  if (heard) return;
  const hasText = act === "copy" && getSelection()?.isCollapsed === false;
  if (!isTextField(target) && !hasText && runCommand(drawn[act])) return;
  void host.edit(act);
}
