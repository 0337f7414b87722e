/** One button of the toolbar: a command with its title, its keys and its picture. */
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { findCommand, type CommandId } from "../../../../shared/commands/commands.ts";
import { runCommand } from "../../../app/command-handlers.ts";
import { useKeyTitles } from "../../../app/key-map.ts";
import { whenAble } from "../../../ui/when-able.ts";
import face from "../draw.module.css";
import { translated } from "../../../strings/t.ts";

interface ToolProps {
  readonly id: CommandId;
  readonly icon: LucideIcon;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
  readonly detail?: string | undefined;
  /** Where the command is only there while the canvas has the focus, which a click takes away. */
  readonly onPress?: () => void;
}

export function Tool({ id, icon: Icon, disabled = false, pressed, detail, onPress = () => void runCommand(id) }: ToolProps): ReactNode {
  const titleOf = useKeyTitles();
  const title = translated(findCommand(id).title);
  return (
    <button className={face.iconButton} title={titleOf(id, `${title}${detail === undefined ? "" : `: ${detail}`}`)} aria-label={title} aria-pressed={pressed} {...whenAble(!disabled, onPress)}>
      <Icon size={15} aria-hidden />
    </button>
  );
}
