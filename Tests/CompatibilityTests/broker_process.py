"""One `ottla serve` process: started on a free loopback port, watched, and ended by its process id."""

import os
import re
import signal
import subprocess
import time
from pathlib import Path

READY = re.compile(r"^ready (\S+):(\d+)\s*$", re.MULTILINE)
CRASH = re.compile(r"fatal error|precondition failed|assertion failed|\*\*\* Program crashed|Illegal instruction", re.IGNORECASE)


class BrokerProcess:
    def __init__(self, binary, directory, settings=None, listen="127.0.0.1:0", arguments=(), environment=None):
        self.binary = Path(binary)
        self.directory = Path(directory)
        self.data = self.directory / "data"
        self.log_file = self.directory / "broker.log"
        self.settings = dict(settings or {})
        self.listen = listen
        self.arguments = list(arguments)
        self.environment = dict(environment or {})
        self.process = None
        self.host = self.port = None
        self.expected_exit = False
        self._log_start = 0

    @property
    def bootstrap(self):
        return f"{self.host}:{self.port}"

    @property
    def pid(self):
        return self.process.pid

    def command(self):
        command = [str(self.binary), "serve", "--listen", self.listen, "--data-dir", str(self.data)]
        for key, value in self.settings.items():
            command += ["--set", f"{key}={value}"]
        return command + self.arguments

    def start(self, within=20):
        """Starts the process and waits for its `ready` line. The same data directory serves again after an end."""
        self.directory.mkdir(parents=True, exist_ok=True)
        self._log_start = self.log_file.stat().st_size if self.log_file.exists() else 0
        self.expected_exit = False
        environment = {k: v for k, v in os.environ.items() if not k.startswith("OTTLA_")} | self.environment
        with open(self.log_file, "ab") as log:
            self.process = subprocess.Popen(
                self.command(), stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, env=environment)
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            match = READY.search(self.log())
            if match:
                self.host, self.port = match.group(1), int(match.group(2))
                return self
            if self.process.poll() is not None:
                raise AssertionError(f"the broker ended with {self.process.returncode} before it was ready:\n{self.log()}")
            time.sleep(0.005)
        self.kill()
        raise AssertionError(f"no `ready HOST:PORT` within {within} s:\n{self.log()}")

    def log(self):
        """What this run of the process printed so far."""
        with open(self.log_file, "rb") as log:
            log.seek(self._log_start)
            return log.read().decode("utf-8", "replace")

    def wait_for_log(self, pattern, within=5):
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            match = re.search(pattern, self.log(), re.IGNORECASE)
            if match:
                return match
            time.sleep(0.02)
        raise AssertionError(f"nothing like /{pattern}/ in the log within {within} s:\n{self.log()}")

    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def signal(self, number):
        self.expected_exit = True
        self.process.send_signal(number)

    def wait(self, within=10):
        """The exit status; fails when the process is still there in the end."""
        try:
            return self.process.wait(within)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"the broker was still running after {within} s:\n{self.log()}") from None

    def stop(self, within=10):
        """SIGTERM and a clean end."""
        self.signal(signal.SIGTERM)
        return self.wait(within)

    def kill(self):
        self.signal(signal.SIGKILL)
        self.process.wait(10)

    def stand_still(self, seconds):
        """The process gets no time for so long, as on a machine that swaps or a virtual one that is moved."""
        self.process.send_signal(signal.SIGSTOP)
        try:
            time.sleep(seconds)
        finally:
            self.process.send_signal(signal.SIGCONT)

    def restart(self, port=None):
        """Starts again over the same data, on the same port unless told otherwise."""
        self.listen = f"{self.host}:{self.port if port is None else port}"
        return self.start()

    def end(self):
        """Ends what still runs. Gives back a complaint when the process crashed or left by itself."""
        if self.process is None:
            return None
        ended_alone = self.process.poll() is not None and not self.expected_exit
        status = self.process.returncode
        if self.is_running():
            self.signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()
        crash = CRASH.search(self.log_file.read_text("utf-8", "replace"))
        if ended_alone or crash:
            tail = self.log()[-4000:]
            return f"the broker {'ended by itself with ' + str(status) if ended_alone else 'crashed'}:\n{tail}"
        return None

    def resident_kilobytes(self):
        with open(f"/proc/{self.pid}/status") as status:
            for line in status:
                if line.startswith("VmRSS:"):
                    return int(line.split()[1])
        raise AssertionError("no VmRSS")

    def partition_directory(self, topic, partition=0):
        return self.data / f"{topic}-{partition}"
