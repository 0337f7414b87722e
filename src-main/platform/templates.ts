/**
 * The `Templates` port: Jinja by an interpreter that sees plain data only. It cannot call into JavaScript, stops after
 * a number of steps, and has a ceiling on memory and output. It is loaded with the first text that needs it.
 */
import type { Environment } from "minijinja-js";
import { AppError } from "../../shared/errors/app-error.ts";
import type { Templates } from "../ports/machine.ts";
import { plainCopy } from "./plain-copy.ts";
import { xcomTableName } from "./template-context.ts";
import { loadMiniJinja } from "./template-engine.ts";
import { templateError } from "./template-errors.ts";
import { addWords, type Render, type XComTable } from "./template-words.ts";

/** About 60 ms of work. */
const maxSteps = 1_000_000;
const maxTemplateChars = 4_000_000;
const maxOutputChars = 8_000_000;
const mark = /\{\{|\{%|\{#/;

export function createTemplates(): Templates {
  let environment: Environment | null = null;
  let current: Render = { xcoms: {}, problem: null };

  function ready(): Environment {
    if (environment !== null) return environment;
    const made = new (loadMiniJinja().Environment)();
    made.enablePyCompat();
    made.undefinedBehavior = "strict";
    made.keepTrailingNewline = true;
    made.fuel = maxSteps;
    // Errors then say where; the part that shows values is cut off in template-errors.
    made.debug = true;
    addWords(made, () => current);
    environment = made;
    return made;
  }

  function interpret(template: string, context: Readonly<Record<string, unknown>>): string {
    const plain = plainCopy(context);
    current = { xcoms: tableIn(plain), problem: null };
    try {
      const text = ready().renderStr(template, plain);
      if (current.problem === null) return text;
    } catch (thrown) {
      if (isTrap(thrown)) {
        environment = null; // A trapped instance is not usable again.
        const problem = "it needs more memory than a template may have; look for text that is multiplied.";
        throw new AppError("template/failed", `Template: ${problem}`, {}, { cause: thrown });
      }
      if (current.problem === null) throw templateError(thrown, template, plain);
    }
    throw new AppError("template/failed", `Template: ${current.problem}.`);
  }

  function render(template: string, context: Readonly<Record<string, unknown>>): string {
    if (!mark.test(template)) return template;
    if (template.length > maxTemplateChars) throw tooLong("it", template.length, maxTemplateChars);
    const text = interpret(template, context);
    if (text.length > maxOutputChars) throw tooLong("its result", text.length, maxOutputChars);
    return text;
  }

  return { render };
}

/** A WebAssembly trap (its class is not among Node's types) or a text too long for JavaScript. */
function isTrap(thrown: unknown): boolean {
  return thrown instanceof RangeError || (thrown instanceof Error && thrown.name === "RuntimeError");
}

function tooLong(what: string, length: number, limit: number): AppError {
  return new AppError("template/failed", `Template: ${what} has ${length} characters; at most ${limit} are allowed.`);
}

function tableIn(plain: Readonly<Record<string, unknown>>): XComTable {
  const table = plain[xcomTableName];
  // Made by buildTemplateContext; anything else in its place has no own keys that matter.
  return typeof table === "object" && table !== null ? (table as XComTable) : {};
}
