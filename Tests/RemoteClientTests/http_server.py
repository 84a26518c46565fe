"""An HTTP server for the tests of the client: it tells what it was asked, or behaves badly, by the path.

http_server.py [--unix PATH] [--tls CERTIFICATE KEY]

Prints `PORT CLOSED_PORT` when it listens: its own, and one that refuses. Ends when its standard input does.
"""

import argparse
import http.server
import os
import socket
import socketserver
import ssl
import sys
import threading


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def setup(self):
        super().setup()
        with self.server.lock:
            self.server.connections += 1
            self.connection_number = self.server.connections

    def log_message(self, *arguments):
        pass

    def answer(self):
        path = self.path.split("?")[0].split("/")[1:]
        getattr(self, "answer_" + path[0], self.answer_echo)(*path[1:])

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_REPORT = answer

    def respond(self, status, headers, body):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def answer_echo(self, *_):
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        headers = [("Echo-" + name, value) for name, value in self.headers.items()]
        headers += [
            ("Echo-Method", self.command),
            ("Echo-Target", self.path),
            ("Echo-Connection", str(self.connection_number)),
        ]
        self.respond(200, headers, body)

    def answer_status(self, status):
        self.respond(int(status), [("Location", "/echo"), ("X-Many", "a"), ("x-many", " b ")], b"as told")

    def answer_bytes(self, count):
        self.respond(200, [], b"x" * int(count))

    def answer_endless(self):
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
        try:
            while True:
                self.wfile.write(chunk)
        except OSError:
            self.close_connection = True

    def answer_silent(self):
        threading.Event().wait()

    def answer_stall(self):
        self.send_response(200)
        self.send_header("Content-Length", "10")
        self.end_headers()
        self.wfile.write(b"abc")
        self.wfile.flush()
        threading.Event().wait()

    def answer_partial(self):
        self.send_response(200)
        self.send_header("Content-Length", "10")
        self.end_headers()
        self.wfile.write(b"abc")
        self.close_connection = True

    def answer_drop(self):
        self.close_connection = True

    def answer_close(self):
        self.answer_echo()
        self.close_connection = True

    def answer_garbage(self):
        self.wfile.write(b"220 mail.example.org ready\r\n")
        self.close_connection = True


class Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
    daemon_threads = True
    request_queue_size = 16

    def __init__(self, arguments):
        self.connections = 0
        self.lock = threading.Lock()
        self.tls = None
        address = ("127.0.0.1", 0)
        if arguments.unix:
            self.address_family = socket.AF_UNIX
            folder = os.open(os.path.dirname(arguments.unix), os.O_PATH | os.O_DIRECTORY)
            address = f"/proc/self/fd/{folder}/{os.path.basename(arguments.unix)}"
        super().__init__(address, Handler)
        if arguments.tls:
            self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.tls.load_cert_chain(*arguments.tls)

    def get_request(self):
        connection, peer = super().get_request()
        if self.tls:
            # The handshake is left to the first read, in the connection's own thread.
            connection = self.tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        return connection, peer

    def handle_error(self, request, client_address):
        pass


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--unix")
    parser.add_argument("--tls", nargs=2)
    arguments = parser.parse_args()
    server = Server(arguments)
    # Bound, so that nobody else gets the port, and not listening.
    closed = socket.socket()
    closed.bind(("127.0.0.1", 0))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = 0 if arguments.unix else server.server_address[1]
    print(f"{port} {closed.getsockname()[1]}\n", end="", flush=True)
    sys.stdin.read()
    os._exit(0)


main()
