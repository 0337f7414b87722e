/** A program: in the file itself, or in a file of its own that can be opened beside it. */
import { Button, SegmentedControl, Textarea, TextInput } from "@mantine/core";
import { ExternalLink, SquareTerminal } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { SourceLanguage } from "../../../../../shared/dag-file/text-source.ts";
import { t } from "../../../../strings/t.ts";
import { below, isMixed, nodeOf, removeValue } from "../binding.ts";
import type { FieldDescriptor } from "../field-control.ts";
import { useForm, type ControlProps } from "../form-context.ts";
import styles from "../forms.module.css";
import { fullFormOf, setSource, sourceOf, type SourceKind } from "../source-edits.ts";
import { DdlWriter } from "./ddl-writer.tsx";
import { nameOf } from "./text-control.tsx";
import { useTyped } from "./use-typed.ts";

const names: Readonly<Record<SourceLanguage, string>> = { sql: "SQL", bash: "Script", python: "Python" };

/** Queries of checks are written in the form alone; where they stand in files, those open as queries. */
const isProgram = (key: string): boolean => ["sql", "ddl", "python", "bash"].includes(key);
const isQueryFile = (path: string): boolean => path.toLowerCase().endsWith(".sql");

export function SourceControl(props: ControlProps & { readonly language: SourceLanguage; readonly extras: readonly FieldDescriptor[] }): ReactNode {
  const { binding, field, language, extras, id, label, fallback, isInvalid, describedBy } = props;
  const form = useForm();
  const source = isMixed(binding) ? null : sourceOf(nodeOf(binding), language);
  const [asked, setAsked] = useState<SourceKind | null>(null);
  const kind = asked ?? source?.kind ?? "inline";
  const shown = source?.kind !== kind ? "" : source.kind === "file" ? source.path : source.text;
  const typed = useTyped({
    ...{ binding, shown, act: t("Set {{props}}", { props: nameOf(props) }), hasLines: kind === "inline" },
    // Each letter of a path would be another file: it is written when the field is left.
    settle: (text) => (kind === "file" ? `${text} ` : text),
    write: (text) => (text === "" && !field.isRequired ? removeValue(binding) : setSource(binding, { kind, text }, language)),
  });
  const shared = {
    ...{ id, disabled: form.isDisabled, error: isInvalid, "aria-label": kind === "file" ? t("{{label}}, path of the file", { label }) : t("{{label}}, text", { label }), "aria-describedby": describedBy, spellCheck: false },
    ...{ value: typed.value, onFocus: typed.onFocus, onBlur: typed.onBlur, onKeyDown: typed.onKeyDown, classNames: { input: styles.mono ?? "" } },
  };
  const { Field, openFile, openCode } = form;
  return (
    <div className={styles.rows}>
      <div className={styles.tools}>
        <SegmentedControl aria-label={t("Where {{label}} stands", { label })} disabled={form.isDisabled} value={kind} onChange={(next) => setAsked(next === source?.kind ? null : next === "file" ? "file" : "inline")} data={[{ value: "inline", label: t("Here") }, { value: "file", label: t("File") }]} />
        {openCode !== null && source !== null && isProgram(binding.key) && (
          <Button variant="subtle" size="compact-xs" leftSection={<SquareTerminal size={12} aria-hidden />} onClick={() => openCode(binding.key)}>
            {t("Open editor")}
          </Button>
        )}
        {binding.key === "ddl" && kind === "inline" && <DdlWriter binding={binding} />}
        {source?.kind === "file" && openFile !== null && !(openCode !== null && isProgram(binding.key)) && isQueryFile(source.path) && (
          <Button variant="subtle" size="compact-xs" leftSection={<ExternalLink size={12} aria-hidden />} onClick={() => openFile(source.path)}>
            {t("Open file")}
          </Button>
        )}
      </div>
      {kind === "file" ? (
        <TextInput {...shared} placeholder={isMixed(binding) ? t("Mixed") : t("path, relative to base_path")} onChange={(event) => typed.onType(event.currentTarget.value)} />
      ) : (
        <Textarea {...shared} size="xs" autosize minRows={3} maxRows={18} placeholder={isMixed(binding) ? t("Mixed") : fallback === "" ? names[language] : fallback} onChange={(event) => typed.onType(event.currentTarget.value)} />
      )}
      {extras.length > 0 && source !== null && (
        <details className={styles.card} open={nodeOf(binding)?.kind === "map"}>
          <summary>{t("How it runs")}</summary>
          <div className={styles.cardBody}>
            {extras.map((extra) => (
              <Field key={extra.key} field={extra} binding={below(binding, extra.key, fullFormOf(language))} />
            ))}
          </div>
        </details>
      )}
    </div>
  );
}
