/** Writes the CREATE TABLE of a task from the columns of its query, which the database is asked for, or of the rows of its last try. */
import { Button } from "@mantine/core";
import { TableProperties } from "lucide-react";
import { useEffect, useRef, useState, type ReactNode } from "react";
import type { DagAdvice } from "../../../../../shared/contract/dags.ts";
import { ddlOf, unfitColumns } from "../../../../../shared/sql/create-table.ts";
import { toFailure } from "../../../../rpc/failure.ts";
import { t } from "../../../../strings/t.ts";
import { missingTables } from "../../try/try-facts.ts";
import type { Binding } from "../binding.ts";
import { useForm, type Form } from "../form-context.ts";
import { setSource } from "../source-edits.ts";

type AskColumns = NonNullable<Form["askColumns"]>;

export function DdlWriter({ binding }: { binding: Binding }): ReactNode {
  const form = useForm();
  const [isAsking, setAsking] = useState(false);
  const latest = useRef({ form, binding });
  useEffect(() => {
    latest.current = { form, binding };
  });
  const [taskId] = form.edited;
  const { askColumns } = form;
  const kind = form.tasks.find(({ id }) => id === taskId)?.kind;
  if (taskId === undefined || askColumns === null || (kind !== "SqlTask" && kind !== "PythonTask")) return null;
  const isQuery = kind === "SqlTask";
  const write = async (): Promise<void> => {
    form.forgive(binding);
    setAsking(true);
    const found = await tableOf(askColumns, taskId, tableName(form, taskId));
    setAsking(false);
    // What stands in the file may have changed while the database was asked.
    const { form: now, binding: field } = latest.current;
    if (now.edited[0] !== taskId) return;
    if ("trouble" in found) now.refuse(field, whyNot(found.trouble, taskId, now.advice.missing));
    else now.edit(field, isQuery ? t("Write ddl from the query") : t("Write ddl from the rows"), setSource(field, { kind: "inline", text: found.ddl }, "sql"));
  };
  return (
    <Button variant="subtle" size="compact-xs" leftSection={<TableProperties size={12} aria-hidden />} disabled={form.isDisabled} loading={isAsking} title={isQuery ? t("Asks the database for the columns of the query; nothing is run") : t("Takes the columns of the rows that its last try handed over")} onClick={() => void write()}>
      {isQuery ? t("Write it from the query") : t("Write it from its rows")}
    </Button>
  );
}

/** The table that it builds already keeps its name. */
function tableName({ advice }: Form, taskId: string): string {
  return advice.builds.find(({ task }) => task === taskId)?.table ?? taskId.replaceAll(/[^\w]/g, "_");
}

async function tableOf(ask: AskColumns, taskId: string, table: string): Promise<{ readonly ddl: string } | { readonly trouble: string }> {
  try {
    const { columns, dialect } = await ask(taskId);
    const unfit = unfitColumns(columns);
    if (unfit.length > 0) return { trouble: t("These columns need names of their own in the query (AS …): {{unfit}}.", { unfit: unfit.map((one) => `"${one}"`).join(", ") }) };
    return { ddl: ddlOf(table, columns, dialect) };
  } catch (thrown) {
    return { trouble: toFailure(thrown).message };
  }
}

/** The query stands right above: its line is not repeated. A table that was not found has a task of its own, perhaps. */
function whyNot(trouble: string, taskId: string, known: DagAdvice["missing"]): string {
  const { reason, missing } = missingTables(trouble, taskId, known);
  const said = reason.split("\n").filter((line) => !line.startsWith("  "));
  return [...said, ...missing.map(({ dep, schema, table }) => t("Task `{{dep}}` builds {{table}}: let this task run after it, and try up to here.", { dep, table: `${schema}.${table}` }))].join(" ");
}
