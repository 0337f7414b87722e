"""Is the application whole and is the business there? Usage: identity.py STEP."""

import json
import re
import sys

from casework import answer, application, scratch, years_since


def load_application(form):
    """For the steps in SQL, which read it as JSON."""
    flat = {key: value for key, value in form.items() if key != "statements"}
    with open(scratch("application.json"), "w", encoding="utf-8") as file:
        json.dump(flat, file, ensure_ascii=False)
    return {"user_id": form["user_id"], "full_name": form["full_name"], "company": form["company"]}


def check_email(form):
    return {"ok": bool(re.fullmatch(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", form["email"])), "domain": form["email"].partition("@")[2]}


def check_phone(form):
    digits = re.sub(r"\D", "", form["phone"])
    return {"ok": len(digits) == 11 and digits.startswith("1"), "digits": len(digits)}


def check_address(form):
    return {"ok": bool(re.match(r"\d+ \S+", form["street"])), "licensed": form.get("is_licensed_state", True)}


def check_tax_id(form):
    """An employer identification number: two digits, a hyphen, seven digits."""
    return {"ok": bool(re.fullmatch(r"\d{2}-\d{7}", form["tax_id"]))}


def business_registry(form):
    years = years_since(form["founded"])
    return {"ok": years >= 0.5, "years_in_business": years}


STEPS = {step.__name__: step for step in (load_application, check_email, check_phone, check_address, check_tax_id, business_registry)}
answer(sys.argv[1], STEPS[sys.argv[1]](application()))
