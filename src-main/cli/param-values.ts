/** `--param name=text` as typed values, by the types that the DAG declares. */
import { suggestion } from "../../shared/dag-file/did-you-mean.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import type { ParamSpec } from "../../shared/model/dag.ts";
import type { EngineClient } from "./engine-client.ts";
import { parsePairs } from "./parse-options.ts";

export async function paramValues(client: EngineClient, dagId: string, pairs: readonly string[]): Promise<Record<string, unknown>> {
  const given = parsePairs("--param", pairs);
  const { dag } = await client.dags.get({ dagId });
  return Object.fromEntries(given.map(([name, text]) => [name, dag === null ? text : paramValue(name, text, dag.params)]));
}

/** The same refusal, with the way to say what it misses. */
export function withMissingParams(thrown: unknown): unknown {
  if (!(thrown instanceof AppError) || thrown.code !== "params/invalid") return thrown;
  const { problems } = thrown.details;
  const missing = Array.isArray(problems) ? problems.flatMap((one: { param?: unknown; isMissing?: unknown }) => (one?.isMissing === true && typeof one.param === "string" ? [`--param ${one.param}=…`] : [])) : [];
  return missing.length === 0 ? thrown : new AppError(thrown.code, `${thrown.message} Give what is missing: ${missing.join(" ")}`, thrown.details);
}

/** A text stays text where text is wanted; everything else is read as JSON. What does not fit is refused by the engine's own check. */
export function paramValue(name: string, text: string, specs: Readonly<Record<string, ParamSpec>>): unknown {
  const spec = Object.hasOwn(specs, name) ? specs[name] : undefined;
  if (spec === undefined) {
    const known = Object.keys(specs);
    throw new AppError("params/invalid", `--param: the DAG has no param "${name}"; it has ${known.join(", ") || "none"}.${suggestion(name, known)}`, { param: name });
  }
  if (spec.type === "string") return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
