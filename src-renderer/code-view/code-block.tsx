/** A short piece of code at its full height, with its name and a copy button. Lines wrap. */
import { ActionIcon, CopyButton, Tooltip } from "@mantine/core";
import { Check, Copy } from "lucide-react";
import { useMemo, type ReactNode } from "react";
import styles from "./code-view.module.css";
import { t } from "../strings/t.ts";
import { highlight, type CodeLanguage } from "./highlight.ts";

export function CodeBlock({ text, language, name }: { text: string; language: CodeLanguage; name: string }): ReactNode {
  const code = useMemo(() => highlight(text.replace(/\n$/, ""), language), [text, language]);
  return (
    <figure className={styles.block}>
      <figcaption className={styles.caption}>
        <span className="dw-mono">{name}</span>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Tooltip label={copied ? t("Copied") : t("Copy")}>
              <ActionIcon variant="subtle" color="gray" size={22} aria-label={t("Copy {{name}}", { name })} onClick={copy}>
                {copied ? <Check size={13} /> : <Copy size={13} />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      </figcaption>
      <pre className={styles.pre} tabIndex={0}>
        {code.map((line, row) => (
          <span key={row}>
            {line.map((token, at) => (
              <span key={at} className={styles[token.kind]}>
                {token.text}
              </span>
            ))}
            {"\n"}
          </span>
        ))}
      </pre>
    </figure>
  );
}
