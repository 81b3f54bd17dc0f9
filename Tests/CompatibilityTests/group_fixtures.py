"""A broker set for quick groups, with a topic `t` of four partitions, and a connection to it."""

import pytest

from group_settings import QUICK
from group_wire import GroupWire, wait_for_coordinator
from topics import create_topic


@pytest.fixture
def broker(start_broker):
    broker = start_broker(settings=QUICK)
    create_topic(broker, "t", 4)
    wait_for_coordinator(broker)
    return broker


@pytest.fixture
def wire(broker):
    with GroupWire(broker, timeout=30) as connection:
        yield connection
