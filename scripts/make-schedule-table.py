"""Writes shared/schedule/airflow-fires.json: when Airflow fires, for schedules around daylight-saving changes.

It is the oracle of shared/schedule/next.test.ts and timetable.test.ts and is run by hand when the table should grow:
    python3 -m venv VENV && VENV/bin/pip install croniter pendulum
    VENV/bin/python scripts/make-schedule-table.py
The functions below are the arithmetic of airflow.timetables (_cron.CronMixin, trigger.CronTriggerTimetable and DeltaTriggerTimetable), on the
libraries that Airflow uses.
"""

import datetime as dt
import json
import pathlib
import random
from importlib.metadata import version

import pendulum
from croniter import croniter

OUT = pathlib.Path(__file__).parent.parent / "shared" / "schedule" / "airflow-fires.json"
UTC = pendulum.timezone("UTC")


def make_naive(instant, zone):
    local = instant.astimezone(zone)
    return dt.datetime(local.year, local.month, local.day, local.hour, local.minute, local.second)


def get_next(expression, zone, current):
    """CronMixin._get_next: the first schedule after the time, with DST fixed."""
    naive = make_naive(current, zone)
    cron = croniter(expression, start_time=naive)
    scheduled = cron.get_next(dt.datetime)
    if cron.expanded[1] != ["*"]:
        return zone.convert(scheduled.replace(fold=1)).astimezone(UTC)
    return (pendulum.instance(current).in_timezone(zone) + (scheduled - naive)).astimezone(UTC)


def chain(expression, zone, start, until, most=60):
    fires, current = [], start
    while len(fires) < most:
        current = get_next(expression, zone, current)
        if current >= until:
            break
        fires.append(stamp(current))
    return fires


def stamp(instant):
    return instant.astimezone(dt.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


WINDOWS = {
    "America/New_York": [("2026-03-07T12:00", "2026-03-09T12:00"), ("2026-10-31T12:00", "2026-11-02T12:00")],
    "Europe/London": [("2026-03-28T12:00", "2026-03-30T12:00"), ("2026-10-24T12:00", "2026-10-26T12:00")],
    "Africa/Cairo": [("2026-04-23T06:00", "2026-04-25T06:00"), ("2026-10-29T06:00", "2026-10-31T06:00")],
    "Australia/Lord_Howe": [("2026-04-03T22:00", "2026-04-05T22:00"), ("2026-10-02T22:00", "2026-10-04T22:00")],
    "Pacific/Apia": [("2011-12-28T12:00", "2012-01-01T12:00"), ("2011-09-23T12:00", "2011-09-25T12:00"),
                     ("2011-04-01T12:00", "2011-04-03T12:00")],
    "UTC": [("2026-02-27T12:00", "2026-03-02T12:00"), ("2028-02-28T12:00", "2028-03-01T12:00")],
}
EXPRESSIONS = [
    "30 2 * * *", "0 2 * * *", "30 1 * * *", "0 1 * * *", "0 0 * * *", "30 0 * * *", "15 2 * * *", "45 1 * * *",
    "0 3 * * *", "30 */4 * * *", "0 * * * *", "30 * * * *", "15,45 * * * *", "0 */1 * * *", "0 0-23 * * *",
    "*/20 1-3 * * *", "15,40 2 * * *", "*/30 0-2 * * *", "0 0,1,2,3 * * *", "30 2 * * 0", "0 0 1 * *", "30 0 * * 5",
]
LONG = [
    ("0 0 1 * *", "America/New_York", "2026-01-15T00:00", "2027-02-01T00:00"),
    ("0 12 * * 0", "Europe/London", "2026-03-01T00:00", "2026-12-01T00:00"),
    ("0 0 1 */3 *", "Africa/Cairo", "2026-01-15T00:00", "2028-01-01T00:00"),
    ("0 * * * 0", "America/New_York", "2026-03-01T00:00", "2026-03-16T12:00"),
    ("0 * * * 0", "America/New_York", "2026-10-25T12:00", "2026-11-09T12:00"),
    ("0 0 29 2 *", "UTC", "2094-01-01T00:00", "2120-01-01T00:00"),
    ("0 0 29 2 0", "UTC", "2026-01-01T00:00", "2028-03-01T00:00"),
]


def zone_rows():
    for name, windows in WINDOWS.items():
        for start, until in windows:
            for expression in EXPRESSIONS:
                yield expression, name, start, until
    yield from LONG


def align_to_next(expression, zone, current):
    """CronMixin._align_to_next: the time itself where the schedule has it, else the first after it."""
    at = get_next(expression, zone, current)
    before = get_previous(expression, zone, at)
    return current if before == current else at


def get_previous(expression, zone, current):
    naive = make_naive(current, zone)
    cron = croniter(expression, start_time=naive)
    scheduled = cron.get_prev(dt.datetime)
    if cron.expanded[1] != ["*"]:
        return zone.convert(scheduled.replace(fold=1)).astimezone(UTC)
    return (pendulum.instance(current).in_timezone(zone) - (naive - scheduled)).astimezone(UTC)


def triggered(expression, zone, earliest, latest, most=6):
    """CronTriggerTimetable.next_dagrun_info with catchup, again and again: start and end date as pendulum reads them in the DAG's zone."""
    fires, last = [], None
    while len(fires) < most:
        last = align_to_next(expression, zone, earliest) if last is None else get_next(expression, zone, last)
        if latest is not None and latest < last:
            break
        fires.append(stamp(last))
    return fires


def interval_triggered(seconds, earliest, latest, most=6):
    """DeltaTriggerTimetable.next_dagrun_info with catchup: from the start date on, in steps of the delta."""
    steps = (earliest + dt.timedelta(seconds=seconds * index) for index in range(most))
    return [stamp(at) for at in steps if latest is None or at <= latest]


BOUNDS = [
    ("2026-03-08T02:30:00", None), ("2026-03-08T03:30:00", None), ("2026-03-07", "2026-03-09"), ("2026-11-01T01:30:00", None),
    ("2026-11-01T00:00:00", "2026-11-02T00:00:00"), ("2026-10-25T01:30:00", "2026-10-26T01:30:00"), ("2026-03-29T01:30:00", None),
    ("2026-04-24T00:00:00", "2026-04-25T00:00:00"), ("2026-01-31", "2026-01-31"), ("2026-01-31T06:00:01", "2026-02-02T06:00:00"),
]


def bound_rows():
    for name in ("UTC", "America/New_York", "Europe/London", "Africa/Cairo", "Australia/Lord_Howe"):
        zone = pendulum.timezone(name)
        for start, end in BOUNDS:
            earliest = pendulum.parse(start, tz=name).astimezone(UTC)
            latest = None if end is None else pendulum.parse(end, tz=name).astimezone(UTC)
            for expression in ("30 2 * * *", "30 1 * * *", "0 0 * * *", "0 6 * * *", "0 * * * *", "*/20 * * * *"):
                yield {"expression": expression, "zone": name, "start": start, "end": end, "fires": triggered(expression, zone, earliest, latest)}
            for seconds in (10, 86_400):
                yield {"every": seconds, "zone": name, "start": start, "end": end, "fires": interval_triggered(seconds, earliest, latest)}


def random_field(pick, low, high, names=()):
    kind = pick.random()
    number = lambda: pick.randint(low, high)
    if kind < 0.35:
        return "*"
    if kind < 0.5:
        return f"*/{pick.randint(1, 20)}"
    if kind < 0.7:
        return ",".join(str(number()) for _ in range(pick.randint(1, 3)))
    if names and kind < 0.8:
        return pick.choice(names)
    a, b = sorted(pick.sample(range(low, high + 1), 2))
    return f"{a}-{b}" if kind < 0.85 else f"{a}-{b}/{pick.randint(1, 4)}" if kind < 0.93 else f"{a}/{pick.randint(1, 7)}"


def random_rows():
    pick = random.Random(20260101)
    fixed = ["0 0 L * *", "0 0 l,15 * *", "0 0 * * L5", "0 0 * * 5#2", "0 0 * * 1#1,1#3", "0 0 1-31 * 1", "0 0 * * 0-6",
             "0 0 */2 * 1", "0 0 1 * */2", "0 0 1-31 * */2", "0 0 * * sat-sun", "0 0 * * 5-7", "0 0 * * 0-7", "5/15 * * * *",
             "59/15 * * * *", "0 0 ? * mon", "0 0 13 * ?", "0 0 * * 7", "0 0 * jan-mar *", "0 0 31 * *", "0 0 13 * 5",
             "0 0 * * 2-7/2", "0 0 * * 1-7/2", "0 0 L * 1", "0 0 31 2 1", "0 22 * * 1-5"]
    days = ["sun", "mon", "TUE", "wed", "thu", "Fri", "sat"]
    months = ["jan", "feb", "MAR", "apr", "oct", "dec"]
    for _ in range(150):
        fixed.append(" ".join([random_field(pick, 0, 59), random_field(pick, 0, 23), random_field(pick, 1, 28),
                               random_field(pick, 1, 12, months), random_field(pick, 0, 6, days)]))
    for expression in fixed:
        start = dt.datetime(2026, 1, 1) + dt.timedelta(minutes=pick.randint(0, 525_600))
        cron = croniter(expression, start)
        forward = [cron.get_next(dt.datetime).strftime("%Y-%m-%dT%H:%M:%SZ") for _ in range(4)]
        cron = croniter(expression, start)
        back = [cron.get_prev(dt.datetime).strftime("%Y-%m-%dT%H:%M:%SZ") for _ in range(2)]
        yield {"expression": expression, "from": start.strftime("%Y-%m-%dT%H:%M:%SZ"), "next": forward, "previous": back}


def main():
    around = []
    for expression, name, start, until in zone_rows():
        zone = pendulum.timezone(name)
        begin, end = (pendulum.parse(text, tz="UTC") for text in (start, until))
        fires = chain(expression, zone, begin, end)
        around.append({"expression": expression, "zone": name, "from": stamp(begin), "to": stamp(end), "fires": fires})
    table = {
        "madeWith": {name: version(name) for name in ("croniter", "pendulum")},
        "clockChanges": around,
        "dialect": list(random_rows()),
        "bounds": list(bound_rows()),
    }
    lines = lambda rows: ",\n".join("    " + json.dumps(row) for row in rows)
    OUT.write_text(
        "{\n"
        f'  "madeWith": {json.dumps(table["madeWith"])},\n'
        f'  "clockChanges": [\n{lines(around)}\n  ],\n'
        f'  "dialect": [\n{lines(table["dialect"])}\n  ],\n'
        f'  "bounds": [\n{lines(table["bounds"])}\n  ]\n'
        "}\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
