"""Cleans the FAA's wildlife strike file and hands the rows to the warehouse."""

import csv
import os
from pathlib import Path

from dagwright import context, write_rows, xcom_push

SOURCE = Path(os.environ["DAGWRIGHT_WORKSPACE"]) / "data" / "birdstrikes.csv"

COLUMNS = {
    "Airport Name": "airport",
    "Origin State": "state",
    "Flight Date": "flight_date",
    "Time of day": "time_of_day",
    "Aircraft Make Model": "aircraft",
    "Aircraft Airline Operator": "operator",
    "Phase of flight": "phase",
    "Wildlife Species": "species",
    "Wildlife Size": "size",
    "Effect Amount of damage": "damage",
    "Speed IAS in knots": "speed_knots",
    "Cost Repair": "cost_repair",
    "Cost Other": "cost_other",
    "Cost Total $": "cost_total",
}
NUMBERS = {"speed_knots", "cost_repair", "cost_other", "cost_total"}
# Two codes of the FAA's form that were never written out in this file.
DAMAGE = {"B": "Undetermined", "C": "Unknown"}


def clean(row):
    """One row with our names, without stray blanks, and with numbers as numbers."""
    fields = {ours: (row[theirs] or "").strip() or None for theirs, ours in COLUMNS.items()}
    for name in NUMBERS:
        fields[name] = int(fields[name]) if fields[name] is not None else None
    fields["damage"] = DAMAGE.get(fields["damage"], fields["damage"])
    fields["operator"] = (fields["operator"] or "UNKNOWN").rstrip("*")
    return fields


def main():
    with SOURCE.open(encoding="utf-8", newline="") as file:
        source = list(csv.DictReader(file))
    seen, rows = set(), []
    for row in source:
        key = tuple(row.values())
        if key in seen:
            continue
        seen.add(key)
        rows.append({"strike_id": len(rows) + 1, **clean(row)})
    write_rows(rows)
    repeats = len(source) - len(rows)
    xcom_push("repeats_dropped", repeats)
    print(f"{context()['dag_id']}: {len(source)} strikes read, {repeats} exact repeats dropped, {len(rows)} handed over")


main()
