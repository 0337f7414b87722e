/** What is wrong with settings that a person wrote, each with its key: what was found, what is right. Pure. */
import { z } from "zod";
import { Settings } from "../../../shared/contract/settings.ts";

const keys: readonly string[] = Settings.keyof().options;

export function settingProblem(issue: z.core.$ZodIssue, written: unknown): string {
  const key = issue.path.join(".");
  const found = JSON.stringify(issue.path.reduce<unknown>((value, part) => (typeof value === "object" && value !== null ? Reflect.get(value, part) : undefined), written));
  switch (issue.code) {
    case "too_small":
      return `${key}: found ${found}; expected at least ${issue.minimum}`;
    case "too_big":
      return `${key}: found ${found}; expected at most ${issue.maximum}`;
    case "invalid_type":
      return issue.path.length === 0 ? "Found something else; expected an object such as {}" : `${key}: found ${found}; expected ${typeWords[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return `${key}: found ${found}; expected one of ${issue.values.map((value) => JSON.stringify(value)).join(", ")}`;
    case "unrecognized_keys":
      return `${issue.keys.map((each) => JSON.stringify(each)).join(", ")}: no such setting; known are ${keys.join(", ")}`;
    default:
      return `${key === "" ? "" : `${key}: `}${issue.message}`;
  }
}

const typeWords: Readonly<Record<string, string>> = { int: "a whole number", number: "a number", string: "a text", boolean: "true or false" };
