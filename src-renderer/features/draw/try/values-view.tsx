/** Small values that a task handed on; those of a pin can be changed, as JSON. */
import { Button, Textarea } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { parseExactJson, toExactJson } from "../../../../shared/base/exact-json.ts";
import { CodeBlock } from "../../../code-view/code-block.tsx";
import { t } from "../../../strings/t.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import styles from "./output.module.css";

interface ValuesProps {
  readonly values: Readonly<Record<string, unknown>>;
  readonly label: string;
  /** Given, they can be changed. */
  readonly onChange: ((values: Record<string, unknown>) => void) | null;
}

export function ValuesView({ values, label, onChange }: ValuesProps): ReactNode {
  if (onChange !== null) return <ValuesForm key={toExactJson(values)} values={values} label={label} onChange={onChange} />;
  if (Object.keys(values).length === 0) return <EmptyState title={t("No values")}>{t("The task handed no XComs to those after it.")}</EmptyState>;
  return (
    <div className={styles.scroll}>
      <CodeBlock name={label} text={toExactJson(values, 2)} language="json" />
    </div>
  );
}

function ValuesForm({ values, label, onChange }: { values: ValuesProps["values"]; label: string; onChange: (values: Record<string, unknown>) => void }): ReactNode {
  const shown = toExactJson(values, 2);
  const [text, setText] = useState(shown);
  const read = readValues(text);
  return (
    <div className={styles.scroll}>
      <Textarea label={label} description={t("A JSON object: each key is an XCom that tasks after this one can pull.")} autosize minRows={4} maxRows={14} spellCheck={false} classNames={{ input: "dw-mono" }} value={text} error={read.error} onChange={(event) => setText(event.currentTarget.value)} />
      <div className={styles.formFoot}>
        <Button size="compact-sm" disabled={read.values === null || text === shown} onClick={() => read.values !== null && onChange(read.values)}>
          {t("Keep these values")}
        </Button>
      </div>
    </div>
  );
}

function readValues(text: string): { readonly values: Record<string, unknown> | null; readonly error: string | null } {
  try {
    const value: unknown = parseExactJson(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return { values: value as Record<string, unknown>, error: null };
    return { values: null, error: t('Write an object, such as {"count": 3}.') };
  } catch (thrown) {
    return { values: null, error: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}
