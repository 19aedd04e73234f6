"""Fills a stopped kiosk's queue with pending responses, byte for byte as its store would have sealed them, and writes the
same lines as batches for curl.

usage: backlog.py STATE_DIR LINES SEED BATCH_DIR
BATCH_DIR gets files of 100 lines, 000001.ndjson and so on, in the order of the queue.
"""

import hashlib
import json
import random
import sqlite3
import sys
from pathlib import Path

COMMENTS = ["Friendly staff, short wait.", "I waited too long at the counter, nobody told me why.", None, None]
REASONS = ["queue", "staff", "price", "cleanliness", "stock", "other"]
STARTED_MS = 1_790_000_000_000


def answers(rng):
    face = rng.choices([1, 2, 3, 4, 5], [2, 3, 5, 12, 18])[0]
    given = {"visit": face, "recommend": rng.randrange(11)}
    if face <= 2:
        given["reason"] = rng.sample(REASONS, rng.randint(1, 3))
    comment = rng.choice(COMMENTS)
    if comment:
        given["comment"] = comment
    return given


def identifier(rng, at_ms):
    """A UUID of version 7, as kiosks draw them."""
    tail = rng.getrandbits(80) & ~(0xF << 76 | 0x3 << 62) | 0x7 << 76 | 0x2 << 62
    return "%012x%020x" % (at_ms, tail)


def response(rng, queue, seq, prev, boot):
    given = answers(rng)
    at = seq * 45_000
    return {
        "id": identifier(rng, STARTED_MS + at), "q": queue, "seq": seq, "prev": prev.hex(), "survey": "branch-exit", "ver": 1,
        "end": "done" if "comment" in given else "skipped", "boot": boot, "t": at, "wall": STARTED_MS + at, "clock": 1,
        "lang": "en", "answers": given, "skips": {} if "comment" in given else {"comment": "customer"},
        "dur": {question: rng.randrange(800, 9_000) for question in given},
    }


def rows(rng, queue, prev, count, boot):
    for seq in range(1, count + 1):
        value = response(rng, queue, seq, prev, boot)
        line = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        prev = hashlib.sha256(line).digest()
        yield (seq, value["id"], value["survey"], 1, line, prev, boot, value["t"], value["wall"], 1)


def main(state, count, seed, batches):
    rng = random.Random(seed)
    boot = "00000000-0000-4000-8000-%012x" % seed
    database = sqlite3.connect(Path(state) / "kiosk.sqlite")
    queue, created, head = database.execute("SELECT queue_id, next_seq - 1, head FROM identity").fetchone()
    assert created == 0, "the queue must be empty"
    made = list(rows(rng, queue, head, count, boot))
    database.executemany(
        "INSERT INTO response(seq, id, survey_id, survey_version, line, sha256, boot_id, boot_ms, wall_ms, clock)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", made)
    database.execute("UPDATE identity SET next_seq = ?, head = ?", (count + 1, made[-1][5]))
    database.commit()
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    for start in range(0, count, 100):
        file = Path(batches) / ("%06d.ndjson" % (start // 100 + 1))
        file.write_bytes(b"".join(row[4] + b"\n" for row in made[start:start + 100]))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
