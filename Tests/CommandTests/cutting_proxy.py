"""A proxy that loses answers: cutting_proxy.py PORT SEED WHOLE

Prints the port that it listens at, and passes each connection on to PORT. What the server answers to about half of the
requests is thrown away, and the connection reset, unless a file WHOLE is there.
"""

import os
import random
import socket
import struct
import sys
import threading

port, seed, whole = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
chance = random.Random(seed)
lock = threading.Lock()


def is_cut():
    with lock:
        return chance.random() < 0.5 and not os.path.exists(whole)


def forward(source, target):
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def serve(client):
    server = None
    try:
        server = socket.create_connection(("127.0.0.1", port))
        threading.Thread(target=forward, args=(client, server), daemon=True).start()
        while data := server.recv(65536):
            if is_cut():
                # A reset rather than an end; it goes out when the other thread is no longer reading here, either.
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                client.shutdown(socket.SHUT_RD)
                break
            client.sendall(data)
    except OSError:
        pass
    finally:
        for end in (client, server):
            if end is not None:
                end.close()


listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
while True:
    threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
