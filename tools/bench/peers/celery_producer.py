"""Submits to Celery, and answers the benchmark's requests, one JSON object a line (see agents/serve.ts)."""
import datetime
import json
import os
import sys
import time

import redis
from celery_app import app, noop

PAYLOAD = {"message": "x" * (200 - len('{"message":""}'))}
waiting = []
store = redis.Redis.from_url(os.environ["REDIS_URL"])


def now():
    return time.monotonic() * 1000


def submit(count, **_):
    for _n in range(count):
        noop.apply_async(kwargs=PAYLOAD)
    return {}


def delayed(count, inMs, **_):
    due = now() + inMs
    eta = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(milliseconds=inMs)
    waiting.extend(noop.apply_async(kwargs=PAYLOAD, eta=eta).id for _n in range(count))
    return {"due": due}


def latency(count, perSecond, **_):
    """One after the other: at this rate each has ended before the next."""
    samples = []
    begun = now()
    for n in range(count):
        time.sleep(max(0, begun + n * 1000 / perSecond - now()) / 1000)
        submitted = now()
        started = noop.apply_async(kwargs=PAYLOAD).get()["started"]
        samples.append({"toStart": started - submitted, "toResult": now() - submitted})
    return {"samples": samples}


def stored(**_):
    """Results are all that this database holds."""
    return {"stored": store.dbsize()}


def starts(**_):
    results = [json.loads(each) for each in store.mget([f"celery-task-meta-{id}" for id in waiting])]
    times = sorted(result["result"]["started"] for result in results)
    return {"first": times[0], "last": times[-1]}


def clean(**_):
    with app.connection_for_write() as connection:
        connection.default_channel.queue_delete(app.conf.task_default_queue)
    store.flushdb()
    return {}


store.flushdb()
OPERATIONS = {f.__name__: f for f in (submit, delayed, latency, stored, starts, clean)}
print(json.dumps({"ready": True}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    operation = OPERATIONS.get(request.pop("op"))
    try:
        answer = operation(**request) if operation else {"error": "no such operation"}
    except Exception as error:  # noqa: BLE001
        answer = {"error": repr(error)}
    print(json.dumps(answer), flush=True)
