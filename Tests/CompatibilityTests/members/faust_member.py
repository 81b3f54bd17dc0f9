"""A member by Faust: a stream worker over aiokafka with an assignor of its own. It commits by itself."""

import sys

import faust

from events import arguments

told = arguments()
events = told.events
app = faust.App(
    told.group, broker=f"kafka://{told.bootstrap}", store="memory://", web_enabled=False, topic_partitions=1,
    topic_disable_leader=True, value_serializer="raw", consumer_auto_offset_reset="earliest", datadir=told.settings["directory"],
    broker_session_timeout=told.session / 1000, broker_heartbeat_interval=told.heartbeat / 1000,
    broker_commit_interval=told.commit_every, broker_max_poll_interval=60, broker_rebalance_timeout=5,
    broker_request_timeout=10, stream_wait_empty=False, broker_commit_livelock_soft_timeout=60)
topic = app.topic(told.topic, value_type=bytes, value_serializer="raw")


@app.agent(topic)
async def process(stream):
    async for event in stream.events():
        message = event.message
        events.record(message.topic, message.partition, message.offset, event.value)


@app.on_partitions_assigned.connect
async def assigned(app, assigned, **_):
    events.partitions("assigned", [place for place in assigned if place.topic == told.topic])


@app.on_partitions_revoked.connect
async def revoked(app, revoked, **_):
    events.partitions("revoked", [place for place in revoked if place.topic == told.topic])


if __name__ == "__main__":
    sys.argv = [sys.argv[0], "worker", "--loglevel", "warn", "--without-web"]
    try:
        app.main()
    finally:
        events.say("left")
