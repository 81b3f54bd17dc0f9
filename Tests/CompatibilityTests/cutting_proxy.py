"""A loopback proxy that cuts connections at random moments, from a seed."""

import random
import select
import socket
import struct
import threading


class CuttingProxy:
    """Listens on a port of its own and passes bytes to `target`: harmless until `cut` says how often to cut."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.places = []
        self.forbidden = None
        self.passed = 0
        self.made = 0
        self.target = None
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.lock = threading.Lock()
        self.closing = False
        self.thread = threading.Thread(target=self._accept, daemon=True)
        self.thread.start()

    def cut(self, count, within):
        """Cuts `count` times, at random places of the `within` bytes that pass from now on, over all connections and both directions.

        The connection that carries the byte is the one that is cut: once so many bytes have passed, all cuts were made, whatever the seed.
        """
        with self.lock:
            self.passed = 0
            # The next one is the last of the list.
            self.places = sorted(self.random.sample(range(1, within), count), reverse=True)

    def cut_at(self, content):
        """Every connection that would carry these bytes is cut before them. None: no more."""
        self.forbidden = content

    def close(self):
        self.closing = True
        self.listener.close()

    def _accept(self):
        while not self.closing:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        try:
            server = socket.create_connection(self.target, timeout=5)
        except OSError:
            client.close()
            return
        pair = {client: server, server: client}
        try:
            while not self.closing:
                for ready in select.select(list(pair), [], [], 1)[0]:
                    data = ready.recv(65536)
                    if not data:
                        return
                    passing = self._count(len(data)) if not self.forbidden or self.forbidden not in data else 0
                    # What is before the place still goes through, so that frames are torn at any byte.
                    pair[ready].sendall(data[:passing])
                    if passing < len(data):
                        self._cut(client, server)
                        return
        except OSError:
            pass
        finally:
            client.close()
            server.close()

    def _count(self, size):
        """How many of the bytes that came may pass: fewer than `size` where the connection is to be cut."""
        with self.lock:
            if self.places and self.places[-1] < self.passed + size:
                place = self.places.pop()
                self.made += 1
                size = place - self.passed
            self.passed += size
            return size

    def _cut(self, client, server):
        with self.lock:
            reset = self.random.random() < 0.5
        if reset:
            for end in (client, server):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
