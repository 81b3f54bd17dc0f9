"""A member by Quix Streams: a stream application over confluent-kafka. It commits by itself."""

from quixstreams import Application, message_context

from events import arguments

told = arguments()
events = told.events


class Member(Application):
    """Says what it is given; the library has no other place to hear of it."""

    def _on_assign(self, consumer, places):
        events.partitions("assigned", places)
        return super()._on_assign(consumer, places)

    def _on_revoke(self, consumer, places):
        result = super()._on_revoke(consumer, places)
        events.partitions("revoked", places)
        return result

    def _on_lost(self, consumer, places):
        events.partitions("lost", places)
        return super()._on_lost(consumer, places)


app = Member(
    broker_address=told.bootstrap, consumer_group=told.group, auto_offset_reset="earliest", commit_interval=told.commit_every,
    consumer_extra_config={
        "session.timeout.ms": told.session, "heartbeat.interval.ms": told.heartbeat, "fetch.wait.max.ms": 100,
        "reconnect.backoff.ms": 50, "reconnect.backoff.max.ms": 300},
    consumer_poll_timeout=0.1, state_dir=told.settings["directory"], loglevel="WARNING", use_changelog_topics=False)
topic = app.topic(told.topic, value_deserializer="bytes", key_deserializer="bytes")
frame = app.dataframe(topic)


def process(value):
    context = message_context()
    events.record(context.topic, context.partition, context.offset, value)


frame.update(process)
app.run()
events.say("left")
