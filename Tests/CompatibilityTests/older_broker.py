"""A loopback proxy behind which a broker looks older: some of its APIs end at a lower version."""

import select
import socket
import struct
import threading


class OlderBroker:
    """Listens on a port of its own. `limits` maps an API's key to its (lowest, highest, new highest) version."""

    def __init__(self, limits):
        self.patches = [
            (struct.pack(">hhhb", key, low, high, 0), struct.pack(">hhhb", key, low, lower, 0))
            for key, (low, high, lower) in limits.items()]
        self.patched = 0
        self.target = None
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.host, self.port = self.listener.getsockname()
        self.closing = False
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def bootstrap(self):
        return f"{self.host}:{self.port}"

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
        with client, socket.create_connection(self.target, timeout=5) as server:
            pair = {client: server, server: client}
            is_first = True
            try:
                while not self.closing:
                    for ready in select.select(list(pair), [], [], 1)[0]:
                        data = ready.recv(65536)
                        if not data:
                            return
                        # A client asks for the versions first, and waits for them.
                        if ready is server and is_first:
                            is_first = False
                            for old, new in self.patches:
                                self.patched += data.count(old)
                                data = data.replace(old, new)
                        pair[ready].sendall(data)
            except OSError:
                return
