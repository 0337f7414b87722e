import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ChartSpec } from "../../../shared/contract/sql-look.ts";
import type { SqlEvent } from "../../../shared/contract/sql.ts";
import { backends, type Bench, titleOf } from "../test-backends.ts";

const resultIdOf = (events: readonly SqlEvent[]): string => events.find((event) => event.kind === "columns")?.resultId ?? JSON.stringify(events.at(-1));
let asked = 0;
const name = (): string => `look ${++asked}`;

for (const backend of backends) {
  describe.skipIf(backend.missing !== null)(`looks at a result of ${titleOf(backend)}`, { timeout: 60_000 }, () => {
    let bench: Bench;
    beforeAll(async () => {
      bench = await backend.start();
    }, 60_000);
    afterAll(async () => bench.stop());

    const kept = async (text: string): Promise<string> => resultIdOf(await bench.query(text, { maxRows: 1_000_000 }));
    const chartOf = async (text: string, spec: Partial<ChartSpec>, filter: { column: number; op: "<"; value: string }[] = []) =>
      bench.host.queries.chart({ queryId: name(), of: { resultId: await kept(text), filter }, spec: { kind: "bar", x: 0, y: null, aggregate: "count", series: null, ...spec } });

    const pets = "select kind, weight::decimal(9,2) as weight, home from (values ('cat', 1.10, 'a'), ('dog', 2.20, 'a'), ('cat', 3.30, 'b'), (null, 4, 'a'), ('cat', null, null)) as t(kind, weight, home)";

    it("aggregates bars over all rows, exactly, the longest first, NULL as itself", async () => {
      const counted = await chartOf(pets, {});
      expect(counted).toMatchObject({ axis: "category", series: [null], rows: 5, notes: [] });
      expect(counted.points.map(({ x, y, text }) => [x, y, text])).toEqual([["cat", 3, "3"], ["dog", 1, "1"], [null, 1, "1"]]);
      const summed = await chartOf(pets, { y: 1, aggregate: "sum" });
      expect(summed.points.map(({ x, text }) => [x, text])).toEqual([["cat", "4.40"], [null, "4.00"], ["dog", "2.20"]]);
    });

    it("parts the bars by series, and takes the filter into account", async () => {
      const parted = await chartOf(pets, { y: 1, aggregate: "count", series: 2 });
      expect(parted.series.toSorted()).toEqual(["a", "b", null].toSorted());
      const of = (series: string | null) => parted.points.filter((point) => parted.series[point.series] === series).map(({ x, y }) => [x, y]);
      expect([of("a"), of("b"), of(null)]).toEqual([expect.arrayContaining([["cat", 1], ["dog", 1], [null, 1]]), [["cat", 1]], [["cat", 0]]]);
      const filtered = await chartOf(pets, {}, [{ column: 1, op: "<", value: "3" }]);
      expect([filtered.rows, filtered.points.length]).toEqual([2, 2]);
    });

    it("says what it bins and cuts", async () => {
      const many = await chartOf("select 'v' || i as v from generate_series(1, 100) as g(i)", {});
      expect([many.points.length, many.notes]).toEqual([40, ['40 of 100 values of "v" are shown, those with the most rows.']]);
      const days = await chartOf("select date '2024-01-01' + i as d, i as n from generate_series(0, 3649) as g(i)".replace("+ i", "+ i::int"), { kind: "line", y: 1, aggregate: "max" });
      expect(days.notes).toEqual(['"d" is binned by week.']);
      expect(days.points[0]).toMatchObject({ x: "2024-01-01", at: Date.UTC(2024, 0, 1), to: Date.UTC(2024, 0, 8), y: 6 });
      const dots = await chartOf("select i as a, i * 2 as b from generate_series(1, 9000) as g(i)", { kind: "scatter", y: 1 });
      expect([dots.points.length, dots.notes]).toEqual([4000, ["4,000 of 9,000 points are shown, taken at random."]]);
      expect(dots.points.every(({ at, y }) => y === (at ?? 0) * 2)).toBe(true);
    });

    it("draws what numbers there are, however small, large or far apart", async () => {
      const values = (list: string) => `select cast(v as double precision) as v from (values ${list}) as t(v)`;
      const many = (of: string) => `select cast(${of} as double precision) as v from generate_series(1, 100) as g(i)`;
      for (const text of [values("('-1.7e308'), ('1.7e308'), ('0')"), values("('1e-300'), ('2e-300')"), values("('5e-324'), ('1e-323')"), many("i * 1e-25"), many("i * 1e25"), many("1e300 * i"), many("i * 1e-7"), values("('0'), ('0')")]) {
        const drawn = await chartOf(text, { kind: "histogram" });
        expect(drawn.points.reduce((sum, { y }) => sum + y, 0), text).toBe(drawn.rows);
        for (const { at, to } of drawn.points) expect([text, Number.isFinite(at), Number.isFinite(to)]).toEqual([text, true, true]);
      }
      const dates = (list: string) => `select v::date as v from (values ${list}) as t(v)`;
      const drawn = await chartOf(dates("('0001-01-01'), ('2024-02-29'), ('9999-12-31')"), { kind: "histogram" });
      expect(drawn.points.reduce((sum, { y }) => sum + y, 0)).toBe(3);
    });

    it("lays a histogram out in steps that read well, and leaves NULL out in words", async () => {
      const spread = await chartOf("select case when i > 99990 then null else i end as n from generate_series(1, 100000) as g(i)", { kind: "histogram" });
      expect(spread.notes).toEqual(['10 of 100,000 rows are left out: their "n" is NULL or not finite.', '"n" is binned in steps of 5000.']);
      expect(spread.points[0]).toMatchObject({ x: "0", at: 0, to: 5000, y: 4999 });
      expect(spread.points.reduce((sum, { y }) => sum + y, 0)).toBe(99_990);
      const small = await chartOf("select i * 0.001 as n from generate_series(0, 999) as g(i)", { kind: "histogram" });
      expect(small.points).toHaveLength(20);
      expect(small.points.map(({ at, to }) => `${at}-${to}`).slice(0, 3)).toEqual(["0-0.05", "0.05-0.1", "0.1-0.15"]);
    });

    it("takes instants as instants, and what is not finite as nothing", async () => {
      const times = await chartOf("select * from (values (timestamp '2024-03-01 10:30:00', 1), (timestamp '2024-03-01 10:45:00', 2), ('infinity'::timestamp, 3), (null, 4)) as t(ts, n)", { kind: "line", y: 1, aggregate: "sum" });
      expect(times.points.map(({ at, text }) => [at, text])).toEqual([[Date.UTC(2024, 2, 1, 10, 30), "1"], [Date.UTC(2024, 2, 1, 10, 45), "2"]]);
      const none = await chartOf("select null::int as n, 'NaN'::double precision as f", { kind: "scatter", y: 1 });
      expect(none.points).toEqual([]);
    });

    it("refuses in words what does not fit, and text of the data is never SQL", async () => {
      for (const [spec, words] of [[{ kind: "histogram" }, /needs numbers or dates/], [{ kind: "scatter", x: 1 }, /needs a number for y/], [{ y: 0, aggregate: "sum" }, /"sum" needs a number/], [{ aggregate: "count distinct" }, /needs a column/], [{ x: 9 }, /no column 10/]] as const) {
        await expect(chartOf(pets, spec)).rejects.toMatchObject({ code: "input/invalid", message: expect.stringMatching(words) });
      }
      const hostile = await chartOf(`select 'x'' OR 1=1 --' as "a'""; drop table x", '''); drop table y; --' as s`, { series: 1 });
      expect([hostile.points[0]?.x, hostile.series]).toEqual(["x' OR 1=1 --", ["'); drop table y; --"]]);
    });

    it("finds a text cell by cell, round the end and backwards, in the columns that are shown", async () => {
      const resultId = await kept("select * from (values ('Ada', 'x 50%'), ('bob', 'ADA'), ('é_a', null)) as t(a, b)");
      const find = (from: [number, number, boolean], options: { text?: string; columns?: number[]; backwards?: boolean } = {}) =>
        bench.host.queries.find({ queryId: name(), of: { resultId }, find: { text: options.text ?? "ada", columns: options.columns ?? [0, 1], from: { row: from[0], column: from[1], inclusive: from[2] }, backwards: options.backwards ?? false } });
      expect(await find([0, 0, true])).toEqual({ row: 0, column: 0, nth: 1, cells: 2 });
      expect(await find([0, 0, false])).toEqual({ row: 1, column: 1, nth: 2, cells: 2 });
      expect(await find([1, 1, false])).toEqual({ row: 0, column: 0, nth: 1, cells: 2 });
      expect(await find([0, 0, false], { backwards: true })).toEqual({ row: 1, column: 1, nth: 2, cells: 2 });
      expect(await find([0, 0, true], { columns: [1] })).toEqual({ row: 1, column: 1, nth: 1, cells: 1 });
      expect(await find([0, 0, true], { text: "50%" })).toMatchObject({ row: 0, column: 1 });
      expect(await find([0, 0, true], { text: "É_A" })).toMatchObject({ row: 2, column: 0 });
      expect(await find([0, 0, true], { text: "nowhere'" })).toBeNull();
    });

    it("tells rows added, gone and changed by key, and keeps them as a result", async () => {
      const before = await kept("select id, name, n::decimal(4,1) as n from (values (1, 'a', 1.0), (2, 'b', null), (3, 'c', 3), (null, 'n', 0)) as t(id, name, n)");
      const after = await kept("select id, name, n::decimal(4,1) as n from (values (2, 'b', 2.0), (3, 'c', 3), (4, 'd', 4), (null, 'n', 0)) as t(id, name, n)");
      const made = await bench.host.queries.compare({ queryId: name(), before, after, keys: [0] });
      expect(made).toMatchObject({ added: 1, gone: 1, changed: 1, same: 2, rows: 4, notes: [] });
      expect(made.columns.map((column) => column.name)).toEqual(["change", "id", "name", "n"]);
      const page = await bench.host.queries.page({ resultId: made.resultId }, { offset: 0, limit: 10 });
      expect(page.rows.map(([change, id, , n]) => [change, id, n])).toEqual([["gone", "1", "1.0"], ["changed from", "2", null], ["changed to", "2", "2.0"], ["added", "4", "4.0"]]);
      const whole = await bench.host.queries.compare({ queryId: name(), before, after, keys: [] });
      expect(whole).toMatchObject({ added: 2, gone: 2, changed: 0, same: 2 });
      const double = await bench.host.queries.compare({ queryId: name(), before: await kept("select 1 as id, 'a' as t union all select 1, 'b'"), after: await kept("select 1 as id, 'a' as t"), keys: [0] });
      expect(double).toMatchObject({ gone: 1, notes: [expect.stringContaining("1 keys stand on more than one row")] });
      await expect(bench.host.queries.compare({ queryId: name(), before, after: await kept("select 1 as id, 'x' as other"), keys: [0] })).rejects.toMatchObject({ code: "input/invalid", message: expect.stringContaining('"name" in the one and "other" in the other') });
    });
  });
}
