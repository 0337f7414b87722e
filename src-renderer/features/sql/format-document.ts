/** Lays the text of a document out anew as one entry of its history; the reason why not, or null. */
import { formatSql } from "../../../shared/sql/format.ts";
import type { SqlDialect, SqlSettings } from "../../../shared/sql/language.ts";
import type { TextDocument } from "../../document/text-document.ts";
import { t } from "../../strings/t.ts";

export function formatDocument(document: TextDocument, dialect: SqlDialect, settings: SqlSettings): string | null {
  const { text } = document.get();
  const made = formatSql({ text, dialect, settings });
  if (!made.ok) return made.reason;
  if (made.text !== text) document.change(t("Format the SQL"), [{ start: 0, end: text.length, text: made.text }]);
  return null;
}
