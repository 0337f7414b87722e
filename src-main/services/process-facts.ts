/** What a try was started as, for a person to see and the history to keep: secrets masked, and never more than fits. */
import type { AttemptProcess } from "../../shared/model/run.ts";
import { maskSecrets, secretMask } from "../core/secret-text.ts";
import type { Store, TryKey } from "../ports/store.ts";
import type { AttemptPlan } from "./attempt-plan.ts";
import type { CarriedPlan } from "./live-try.ts";

const longestWord = 2_000;
const mostWords = 50;
const longestValue = 500;
const mostVariables = 100;

/** A variable with such a name is masked whatever it holds: not every secret is in the vault. */
const secretName = /(?:^|_)(?:PASS(?:WORD|WD|PHRASE)?|SECRET|TOKEN|CREDENTIALS?|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|AUTH)(?:_|$)/i;

/** Null for what is no process. */
export function processFacts(plan: AttemptPlan, secrets: readonly string[]): AttemptProcess | null {
  if (plan.kind !== "process") return null;
  const { command, cwd, env } = plan.spec;
  const mask = (text: string, most: number): string => (plan.hidden.includes(text) ? secretMask : cut(maskSecrets(text, secrets), most));
  // A shell's text is among the rendered fields; it is not kept twice.
  const words = command.kind === "shell" ? ["bash", "-c"] : [command.interpreter, command.script, ...command.args];
  const script = command.kind === "shell" && !plan.rendered.some(({ name }) => name === "bash") ? mask(command.script, longestWord) : null;
  const names = Object.keys(env).sort();
  return {
    words: [...words, ...(script === null ? [] : [script])].slice(0, mostWords).map((word) => mask(word, longestWord)),
    rendered: command.kind === "shell" && script === null ? "bash" : null,
    warm: command.kind === "python" && command.warm,
    cwd: mask(cwd, longestWord),
    env: Object.fromEntries(names.slice(0, mostVariables).map((name) => [name, secretName.test(name) ? secretMask : mask(env[name] ?? "", longestValue)])),
    moreEnv: Math.max(0, names.length - mostVariables),
  };
}

/** Nothing is stored of a try that has nothing to tell. */
export function keepStart(store: Store, key: TryKey, plan: CarriedPlan, secrets: readonly string[]): void {
  const process = processFacts(plan, secrets);
  if (plan.rendered.length > 0 || process !== null) store.attempts.saveStart(key, { rendered: plan.rendered, process });
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most).toWellFormed()}…`;
}
