/** Why something in the workspace may not be done, in a few words for what is switched off; null where it may. Pure. */
import type { EngineInfo } from "../../shared/contract/engine.ts";
import { t } from "../strings/t.ts";

/** Nothing is started or changed, whoever trusts it. */
export function whyOnlyRead(info: EngineInfo | null): string | null {
  return info?.reading === undefined ? null : t("The workspace is open for reading only");
}

/** Nothing runs. */
export function whyStill(info: EngineInfo | null): string | null {
  const why = whyOnlyRead(info);
  if (why !== null) return why;
  return info?.workspace.trusted === false ? t("The workspace is not trusted") : null;
}
