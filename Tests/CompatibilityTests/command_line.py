"""Runs the `ottla` command as a person or a script would."""

import os
import subprocess
from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    status: int
    output: str
    errors: str

    def succeeded(self):
        assert self.status == 0, f"exit {self.status}\n{self.output}\n{self.errors}"
        return self.output


class CommandLine:
    def __init__(self, binary):
        self.binary = binary

    def __call__(self, *arguments, broker=None, stdin="", within=30, environment=None):
        environment = {k: v for k, v in os.environ.items() if not k.startswith("OTTLA_")} | (environment or {})
        if broker is not None:
            environment["OTTLA_BOOTSTRAP_SERVER"] = broker.bootstrap
        done = subprocess.run(
            [str(self.binary), *map(str, arguments)], input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True, timeout=within, env=environment)
        return Outcome(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))
