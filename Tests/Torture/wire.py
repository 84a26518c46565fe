"""Requests as bytes, for what no library would send."""

import re, socket, time

from torture import Broken


def exchange(server, *pieces, source="127.0.0.1"):
    """All that is answered to some bytes, after which no more will come."""
    said = b""
    try:
        with socket.create_connection(("127.0.0.1", server.port), 10, (source, 0)) as connection:
            try:
                for number, piece in enumerate(pieces):
                    time.sleep(0.005 * (number > 0))
                    connection.sendall(piece)
                connection.shutdown(socket.SHUT_WR)
            except OSError:
                # It was answered, and closed, before all was said.
                pass
            while more := connection.recv(1 << 16):
                said += more
    except ConnectionRefusedError:
        raise Broken("the server is gone")
    except TimeoutError:
        raise Broken(f"there is no end of the answer to {pieces[0][:300]!r}")
    except ConnectionError:
        pass
    return said


def statuses(said):
    """Of all answers, one after the other."""
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) ", said)]


def header(said):
    """Of the first answer."""
    return said.partition(b"\r\n\r\n")[0]


def bearer(token):
    return f"Authorization: Bearer {token}\r\n".encode()
