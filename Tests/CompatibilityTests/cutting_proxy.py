"""A loopback proxy that cuts connections at random moments, from a seed."""

import random
import select
import socket
import struct
import threading


class CuttingProxy:
    """Listens on a port of its own and passes bytes to `target`: harmless until `cut` says how many connections to cut."""

    def __init__(self, seed, mean_bytes=25_000):
        self.random = random.Random(seed)
        self.remaining = 0
        self.made = 0
        self.mean_bytes = mean_bytes
        self.target = None
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.lock = threading.Lock()
        self.closing = False
        self.thread = threading.Thread(target=self._accept, daemon=True)
        self.thread.start()

    def cut(self, count):
        """Connections made from now on are cut, until `count` have been."""
        with self.lock:
            self.remaining = count

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

    def _budget(self):
        """How many bytes a new connection may carry; None: as many as it likes."""
        with self.lock:
            if self.remaining <= 0:
                return None
            return int(self.random.expovariate(1 / self.mean_bytes)) + 1

    def _serve(self, client):
        try:
            server = socket.create_connection(self.target, timeout=5)
        except OSError:
            client.close()
            return
        budget = self._budget()
        pair = {client: server, server: client}
        try:
            while not self.closing:
                for ready in select.select(list(pair), [], [], 1)[0]:
                    data = ready.recv(65536)
                    if not data:
                        return
                    if budget is not None and len(data) >= budget:
                        # Half of what came still goes through, so that frames are torn at any byte.
                        pair[ready].sendall(data[:budget])
                        self._cut(client, server)
                        return
                    pair[ready].sendall(data)
                    if budget is not None:
                        budget -= len(data)
        except OSError:
            pass
        finally:
            client.close()
            server.close()

    def _cut(self, client, server):
        with self.lock:
            self.remaining -= 1
            self.made += 1
            reset = self.random.random() < 0.5
        if reset:
            for end in (client, server):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
