"""What every compatibility test stands on: brokers of its own, counts by scale, the Java client."""

import os
import random
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from beside import Beside, Plugin
from broker_process import BrokerProcess
from clients.java import JavaClient
from clients.kinds import MemberPrograms
from command_line import CommandLine

ROOT = Path(__file__).resolve().parents[2]


def pytest_addoption(parser):
    parser.addoption("--soak", action="store_true", help="large counts, many rounds, minutes of random bytes")


def pytest_configure(config):
    config.pluginmanager.register(Plugin())


@dataclass(frozen=True)
class Scale:
    """How much a scaled test does."""

    records: int
    kill_rounds: int
    cut_records: int
    garbage_seconds: float
    # How long a group is left in peace, and how long a storm over one lasts.
    group_flow: float
    storm_seconds: float
    waits_minutes: bool


@pytest.fixture(scope="session")
def scale(request):
    if request.config.getoption("--soak"):
        return Scale(records=100_000, kill_rounds=20, cut_records=20_000, garbage_seconds=180, group_flow=20, storm_seconds=180,
            waits_minutes=True)
    return Scale(records=10_000, kill_rounds=3, cut_records=2_000, garbage_seconds=6, group_flow=1.5, storm_seconds=12,
        waits_minutes=False)


def pytest_collection_modifyitems(config, items):
    if config.getoption("--soak"):
        for item in items:
            item.add_marker(pytest.mark.timeout(1200), append=False)


@pytest.fixture
def seed():
    """The seed of a random test: printed with a failure, taken again from OTTLA_SEED."""
    value = int(os.environ.get("OTTLA_SEED", random.randrange(1 << 32)))
    print(f"OTTLA_SEED={value}")
    return value


@pytest.fixture(scope="session")
def binary():
    path = Path(os.environ.get("OTTLA_BINARY", ROOT / ".build/release/ottla"))
    if not path.exists():
        pytest.exit(f"{path} is not there: run `make build` first, or name another binary in OTTLA_BINARY", returncode=2)
    return path


@pytest.fixture
def start_broker(binary, tmp_path, request):
    """Starts brokers by need; each is ended with its test, and must not have crashed by itself."""
    started = []

    def start(name="broker", **arguments):
        broker = BrokerProcess(binary, tmp_path / name, **arguments)
        started.append(broker)
        broker.start()
        return broker

    yield start
    complaints = [complaint for broker in started if (complaint := broker.end())]
    for broker in started:
        shutil.rmtree(broker.data, ignore_errors=True)
    if complaints:
        pytest.fail("\n".join(complaints))


@pytest.fixture
def broker(start_broker):
    return start_broker()


@pytest.fixture(scope="session")
def java(tmp_path_factory):
    client = JavaClient(tmp_path_factory.mktemp("java"))
    yield client
    client.close()


@pytest.fixture(scope="session")
def programs(tmp_path_factory):
    return MemberPrograms(tmp_path_factory.mktemp("programs"))


@pytest.fixture(scope="session")
def run(request, tmp_path_factory, binary, programs, scale):
    """For tests marked `beside`: each is called with a Run of its own."""
    beside = Beside(request.session, tmp_path_factory.mktemp("beside"), binary, programs, scale)
    yield beside
    beside.close()


@pytest.fixture
def ottla(binary):
    """Runs a command of ours and gives back what it said: `ottla("topic", "list", broker=broker)`."""
    return CommandLine(binary)
