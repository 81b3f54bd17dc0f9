"""Tests that run beside each other: most of a group's life is waiting for a time-out.

A test marked `beside` takes its things from one argument, `run`. All that this session selected are started in a few threads when
the first of them is due; each item then waits for its own.
"""

import os
import random
import re
import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest

from broker_process import BrokerProcess

AT_ONCE = 2 * (os.cpu_count() or 1)


class Run:
    """What one such test stands on: a directory, brokers of its own, the member programs, a seed."""

    def __init__(self, directory, binary, programs, scale):
        self.directory, self.binary, self.programs, self.scale = directory, binary, programs, scale
        self.seed = int(os.environ.get("OTTLA_SEED", random.randrange(1 << 32)))
        self.brokers = []

    def start_broker(self, name="broker", **arguments):
        broker = BrokerProcess(self.binary, self.directory / name, **arguments)
        self.brokers.append(broker)
        return broker.start()

    def end(self):
        complaints = [complaint for broker in self.brokers if (complaint := broker.end())]
        for broker in self.brokers:
            shutil.rmtree(broker.data, ignore_errors=True)
        assert not complaints, "\n".join(complaints)


class Beside:
    def __init__(self, session, directory, binary, programs, scale):
        self.directory, self.binary, self.programs, self.scale = directory, binary, programs, scale
        self.pool = ThreadPoolExecutor(AT_ONCE)
        items = [item for item in session.items if item.get_closest_marker("beside")]
        self.futures = {item.nodeid: self.pool.submit(self.call, number, item) for number, item in enumerate(items)}

    def call(self, number, item):
        name = re.sub(r"\W+", "-", item.name)[:60].strip("-")
        directory = self.directory / f"{number:02}-{name}"
        directory.mkdir()
        run = Run(directory, self.binary, self.programs, self.scale)
        try:
            item.function(run=run, **(item.callspec.params if hasattr(item, "callspec") else {}))
        except BaseException as failure:
            failure.add_note(f"OTTLA_SEED={run.seed}, files in {directory}")
            raise
        finally:
            run.end()

    def close(self):
        self.pool.shutdown(cancel_futures=True)


class Plugin:
    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem):
        if pyfuncitem.get_closest_marker("beside"):
            pyfuncitem.funcargs["run"].futures[pyfuncitem.nodeid].result()
            return True
