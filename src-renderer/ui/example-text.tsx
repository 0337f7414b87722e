/** A command or a text that works as it stands, with the button that copies it. */
import { ActionIcon, CopyButton, Tooltip } from "@mantine/core";
import { Check, Copy } from "lucide-react";
import type { ReactNode } from "react";
import styles from "./example-text.module.css";
import { t } from "../strings/t.ts";

export function ExampleText({ text }: { text: string }): ReactNode {
  return (
    <div className={styles.example}>
      <pre className={styles.text}>{text}</pre>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? t("Copied") : t("Copy")}>
            <ActionIcon variant="subtle" color="gray" size={24} aria-label={copied ? t("Copied") : t("Copy the example")} onClick={copy}>
              {copied ? <Check size={14} /> : <Copy size={14} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </div>
  );
}
