"""The linked bank account and its statements. Usage: bank.py STEP."""

import csv
import re
import sys

from applicants import luhn_sum
from casework import answer, application, scratch


def link_account(form):
    return {"ok": luhn_sum(form["account"]) % 10 == 0, "ends_with": form["account"][-4:]}


def fetch_statements(form):
    """The months as a file for the steps in SQL. An amount that is none ends it: a guess would decide about a loan."""
    months = [{**month, **{side: amount(form, month, side) for side in ("money_in", "money_out")}} for month in form["statements"]]
    with open(scratch("statements.csv"), "w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, ["month", "money_in", "money_out", "days_overdrawn"])
        rows.writeheader()
        rows.writerows(months)
    return {"months": len(months), "last": months[-1]["month"]}


def amount(form, month, side):
    if not re.fullmatch(r"\d+", month[side]):
        sys.exit(f'ERROR {form["user_id"]}, statement of {month["month"]}: {side} is "{month[side]}"; expected an amount in whole dollars')
    return int(month[side])


STEPS = {step.__name__: step for step in (link_account, fetch_statements)}
answer(sys.argv[1], STEPS[sys.argv[1]](application()))
