/** Asks for the number of a line and goes there. */
import { TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { t } from "../../../strings/t.ts";
import { formatCount } from "../../../ui/format.ts";
import styles from "./log.module.css";

export function GoToLine({ lines, onGo, onClose }: { lines: number; onGo: (line: number) => void; onClose: () => void }): ReactNode {
  const [text, setText] = useState("");
  const line = /^\s*[\d,.  ]+\s*$/.test(text) ? Number(text.replaceAll(/\D/g, "")) : Number.NaN;
  const isThere = line >= 1 && line <= lines;
  return (
    <div className={styles.find}>
      <TextInput
        className={styles.findInput ?? ""}
        value={text}
        autoFocus
        inputMode="numeric"
        aria-label={t("Go to line")}
        placeholder={t("Line, 1 to {{lines}}", { lines: formatCount(lines) })}
        error={text !== "" && !isThere}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={onClose}
        onKeyDown={(event) => {
          if (event.key === "Enter" && isThere) onGo(line);
          if (event.key !== "Escape" && (event.key !== "Enter" || !isThere)) return;
          onClose();
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <span className={styles.spacer} />
    </div>
  );
}
