/** What a person may write of assets: which ones start a DAG, and which ones a task loads. */
import { z } from "zod";
import { Text } from "./field-forms.ts";

export const assetsError = { error: "a name such as claims.paid, a list of names (all of them), {all: […]} or {any: […]}" };
const none = { error: "at least one name" };

export type AssetsForm = string | number | boolean | AssetsForm[] | { all: AssetsForm[] } | { any: AssetsForm[] };
export const AssetsForm: z.ZodType<AssetsForm> = z.lazy(() => z.union([Text, AssetList, z.strictObject({ all: AssetList }), z.strictObject({ any: AssetList })], assetsError));
const AssetList = z.array(AssetsForm, { error: "a list of names, such as [claims.paid, claims.members]" }).min(1, none);

export const AssetScheduleForm = z.strictObject({
  assets: AssetsForm.meta({ description: "Runs when these were loaded: a name, a list (all of them), {all: […]} or {any: […]}. A published table is `schema.table`, on another connection `connection/schema.table`." }),
});

export const AssetNames = z.union([Text, z.array(Text, { error: "a name" }).min(1, none)], { error: "a name such as claims.paid, or a list of names" });

export const outletFields = {
  outlets: AssetNames.optional().meta({ description: "Assets that the task loads besides the table that it publishes: each success is an event of each." }),
};
