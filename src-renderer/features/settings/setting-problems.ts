/** What is wrong with settings that a person wrote, each with its key: what was found, what is right. Pure. */
import { z } from "zod";
import { Settings } from "../../../shared/contract/settings.ts";
import { t } from "../../strings/t.ts";

const keys: readonly string[] = Settings.keyof().options;

export function settingProblem(issue: z.core.$ZodIssue, written: unknown): string {
  const key = issue.path.join(".");
  const found = JSON.stringify(issue.path.reduce<unknown>((value, part) => (typeof value === "object" && value !== null ? Reflect.get(value, part) : undefined), written));
  switch (issue.code) {
    case "too_small":
      return t("{{key}}: found {{found}}; expected at least {{minimum}}", { key, found, minimum: issue.minimum });
    case "too_big":
      return t("{{key}}: found {{found}}; expected at most {{maximum}}", { key, found, maximum: issue.maximum });
    case "invalid_type":
      return issue.path.length === 0 ? t("Found something else; expected an object such as {}") : t("{{key}}: found {{found}}; expected {{wanted}}", { key, found, wanted: typeWords[issue.expected] ?? issue.expected });
    case "invalid_value":
      return t("{{key}}: found {{found}}; expected one of {{values}}", { key, found, values: issue.values.map((value) => JSON.stringify(value)).join(", ") });
    case "unrecognized_keys":
      return t("{{keys}}: no such setting; known are {{known}}", { keys: issue.keys.map((each) => JSON.stringify(each)).join(", "), known: keys.join(", ") });
    default:
      return `${key === "" ? "" : `${key}: `}${issue.message}`;
  }
}

const typeWords: Readonly<Record<string, string>> = { int: t("a whole number"), number: t("a number"), string: t("a text"), boolean: t("true or false") };
