/** Which control of a form takes the focus when somebody comes into it: the first one; of radios that belong together, the checked one. */
import { t } from "../../../strings/t.ts";

const fields = t("input:not([type=hidden]):not(:disabled), textarea:not(:disabled), select:not(:disabled)");

/** `within` is a selector of what the field is to stand in. Null where there is none. */
export function firstField(form: HTMLElement | null, within = ""): HTMLElement | null {
  const first = form?.querySelector<HTMLElement>(`${within} :is(${fields})`.trim()) ?? null;
  if (!(first instanceof HTMLInputElement) || first.type !== "radio") return first;
  const together = [...(form?.querySelectorAll<HTMLInputElement>("input[type=radio]") ?? [])].filter(({ name }) => name === first.name);
  return together.find(({ checked }) => checked) ?? first;
}
