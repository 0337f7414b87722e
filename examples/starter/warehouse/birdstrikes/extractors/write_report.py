"""Writes the report that a person reads from the two files that the warehouse exported."""

import csv
import os
from pathlib import Path

from dagwright import context, xcom_pull, xcom_push

FOLDER = Path(os.environ["DAGWRIGHT_WORKSPACE"]) / "reports" / "birdstrikes"


def table(name):
    """A Markdown table of a CSV file."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def main():
    run = context()
    repeats = xcom_pull("raw_strike", "repeats_dropped")
    text = f"""# Wildlife strikes and delays

Run `{run['run_id']}`. {repeats} repeated reports were left out.

## Species by what their strikes cost (US dollars)

{table("species.csv")}

## Airports by average delay of their departing flights (minutes)

{table("delays.csv")}
"""
    path = FOLDER / "report.md"
    path.write_text(text, encoding="utf-8")
    xcom_push("return_value", {"path": "reports/birdstrikes/report.md", "characters": len(text)})
    print(text)


main()
