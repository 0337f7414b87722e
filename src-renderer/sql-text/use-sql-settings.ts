/** How completion and formatting write SQL, as the settings say. */
import { useMemo } from "react";
import type { SqlSettings } from "../../shared/sql/language.ts";
import { usePreferences } from "../ui/preferences.tsx";

export function useSqlSettings(): SqlSettings {
  const { sqlQuoting, sqlKeywordCase } = usePreferences();
  return useMemo(() => ({ quoting: sqlQuoting, keywordCase: sqlKeywordCase }), [sqlQuoting, sqlKeywordCase]);
}
