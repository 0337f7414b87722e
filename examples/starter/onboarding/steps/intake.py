"""Reads one applicant and checks what they wrote. Usage: intake.py STEP."""

import csv
import datetime
import os
import re
import sys
import time
import unicodedata
from pathlib import Path

from dagwright import context, xcom_pull, xcom_push

DATA = Path(os.environ["DAGWRIGHT_WORKSPACE"]) / "onboarding" / "data"


def all_applicants():
    with (DATA / "applicants.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load_applicant():
    run = context()
    user_id = run["conf"].get("user_id") or run["params"]["user_id"]
    for row in all_applicants():
        if row["user_id"] == user_id:
            return {**row, "monthly_income": int(row["monthly_income"]), "monthly_debt": int(row["monthly_debt"])}
    sys.exit(f'No applicant "{user_id}"; expected one of applicants.csv, such as U-1001; set conf.user_id.')


def plain(name):
    """The name as lists write it: no accents, one blank between words, lower case."""
    letters = unicodedata.normalize("NFKD", name)
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).lower().split())


def check_email(person):
    return {"ok": bool(re.fullmatch(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", person["email"])), "found": person["email"]}


def check_phone(person):
    digits = re.sub(r"\D", "", person["phone"])
    return {"ok": 8 <= len(digits) <= 15, "found": person["phone"], "digits": len(digits)}


def check_age(person):
    born = datetime.date.fromisoformat(person["birth_date"])
    today = datetime.date.today()
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return {"ok": years >= 18, "years": years}


def check_address(person):
    return {"ok": bool(re.match(r"\d+ \S+", person["street"])) and len(person["country"]) == 2, "found": f"{person['street']}, {person['city']}"}


def normalise_name(person):
    return {"ok": True, "plain_name": plain(person["full_name"])}


def find_duplicates(person):
    key = (plain(person["full_name"]), person["birth_date"])
    others = [row["user_id"] for row in all_applicants() if (plain(row["full_name"]), row["birth_date"]) == key and row["user_id"] != person["user_id"]]
    return {"ok": not others, "same_person_as": others}


STEPS = {step.__name__: step for step in (check_email, check_phone, check_age, check_address, normalise_name, find_duplicates)}


def main(name):
    time.sleep(0.05 + len(name) % 5 * 0.04)  # stands for the answer time of a service
    result = load_applicant() if name == "load_applicant" else STEPS[name](xcom_pull("load_applicant"))
    print(f"{name}: {result}")
    xcom_push("return_value", result)


main(sys.argv[1])
