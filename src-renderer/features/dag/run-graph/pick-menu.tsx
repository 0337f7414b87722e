/** Several of a few things, chosen from a list that opens below a button. */
import { Button, Checkbox, Popover } from "@mantine/core";
import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { formatCount } from "../../../ui/format.ts";
import styles from "./run-graph.module.css";

interface PickMenuProps {
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly chosen: readonly string[];
  readonly onChoose: (chosen: string[]) => void;
}

export function PickMenu({ label, options, chosen, onChoose }: PickMenuProps): ReactNode {
  return (
    <Popover position="bottom-start" withinPortal trapFocus returnFocus shadow="md">
      <Popover.Target>
        <Button size="compact-xs" variant={chosen.length > 0 ? "light" : "default"} rightSection={<ChevronDown size={12} aria-hidden />} disabled={options.length === 0}>
          {chosen.length > 0 ? `${label} (${formatCount(chosen.length)})` : label}
        </Button>
      </Popover.Target>
      {/* Its Escape closes it, and is nobody else's. */}
      <Popover.Dropdown p={8} onKeyDown={(event) => event.key === "Escape" && event.stopPropagation()}>
        <Checkbox.Group value={[...chosen]} onChange={onChoose} aria-label={label}>
          <div className={styles.picks}>
            {options.map((option) => (
              <Checkbox key={option.value} size="xs" value={option.value} label={option.label} />
            ))}
          </div>
        </Checkbox.Group>
      </Popover.Dropdown>
    </Popover>
  );
}
