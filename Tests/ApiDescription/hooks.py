"""Hooks of the schemathesis run (Tests/EndToEnd/SchemathesisTests): paths name what is really there half of the time,
so that changes change something; and the token of the run itself is left alone.

Environment: SMILEPOST_COLLECTOR, the collector's URL; SMILEPOST_TOKEN, an admin's token.
"""

import hashlib
import os
import random
import sys

import requests
import schemathesis

# Deep schemas on top of deep strategies need more than Python's usual 1,000 frames.
sys.setrecursionlimit(20_000)

ROOT = os.environ["SMILEPOST_COLLECTOR"] + "/api/v1"
TOKEN = os.environ["SMILEPOST_TOKEN"]
OWN = hashlib.sha256(TOKEN.encode()).hexdigest()[:12]


def read(path):
    answer = requests.get(ROOT + path, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=10)
    answer.raise_for_status()
    return answer.json()


def known():
    """Real values of the path's parameter, by the start of the path."""
    return {
        "branches": [branch["id"] for branch in read("/branches")["branches"]],
        "kiosks": [kiosk["id"] for kiosk in read("/kiosks")["kiosks"]],
        "responses": [comment["response"] for comment in read("/comments?days=365")["comments"]],
        "tickets": [ticket["ticket"] for ticket in read("/tickets?limit=500")["tickets"]],
        "ticket-rules": ["*"] + [survey["survey"] for survey in read("/surveys")["surveys"]],
        "users": [user["name"] for user in read("/users")["users"]],
        "tokens": [token["id"] for token in read("/tokens")["tokens"] if token["id"] != OWN],
        "enroll-tokens": [token["id"] for token in read("/enroll-tokens")["tokens"]],
        "webhooks": [webhook["id"] for webhook in read("/webhooks")["webhooks"]],
    }


KNOWN = known()


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    if not path_parameters:
        return path_parameters
    subject = context.operation.path.removeprefix("/api/v1/").split("/")[0]
    # Drawn from what was generated, so that the same seed makes the same run.
    draw = random.Random(repr(sorted(path_parameters.items())))
    if KNOWN.get(subject) and draw.random() < 0.5:
        return {name: draw.choice(KNOWN[subject]) for name in path_parameters}
    return path_parameters


@schemathesis.hook
def filter_case(context, case):
    return OWN not in (case.path_parameters or {}).values()
