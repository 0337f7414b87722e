/** `dagwright pools`: slots of each pool, who takes them, what waits; and how many there are from now on. */
import type { PoolState } from "../../../shared/contract/pools.ts";
import { AppError } from "../../../shared/errors/app-error.ts";
import { printJson, type CliContext } from "../context.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { harmless, tableText } from "../words.ts";
import { withSession } from "./runs.ts";

const named = 5;

export async function listPools(context: CliContext): Promise<ExitCode> {
  return withSession(context, false, async ({ client }) => {
    print(context, (await client.pools.list({})).pools);
    return exitCodes.done;
  });
}

/** `slots` as written; null takes the bound away. */
export async function setPool(context: CliContext, name: string, slots: string | null): Promise<ExitCode> {
  if (slots !== null && !/^[1-9]\d{0,8}$/.test(slots)) throw new AppError("input/invalid", `Pool "${name}": found ${JSON.stringify(slots)} slots; expected a whole number, 1 or more.`);
  return withSession(context, false, async ({ client }) => {
    print(context, (await client.pools.set({ name, slots: slots === null ? null : Number(slots) })).pools);
    return exitCodes.done;
  });
}

function print(context: CliContext, pools: readonly PoolState[]): void {
  if (context.json) return printJson(context, { pools });
  if (pools.length === 0) return context.note("No pools: none has a bound in dagwright.json, and nothing runs or waits.");
  const { paint } = context;
  const rows = pools.map(({ name, slots, used, runningCount, waitingCount, waiting }) => [harmless(name), slots === null ? "no bound" : String(slots), String(used), String(runningCount), String(waitingCount), waitingWords(waiting, waitingCount)]);
  for (const line of tableText([["POOL", "SLOTS", "TAKEN", "RUNNING", "WAITING", "NEXT"].map((word) => paint.dim(word)), ...rows])) context.out(line);
}

function waitingWords(waiting: PoolState["waiting"], count: number): string {
  const first = waiting.slice(0, named).map(({ dagId, taskId, slots }) => `${harmless(dagId)}.${harmless(taskId)}${slots > 1 ? ` (${slots})` : ""}`);
  return [...first, ...(count > first.length ? [`and ${count - first.length} more`] : [])].join(", ");
}
