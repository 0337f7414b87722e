"""
Writes events "a new user has applied" into the folder of the queue of onboarding_trigger, as a web shop's backend would.
Usage: python3 onboarding/make_events.py [--users 20] [--rate 5] [--duplicates 1] [--malformed 1] [--poisoned 1] [--post ADDRESS]
With --post it sends them over HTTP instead; the token of the queue is read from the environment variable QUEUE_TOKEN.
"""

import argparse
import hashlib
import json
import os
import re
import sys
import time
import urllib.error
import urllib.request
from datetime import datetime, timezone
from pathlib import Path

from applicants import applicant, user_id

FOLDER = Path(__file__).resolve().parent.parent / "events"
#: The highest number of a user that was posted: nothing of that lies in the folder.
POSTED = FOLDER / ".posted"


def count(text):
    if not re.fullmatch(r"\d{1,4}", text):
        raise argparse.ArgumentTypeError(f'found "{text}"; expected a whole number from 0 to 9999')
    return int(text)


def per_second(text):
    try:
        value = float(text)
    except ValueError:
        value = -1
    if not 0 <= value <= 1_000:
        raise argparse.ArgumentTypeError(f'found "{text}"; expected events per second from 0 (all at once) to 1000')
    return value


def options():
    parser = argparse.ArgumentParser(description="Writes events of new users for the queue of onboarding_trigger.")
    parser.add_argument("--users", type=count, default=20, help="how many new users (20)")
    parser.add_argument("--rate", type=per_second, default=5, help="events a second; 0 writes all at once (5)")
    parser.add_argument("--first", type=count, default=None, help="number of the first user; the next one that was never written when absent")
    parser.add_argument("--duplicates", type=count, default=1, help="how many users are delivered twice, under the same event_id (1)")
    parser.add_argument("--malformed", type=count, default=1, help="how many deliveries are cut off in the middle (1)")
    parser.add_argument("--poisoned", type=count, default=1, help="how many users have a bank statement with a letter in an amount (1)")
    parser.add_argument("--post", metavar="ADDRESS", default=None, help="where to send the events, such as http://127.0.0.1:40123/events/onboarding_trigger")
    chosen = parser.parse_args()
    if chosen.post is not None and not re.match(r"https?://", chosen.post):
        parser.error(f'--post: found "{chosen.post}"; expected an address that begins with http://')
    if chosen.post is not None and "QUEUE_TOKEN" not in os.environ:
        parser.error("--post: the environment variable QUEUE_TOKEN is not set; make the token by dagwright queue token onboarding_trigger")
    for name in ("duplicates", "poisoned"):
        if getattr(chosen, name) > chosen.users:
            parser.error(f"--{name}: found {getattr(chosen, name)}; expected at most the number of users, {chosen.users}")
    return chosen


def next_number():
    """One more than the highest user that was ever written here."""
    numbers = [int(found.group(1)) for path in FOLDER.rglob("*.json") if (found := re.match(r"U-(\d+)\.", path.name))]
    posted = int(POSTED.read_text(encoding="utf-8")) if POSTED.exists() else 0
    return max([posted, *numbers]) + 1


def event_of(number, poisoned):
    application = applicant(number)
    if poisoned:
        spoilt = application["statements"][2]
        spoilt["money_out"] = spoilt["money_out"][:1] + "O" + spoilt["money_out"][2:]
    event_id = "evt-" + hashlib.sha256(f"event {number}".encode()).hexdigest()[:10]
    return {"event_id": event_id, "type": "user.applied", "sent_at": datetime.now(timezone.utc).isoformat(timespec="milliseconds"), **application}


def write(name, text):
    """Whole or not there: what reads the folder passes over names that begin with a dot."""
    hidden = FOLDER / f".{name}"
    hidden.write_text(text, encoding="utf-8")
    os.replace(hidden, FOLDER / f"{name}.json")


def post(address, name, text):
    """The event id is the key: what is sent twice starts one run. Where there is no room yet, it is sent again when the answer says."""
    key = name.split(".")[1] if ".evt-" in name else name
    headers = {"Authorization": f"Bearer {os.environ['QUEUE_TOKEN']}", "Idempotency-Key": key, "Content-Type": "application/json"}
    while True:
        try:
            with urllib.request.urlopen(urllib.request.Request(address, text.encode(), headers), timeout=30) as answer:
                return f"{answer.status} {answer.read().decode().strip()}"
        except urllib.error.HTTPError as refused:
            if refused.code != 429:
                return f"{refused.code} {refused.read().decode().strip()}"
            time.sleep(float(refused.headers.get("Retry-After", "1")))
        except urllib.error.URLError as gone:
            sys.exit(f"{address}: {gone.reason}; is Dagwright open, and the queue on? dagwright queue show onboarding_trigger tells the address")


def deliveries(chosen):
    """(name, text) of each file, in the order in which they are written; the texts are made as late as they are asked for."""
    first = chosen.first if chosen.first is not None else next_number()
    for place in range(chosen.users):
        number = first + place
        # The last ones, so that the beginning of a load is like every other.
        event = event_of(number, poisoned=place >= chosen.users - chosen.poisoned)
        text = json.dumps(event, ensure_ascii=False, indent=1)
        yield f"{user_id(number)}.{event['event_id']}", text
        if place < chosen.duplicates:
            yield f"{user_id(number)}.{event['event_id']}.again", text
    for place in range(chosen.malformed):
        number = first + place
        text = json.dumps(event_of(number, poisoned=False))
        yield f"{user_id(number)}.cut-off", text[: len(text) // 2]


def main():
    chosen = options()
    FOLDER.mkdir(exist_ok=True)
    written = 0
    for name, text in deliveries(chosen):
        if written > 0 and chosen.rate > 0:
            time.sleep(1 / chosen.rate)
        if chosen.post is None:
            write(name, text)
            print(f"{name}.json", flush=True)
        else:
            print(f"{name}: {post(chosen.post, name, text)}", flush=True)
            POSTED.write_text(str(max(next_number() - 1, int(name[2 : name.index(".")]))), encoding="utf-8")
        written += 1
    place = f"are in {FOLDER.name}/" if chosen.post is None else "were sent"
    print(f"{written} events for {chosen.users} users {place}: {chosen.duplicates} twice, {chosen.malformed} cut off, {chosen.poisoned} with a poisoned statement", file=sys.stderr)


if __name__ == "__main__":
    main()
