/** What DuckDB's types mean for a column profile. */
import type { ProfileDialect } from "../profile-plan.ts";

const numbers = /^(U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|DECIMAL\(.*\)|BIGNUM)$/;
const instants = /^(DATE|TIMESTAMP.*)$/;
const texts = /^(VARCHAR|BOOLEAN|UUID|ENUM\(.*\)|TIME.*|INTERVAL)$/;

export const duckProfile: ProfileDialect = {
  kindOf(type) {
    if (numbers.test(type)) return "number";
    if (instants.test(type)) return "instant";
    return texts.test(type) ? "text" : "other";
  },
  toDouble: (expression, kind) => (kind === "number" ? `CAST(${expression} AS double)` : `CASE WHEN isfinite(${expression}) THEN epoch(${expression}) END`),
  instantText: (seconds, type) =>
    type === "DATE" ? `CAST(CAST(to_timestamp(${seconds}) AS date) AS varchar)` : `strftime(to_timestamp(${seconds}), '%Y-%m-%d %H:%M:%S')`,
  isFinite: (double) => `isfinite(${double})`,
  comparable: (expression, type) => (numbers.test(type) || instants.test(type) || texts.test(type) ? expression : `CAST(${expression} AS varchar)`),
};
