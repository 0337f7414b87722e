/** One field: its name and help, the control of its kind, what holds instead, what is wrong, what its templates come to. */
import { ActionIcon, Tooltip } from "@mantine/core";
import { CircleHelp, RotateCcw } from "lucide-react";
import { lazy, Suspense, useId, useState, type ReactNode } from "react";
import { parsePath } from "../../../../shared/dag-file/field-path.ts";
import { rich } from "../../../strings/rich.tsx";
import { t } from "../../../strings/t.ts";
import { MessageText } from "../../../ui/message-text.tsx";
import { isMixed, isWritten, removeValue } from "./binding.ts";
import { AssetsControl } from "./controls/assets-control.tsx";
import { ChecksControl } from "./controls/checks-control.tsx";
import { ChoiceControl, SwitchControl } from "./controls/choice-control.tsx";
import { DepsControl } from "./controls/deps-control.tsx";
import { FullControl, GroupControl } from "./controls/group-control.tsx";
import { ItemsControl } from "./controls/items-control.tsx";
import { ListControl } from "./controls/list-control.tsx";
import { MapControl } from "./controls/map-control.tsx";
import { RecordControl } from "./controls/record-control.tsx";
import { SourceControl } from "./controls/source-control.tsx";
import { nameOf, TextControl } from "./controls/text-control.tsx";
import { VariantsControl } from "./controls/variants-control.tsx";
import { anchorFor } from "./docs/field-anchors.ts";
import type { Control } from "./field-control.ts";
import { defaultOf, defaultWords } from "./field-default.ts";
import { problemsAt } from "./field-problems.ts";
import { useForm, type ControlProps, type FieldProps } from "./form-context.ts";
import styles from "./forms.module.css";
import { TemplateResult } from "./template-result.tsx";

const DocDialog = lazy(async () => ({ default: (await import("./docs/doc-dialog.tsx")).DocDialog }));

/** Controls whose fields say themselves what is wrong with them. */
const withFields: ReadonlySet<Control["kind"]> = new Set(["checks", "items", "record", "group", "full", "variants"]);
/** Controls that edit one value of several tasks at once only where all say the same. */
const alone: ReadonlySet<Control["kind"]> = new Set(["checks", "items", "record", "group", "full", "variants", "assets", "list", "map"]);

export function FieldRow({ field, binding, isBare = false }: FieldProps): ReactNode {
  const form = useForm();
  const id = useId();
  const [isHelpShown, setHelpShown] = useState(false);
  const [isDocShown, setDocShown] = useState(false);
  const { control, label, help, isRequired } = field;
  const problems = problemsAt(form.diagnostics, binding, withFields.has(control.kind) ? "here" : "below").map(({ severity, message }) => ({ severity, message }));
  const refused = form.refusals[binding.key] ?? (control.kind === "list" || control.kind === "assets" ? Object.entries(form.refusals).find(([key]) => key.startsWith(`${binding.key}[`) || key.startsWith(`${binding.key}.`))?.[1] : undefined);
  const all = [...problems, ...(refused === undefined ? [] : [{ severity: "error" as const, message: refused }])];
  const fallback = defaultWords(defaultOf(field, form.dag));
  const isReset = isWritten(binding) && !isRequired && removeValue(binding).length > 0;
  const problemsId = `${id}-problems`;
  const shared: ControlProps = { field, binding, id, label, fallback, isInvalid: all.some(({ severity }) => severity === "error"), describedBy: all.length > 0 ? problemsId : undefined };
  if (isBare) return <ControlOf control={control} props={shared} />;
  return (
    <div className={styles.field} data-field={binding.key} role="group" aria-label={label}>
      <div className={styles.labelLine}>
        <Tooltip label={help} disabled={help === "" || isHelpShown} multiline maw={320} position="top-start">
          <label htmlFor={id} className={styles.label}>
            {label}
            {isRequired && field.help !== "" && <span className="dw-dim"> {t("(required)")}</span>}
          </label>
        </Tooltip>
        {isWritten(binding) && !isRequired && field.help !== "" && <span className={styles.dot} title={t("Written in the file")} />}
        <span className={styles.space} />
        {isReset && (
          <ActionIcon variant="subtle" color="gray" size={20} disabled={form.isDisabled} aria-label={t("Reset {{label}}", { label })} title={fallback === "" ? t("Take it out of the file") : t("Reset. {{fallback}}", { fallback })} onClick={() => form.edit(binding, t("Reset {{value}}", { value: nameOf({ binding }) }), removeValue(binding))}>
            <RotateCcw size={12} aria-hidden />
          </ActionIcon>
        )}
        {help !== "" && (
          <ActionIcon variant="subtle" color="gray" size={20} aria-label={t("About {{label}}", { label })} aria-expanded={isHelpShown} onClick={() => setHelpShown(!isHelpShown)}>
            <CircleHelp size={13} aria-hidden />
          </ActionIcon>
        )}
      </div>
      {isHelpShown && (
        <p className={styles.help}>
          <MessageText text={help} /> {rich("In the file: {{key}}.{{fallback}}", { key: <code>{field.key}</code>, fallback: fallback !== "" ? ` ${fallback}.` : "" })}{" "}
          <button type="button" className={styles.more} onClick={() => setDocShown(true)}>
            {t("More about {{label}}", { label })}
          </button>
        </p>
      )}
      {isDocShown && (
        <Suspense fallback={null}>
          <DocDialog anchor={anchorFor(form.edited.length === 0 ? "dag" : "task", String(parsePath(binding.key)?.[0] ?? field.key))} onClose={() => setDocShown(false)} />
        </Suspense>
      )}
      {isMixed(binding) && alone.has(control.kind) ? <p className="dw-dim">{t("Mixed: the chosen tasks differ here. Reset, or choose one task.")}</p> : <ControlOf control={control} props={shared} />}
      {all.length > 0 && (
        <div id={problemsId} role="alert" className={styles.problems}>
          {all.map(({ severity, message }, at) => (
            <p key={at} className={severity === "error" ? styles.error : styles.warning}>
              <MessageText text={atItsPlace(message)} />
            </p>
          ))}
        </div>
      )}
      {!withFields.has(control.kind) && form.previewOf(binding, control.kind === "map" || control.kind === "list").map((result) => <TemplateResult key={result.field} result={result} binding={binding} />)}
    </div>
  );
}

/** "`tasks.a.retries`: found …" stands at that very field: "Found …". */
function atItsPlace(message: string): string {
  const short = message.replace(/^`[^`]*`: (?=\S)/, "");
  return short === message ? message : short.charAt(0).toUpperCase() + short.slice(1);
}

function ControlOf({ control, props }: { control: Control; props: ControlProps }): ReactNode {
  switch (control.kind) {
    case "text":
    case "scalar":
    case "duration":
    case "number":
    case "value":
      return <TextControl {...props} kind={control.kind} />;
    case "switch":
      return <SwitchControl {...props} />;
    case "choice":
      return <ChoiceControl {...props} options={control.options} />;
    case "list":
      return <ListControl {...props} isTyped={control.isTyped} />;
    case "map":
      return <MapControl {...props} />;
    case "source":
      return <SourceControl {...props} language={control.language} extras={control.extras} />;
    case "assets":
      return <AssetsControl {...props} />;
    case "deps":
      return <DepsControl {...props} />;
    case "checks":
      return <ChecksControl {...props} specs={control.specs} common={control.common} />;
    case "items":
      return <ItemsControl {...props} fields={control.fields} starter={control.starter} />;
    case "record":
      return <RecordControl {...props} item={control.item} />;
    case "group":
      return <GroupControl {...props} fields={control.fields} />;
    case "full":
      return <FullControl {...props} short={control.short} fields={control.fields} />;
    case "variants":
      return <VariantsControl {...props} variants={control.variants} />;
  }
}
