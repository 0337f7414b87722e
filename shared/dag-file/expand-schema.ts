/** What `expand` of a mapped task may be: values, an XCom, a query, or several of them by name. What they mean is told in read-expand.ts. */
import { z } from "zod";
import { Text, TextSourceForm } from "./field-forms.ts";

export const mapDefaults = { max_map_length: 1024, key: "return_value" } as const;
/** A run of more tasks than this is nobody's to look at. */
const mostInstances = 100_000;

const XComForm = z.strictObject({
  xcom: Text.meta({ description: "The task upstream whose XCom is the list." }),
  key: Text.optional().meta({ description: "Key of the XCom.", default: mapDefaults.key }),
});
const QueryForm = z.strictObject({
  query: TextSourceForm.meta({ description: "A query whose rows are the values; of a single column, its cells." }),
  connection: Text.optional().meta({ description: "SQL connection of the query; the task's or the DAG's by default." }),
});
const ListForm = z.array(z.unknown()).meta({ description: "The values themselves." });
const Source = z.union([ListForm, XComForm, QueryForm, Text]);
const Named = z.record(z.string(), Source);
const error = "a list, {xcom: task}, {query: SELECT …}, or several of them by name";

export const mapping = {
  expand: z
    .union([ListForm, XComForm, QueryForm, z.strictObject({ zip: Named }), Named, Text], { error })
    .optional()
    .meta({ description: "Makes it a mapped task: one instance for each value of a list, {xcom: task} or {query: SELECT …}. Several by name give every combination; under `zip` they go side by side." }),
  map_index_template: Text.optional().meta({ description: "What an instance is called, such as {{ map.item }}." }),
  max_map_length: z
    .int({ error: "a whole number from 1 to 100000" })
    .min(1, { error: "a whole number from 1 to 100000" })
    .max(mostInstances, { error: "a whole number from 1 to 100000" })
    .optional()
    .meta({ description: "The most instances; above it the task fails before it makes any.", default: mapDefaults.max_map_length }),
};
