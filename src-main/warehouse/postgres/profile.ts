/** What PostgreSQL's types mean for a column profile. */
import type { ProfileDialect } from "../profile-plan.ts";

const numbers = /^(smallint|integer|bigint|numeric.*|real|double precision)$/;
const instants = /^(date|timestamp.*)$/;
const texts = /^(text|character.*|"char"|name|time.*|interval.*)$/;

export const postgresProfile: ProfileDialect = {
  kindOf(type) {
    if (numbers.test(type)) return "number";
    if (instants.test(type)) return "instant";
    return texts.test(type) ? "text" : "other";
  },
  toDouble: (expression, kind) =>
    kind === "number"
      ? `CAST(${expression} AS double precision)`
      : `CASE WHEN isfinite(${expression}) THEN CAST(extract(epoch from ${expression}) AS double precision) END`,
  instantText: (seconds, type) => `to_char(to_timestamp(${seconds}) AT TIME ZONE 'UTC', ${type === "date" ? "'YYYY-MM-DD'" : "'YYYY-MM-DD HH24:MI:SS'"})`,
  isFinite: (double) => `${double} <> 'NaN' AND ${double} <> 'Infinity' AND ${double} <> '-Infinity'`,
  comparable: (expression, type) => (numbers.test(type) || instants.test(type) || texts.test(type) ? expression : `CAST(${expression} AS text)`),
};
