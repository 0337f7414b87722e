import { describe, expect, it } from "vitest";
import { assetKinds, chooseAssets } from "./asset-choice.ts";
import type { AssetConsumer, AssetInfo } from "./assets.ts";

const consumer = (more: Partial<AssetConsumer> = {}): AssetConsumer => ({ dagId: "report", isOn: true, hasCome: false, isEnough: true, progress: { came: 1, of: 2, missing: ["crm/sales.orders"] }, ...more });
const asset = (name: string, producers: AssetInfo["producers"], consumers: AssetInfo["consumers"]): AssetInfo => ({ name, producers, consumers, last: null, events: 0 });
const assets = [
  asset("claims.paid", [{ dagId: "load", taskId: "fill_paid" }], [consumer({ hasCome: true })]),
  asset("crm/sales.orders", [], [consumer()]),
  asset("claims.members", [{ dagId: "load", taskId: "people" }], []),
];
const names = (choice: Parameters<typeof chooseAssets>[1]): string[] => chooseAssets(assets, choice).map(({ name }) => name);

describe("chooseAssets", () => {
  it("looks for every word in the name, and in those of the DAGs and tasks around it", () => {
    expect([names({}), names({ text: " CLAIMS " }), names({ text: "load people" }), names({ text: "report orders" }), names({ text: "nobody" })]).toEqual([
      ["claims.paid", "crm/sales.orders", "claims.members"],
      ["claims.paid", "claims.members"],
      ["claims.members"],
      ["crm/sales.orders"],
      [],
    ]);
  });

  it("finds what is still to come, what nobody loads, and what nobody waits for", () => {
    expect(assetKinds.map((kind) => names({ kind }))).toEqual([["crm/sales.orders"], ["crm/sales.orders"], ["claims.members"]]);
  });

  it("waits for nothing where the schedule is off, nothing has come yet, or a load of any is enough", () => {
    const odd = [consumer({ isOn: false }), consumer({ progress: { came: 0, of: 2, missing: [] } }), consumer({ progress: null })];
    expect(odd.map((one) => chooseAssets([asset("a", [], [one])], { kind: "awaited" }).length)).toEqual([0, 0, 0]);
  });
});
