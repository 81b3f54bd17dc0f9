"""Burrow, a monitor of consumer lag that reads `__consumer_offsets`, and just enough of ZooKeeper to let it start."""

import json
import shutil
import socket
import struct
import subprocess
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

CONFIGURATION = """
[general]
pidfile="{directory}/burrow.pid"
[logging]
level="info"
[zookeeper]
servers=["127.0.0.1:{zookeeper}"]
timeout=60
root-path="/burrow"
[httpserver.default]
address="127.0.0.1:{http}"
[storage.default]
class-name="inmemory"
intervals=10
min-distance=0
[client-profile.ours]
client-id="burrow"
kafka-version="2.1.0"
[cluster.local]
class-name="kafka"
client-profile="ours"
servers=["{bootstrap}"]
topic-refresh=3
offset-refresh=1
[consumer.local]
class-name="kafka"
client-profile="ours"
cluster="local"
servers=["{bootstrap}"]
start-latest=false
"""


def is_installed():
    return shutil.which("Burrow") is not None


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


class Burrow:
    def __init__(self, bootstrap, directory):
        self.directory = Path(directory)
        self.directory.mkdir()
        self.zookeeper = SessionKeeper()
        self.http = free_port()
        (self.directory / "burrow.toml").write_text(CONFIGURATION.format(
            directory=self.directory, zookeeper=self.zookeeper.port, http=self.http, bootstrap=bootstrap))
        with open(self.directory / "burrow.log", "wb") as log:
            self.process = subprocess.Popen(
                ["Burrow", "--config-dir", str(self.directory)], stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)
        self.zookeeper.close()

    def log(self):
        return (self.directory / "burrow.log").read_text("utf-8", "replace")[-4000:]

    def ask(self, path):
        """The answer's content; None while there is no good one."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.http}/v3/kafka/local{path}", timeout=5) as answer:
                return json.load(answer)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return None

    def wait_for(self, path, condition, within=30):
        deadline = time.monotonic() + within
        while True:
            answer = self.ask(path)
            if answer is not None and condition(answer):
                return answer
            assert self.process.poll() is None, f"Burrow ended:\n{self.log()}"
            assert time.monotonic() < deadline, f"Burrow says of {path}: {answer}\n{self.log()}"
            time.sleep(0.2)


class SessionKeeper:
    """A server of ZooKeeper's protocol that opens sessions, answers pings, and says of every node that it is made."""

    PING, CREATE, CLOSE = 11, 1, -11

    def __init__(self):
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        self.connections = []
        threading.Thread(target=self.accept, daemon=True).start()

    def close(self):
        self.server.close()
        for connection in self.connections:
            connection.close()

    def accept(self):
        while True:
            try:
                connection, _ = self.server.accept()
            except OSError:
                return
            self.connections.append(connection)
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        try:
            self.frame(connection)
            self.send(connection, struct.pack(">iiqi", 0, 60_000, 1, 16) + bytes(16))
            while (request := self.frame(connection)) is not None:
                number, kind = struct.unpack(">ii", request[:8])
                header = struct.pack(">iqi", number, 1, 0)
                if kind == self.CREATE:
                    size = struct.unpack(">i", request[8:12])[0]
                    header += request[8:12 + size]
                self.send(connection, header)
                if kind == self.CLOSE:
                    return
        except OSError:
            pass

    @staticmethod
    def send(connection, content):
        connection.sendall(struct.pack(">i", len(content)) + content)

    @staticmethod
    def frame(connection):
        def exactly(count):
            content = b""
            while len(content) < count:
                part = connection.recv(count - len(content))
                if not part:
                    return None
                content += part
            return content

        prefix = exactly(4)
        return None if prefix is None else exactly(struct.unpack(">i", prefix)[0])
