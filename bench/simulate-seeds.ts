/** A process that simulates engines for T15: each message is a seed with its number of steps, and is answered by what came of it. */
import { simulate } from "../src-main/engine/fixtures/simulate.ts";

process.on("message", (asked: Parameters<typeof simulate>[0]) => void simulate(asked).then((report) => process.send?.(report)));
