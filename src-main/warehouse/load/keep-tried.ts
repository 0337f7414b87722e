/**
 * The last step of a load in a try: the audited table stays in the trial schema, as what those downstream read. Where the load appends or
 * merges, they would read old rows too, so a copy of the published table gets the new ones.
 */
import type { LoadContext, LoadWork } from "./load-work.ts";
import { addRows, type Written } from "./publish.ts";

/** Says how many rows there are to read. */
export async function keepTried({ session }: LoadContext, work: LoadWork, written: Written): Promise<number> {
  const { lens, final, prep } = work;
  if (lens === null) return 0;
  const { trial } = session.dialect;
  const addsTo = work.plan.load.mode !== "replace" && (await trial.kindOf(session, final)) === "table";
  const end = addsTo ? lens.ownNameOf(final) : prep;
  if (addsTo) {
    await session.execute("BEGIN");
    await trial.copyTable(session, final, end);
    await addRows(session, { ...work, final: end }, written);
    await session.execute("COMMIT");
  }
  await lens.make(final, end);
  await lens.count();
  return lens.made[0]?.rows ?? 0;
}
