"""The small DAG: is this an event of a new user, and what do we know of them already? Usage: receive.py STEP."""

import csv
import os
import re
import sys
from datetime import datetime, timezone

from dagwright import context, xcom_push

PATTERNS = {"event_id": r"evt-[0-9a-f]{10}", "user_id": r"U-\d{4,6}", "email": r"[^@\s]+@[^@\s]+\.[a-z]{2,}", "sent_at": r"\d{4}-\d{2}-\d{2}T\S+"}
STATES = os.path.join(os.environ["DAGWRIGHT_WORKSPACE"], "onboarding", "data", "states.csv")


def validate():
    """Every field that later steps rely on. What is wrong is told at once, all of it."""
    event = context()["conf"]
    wrong = [f'{name}: found {event.get(name)!r}; expected {pattern}' for name, pattern in PATTERNS.items() if not re.fullmatch(pattern, str(event.get(name, "")))]
    if event.get("type") != "user.applied":
        wrong.append(f"type: found {event.get('type')!r}; expected 'user.applied'")
    if not isinstance(event.get("statements"), list) or event["statements"] == []:
        wrong.append(f"statements: found {event.get('statements')!r}; expected a list of months")
    if wrong:
        sys.exit(f"{event.get('event_id', 'an event without event_id')} is no application:\n  " + "\n  ".join(wrong))
    print(f"{event['event_id']} of {event['user_id']} is whole")


def enrich():
    event = context()["conf"]
    with open(STATES, encoding="utf-8", newline="") as file:
        states = {row["state"]: row for row in csv.DictReader(file)}
    place = states.get(event["state"], {"region": "unknown", "is_licensed": "no"})
    segment = "small" if event["requested_amount"] < 25_000 else "large"
    xcom_push("return_value", {**event, "region": place["region"], "is_licensed_state": place["is_licensed"] == "yes", "segment": segment, "received_at": datetime.now(timezone.utc).isoformat(timespec="milliseconds")})
    print(f"{event['user_id']}: {event['company']}, {place['region']}, {segment}")


{"validate": validate, "enrich": enrich}[sys.argv[1]]()
