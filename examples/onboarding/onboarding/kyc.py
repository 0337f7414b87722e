"""Know your customer: lists, licence, face. Usage: kyc.py STEP."""

import csv
import sys

from applicants import luhn_sum
from casework import answer, application, data
from dagwright import xcom_pull


def listed(form, name):
    with open(data("watchlist.csv"), encoding="utf-8", newline="") as file:
        hits = [row["full_name"] for row in csv.DictReader(file) if row["list"] == name and row["full_name"].casefold() == form["full_name"].casefold()]
    return {"ok": not hits, "hits": hits}


def screen_sanctions(form):
    return listed(form, "sanctions")


def screen_exposed_persons(form):
    return listed(form, "politically exposed")


def verify_licence(form):
    return {"ok": luhn_sum(form["licence_number"]) % 10 == 0}


def verify_selfie(form):
    """Stands for a face comparison: the same person always has the same score, 70 to 99."""
    score = 70 + sum(form["user_id"].encode()) * 7 % 30
    return {"ok": score >= 75, "score": score}


def kyc_result(_form):
    parts = {name: xcom_pull(name)["ok"] for name in ("check_email", "check_phone", "check_tax_id", "screen_sanctions", "screen_exposed_persons", "verify_licence", "verify_selfie")}
    return {"ok": all(parts.values()), "failed": [name for name, ok in parts.items() if not ok]}


STEPS = {step.__name__: step for step in (screen_sanctions, screen_exposed_persons, verify_licence, verify_selfie, kyc_result)}
answer(sys.argv[1], STEPS[sys.argv[1]](application()))
