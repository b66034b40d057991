"""Celery as its documentation sets it up: RabbitMQ as broker, Redis for results, everything else its default."""
import os
import time

from celery import Celery

app = Celery("bench", broker=os.environ["AMQP_URL"], backend=os.environ["REDIS_URL"])
app.conf.task_default_queue = os.environ["CELERITY_PREFIX"] + ".celery"


@app.task(name="noop")
def noop(message):
    return {"started": time.monotonic() * 1000}
