"""Requests that hide another, and values that would end a line of the answer, for hostile.py.

What is hidden is a good request that logs a visit. It stands where a program that reads lengths otherwise than RFC 9112
would take it for the next request; it must neither be answered nor write.
"""

import collections, json, re, uuid

from torture import NEAREST, expect
from wire import bearer, exchange, header, statuses

CODINGS = [
    b"Transfer-Encoding: chunked", b"transfer-encoding:chunked", b"TRANSFER-ENCODING:\tchunked",
    b"Transfer-Encoding: Chunked", b"Transfer-Encoding: xchunked", b"Transfer-Encoding: x",
    b"Transfer-Encoding: \"chunked\"", b"Transfer-Encoding: chunked, identity",
    b"Transfer-Encoding: identity, chunked", b"Transfer-Encoding: gzip, chunked",
    b"Transfer-Encoding: chunked, chunked", b"Transfer-Encoding: chunked;q=1", b"Transfer-Encoding: \x0bchunked",
    b"Transfer-Encoding: chunked\0", b"Transfer-Encoding : chunked", b"Transfer-Encoding\t: chunked",
    b" Transfer-Encoding: chunked", b"Transfer-Encoding:\r\n chunked", b"Transfer\0-Encoding: chunked",
    b"X: y\nTransfer-Encoding: chunked", b"X: y\rTransfer-Encoding: chunked", b"X: y\r\n Transfer-Encoding: chunked",
    b"X\0: y\r\nTransfer-Encoding: chunked", b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
    b"Transfer-Encoding: identity\r\nTransfer-Encoding: chunked",
]
# Alone, with the end of a chunked body before what is hidden.
NOT_CHUNKED = [
    b"xchunked", b"x", b"chunked, identity", b"chunked, chunked", b"\"chunked\"", b"\x0bchunked",
    b"chunked\r\nTransfer-Encoding: identity",
]
# WHOLE is the length of what follows.
LENGTHS = [
    b"Content-Length: WHOLE\r\nContent-Length: 0", b"Content-Length: 0\r\nContent-Length: WHOLE",
    b"content-length: 0\r\nCONTENT-LENGTH: WHOLE", b"Content-Length: 0, WHOLE", b"Content-Length: WHOLE, 0",
    b"X: y\nContent-Length: 0", b"X: y\rContent-Length: 0", b"X: y\n\n", b"X: y\n\r", b"X: y\r\r", b"Content-Length : 0",
    b"Content-Length\t: 0", b"Content-Length:\r\n 0", b"X: y\r\n Content-Length: 0", b"X: \0\r\nContent-Length: 0",
    b"X\0: y\r\nContent-Length: 0", b"Content-Length: 0\r\n:", b"Content-Length: 0\r\n(x): y", b"Content-Length: 0\r\nX",
    b"Content-Length: 0\r\nX y: z", b"Transfer-Encoding:",
] + [b"Content-Length: " + length for length in (
    b"-1", b"-0", b"+0", b"+1", b"0x0", b"0 0", b"0,", b",0", b"0;", b"0.0", b"0e0", b"0\0", b"\x0b0", b"\xc2\xa00",
    b"\"0\"", b"", b"a", b"18446744073709551616", b"18446744073709551617", b"340282366920938463463374607431768211456",
    b"9" * 400, "\uff10".encode())]
# Of a chunked body, before what is hidden.
CHUNKS = [
    b"+0\r\n\r\n", b"-0\r\n\r\n", b"0x0\r\n\r\n", b" 0\r\n\r\n", b"0 \r\n\r\n", b"\t0\r\n\r\n", b"0\n\n", b"0\r\n\n",
    b"0\n\r\n", b"0\r\r", b"\r\n\r\n", b";\r\n\r\n", b"g\r\n\r\n", b"10000000000000000\r\n\r\n", b"100000000\r\n0\r\n\r\n",
    b"1\r\n{}\r\n0\r\n\r\n", b"2\r\n{}0\r\n\r\n", b"2\r\n{}\n0\r\n\r\n", b"2\r\n{}\r0\r\n\r\n", b"2;a\n{}\r\n0\r\n\r\n",
    b"2;a\0\r\n{}\r\n0\r\n\r\n", b"0;\n\r\n\r\n", b"0\r\nX\n\r\n\r\n", b"0\0\r\n\r\n",
    b"0\r\nX : y\r\n\r\n", b"0\r\n\0: y\r\n\r\n",
]
# Requests whose body is a body, be it wanted or not, and what else they may say.
CARRIERS = [
    f"GET {NEAREST}", f"HEAD {NEAREST}", "GET /healthz", "GET /v1/stations?x=1", "DELETE /v1/stations/YZ-0003x",
    "OPTIONS /v1/visits", "TRACE /", "CONNECT x:80", "POST /v1/nothing", "POST /docs", "PUT /v1/visits", "POST /v1/visits",
    "PATCH /v1/stations/YZ-0003", "POST /v1/stations/import", "POST /v1/stations/YZ-0003/check-ins",
]
MANNERS = [
    b"", b"Content-Type: application/json\r\n", b"Content-Type: text/csv\r\n", b"Expect: 100-continue\r\n",
    b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n",
    b"Connection: Upgrade\r\nUpgrade: websocket\r\n", b"Authorization: Bearer yz_x\r\n",
    b"Content-Type: application/json\r\nTOKEN",
]


class Smuggler:
    """Hides requests in others, and notes what becomes of them."""

    def __init__(self, place, server):
        self.server, self.token = server, bearer(place.token)
        self.hidden, self.outcomes, self.faults = 0, collections.Counter(), []

    def hide(self):
        """A good request."""
        self.hidden += 1
        body = json.dumps({"id": str(uuid.uuid4()), "station_id": "YZ-0003", "group": "other"}).encode()
        return (b"POST /v1/visits HTTP/1.1\r\nHost: x\r\nX-Request-Id: hidden-request-%d\r\n" % self.hidden
                + self.token + b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body)

    def send(self, what, *pieces, is_refused=False):
        said = exchange(self.server, *pieces)
        answered = [status for status in statuses(said) if status != 100]
        wrong = None
        if b"hidden-request" in said:
            wrong = "the request that is hidden in it is answered"
        elif len(answered) > 1:
            wrong = "has more than one answer"
        elif any(status >= 500 and status != 501 for status in answered):
            wrong = "is too much for the server"
        elif is_refused and answered not in ([], [400], [501]):
            wrong = "is not refused"
        if wrong:
            self.faults.append(f"{what!r} {wrong}: {answered}")
        self.outcomes[str(answered[0]) if answered else "none"] += 1

    def refused(self, fields, start, version=b"HTTP/1.1"):
        """Sends a visit with header fields that make its length uncertain."""
        body = start + self.hide()
        fields = fields.replace(b"WHOLE", b"%d" % len(body))
        head = b"POST /v1/visits " + version + b"\r\nHost: x\r\nContent-Type: application/json\r\n" + self.token + fields
        self.send(version + b" " + fields + b" " + start, head + b"\r\n\r\n" + body, is_refused=version == b"HTTP/1.1")

    def carried(self, line, manner):
        """Sends requests whose bodies are longer than the server may want to read, and come after their heads."""
        head = f"{line} HTTP/1.1\r\nHost: x\r\n".encode() + manner.replace(b"TOKEN", self.token)
        filling = b"\r\n" * 50_000
        for start in (b"", filling):
            body = start + self.hide()
            self.send(f"{line} {manner}", head + b"Content-Length: %d\r\n\r\n" % len(body), body)
        body = filling + self.hide()
        self.send(f"{line} {manner}, chunked", head + b"Transfer-Encoding: chunked\r\n\r\n%x;a=b\r\n" % len(body) + body,
                  b"\r\n0\r\nX: y\r\n\r\n")


def smuggle(place, server):
    smuggler = Smuggler(place, server)
    for coding in CODINGS:
        smuggler.refused(coding + b"\r\nContent-Length: WHOLE", b"0\r\n\r\n")
        smuggler.refused(b"Content-Length: WHOLE\r\n" + coding, b"0\r\n\r\n")
    for coding in NOT_CHUNKED:
        smuggler.refused(b"Transfer-Encoding: " + coding, b"0\r\n\r\n")
    for fields in LENGTHS:
        smuggler.refused(fields, b"")
    for start in CHUNKS:
        smuggler.refused(b"Transfer-Encoding: chunked", start)
    # Who speaks HTTP/1.0 knows no chunks (RFC 9112, 6.1).
    for connection in (b"keep-alive", b"close"):
        for length in (b"", b"\r\nContent-Length: WHOLE"):
            smuggler.refused(
                b"Connection: " + connection + b"\r\nTransfer-Encoding: chunked" + length, b"0\r\n\r\n", b"HTTP/1.0")
    # One name says where a request goes (3.2).
    for fields in (b"Host: x\r\nHost: y", b"Host: x\r\nHost: x", b"X: y"):
        smuggler.send(fields, b"GET /healthz HTTP/1.1\r\n" + fields + b"\r\n\r\n", is_refused=True)
    for line in CARRIERS:
        for manner in MANNERS:
            smuggler.carried(line, manner)
    status, body = server.ask("GET", "/v1/visits?station=YZ-0003", None, {"Authorization": f"Bearer {place.token}"})
    expect(status == 200, body)
    if json.loads(body)["visits"]:
        smuggler.faults.append("hidden requests have written visits")
    # By itself the hidden request is answered, and writes.
    count = smuggler.hidden
    said = exchange(server, b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n" + smuggler.hide())
    expect(statuses(said) == [200, 201] and b"hidden-request" in said, f"this would find nothing: {said[:1000]}")
    expect(not smuggler.faults, "hidden requests:\n  " + "\n  ".join(smuggler.faults))
    print(f"hidden requests: {count}, none was taken for one: {dict(sorted(smuggler.outcomes.items()))}", flush=True)


LINE_ENDS = ["%0d%0a", "%0a", "%0d", "%0D%0A%20", "%250d%250a", "%E5%98%8A%E5%98%8D", "%C4%8D%C4%8A", "%u000d%u000a", "%00",
             "\x0b", "\x85", "\u010d\u010a"]
# BAD is what would end a line.
ECHOES = [
    "GET /v1/stations?limit=1&q=BAD", "GET /v1/stations?limit=1&cursor=BAD", "GET /v1/stations?limit=1&town=BAD",
    "GET /v1/stations?BAD=1", "GET /v1/stations/changes?since=0&limit=1&BAD",
    "GET /ogc/collections/stations/items?limit=1&BAD",
    "GET /v1/usage?from=2024-01-01&to=2024-01-02BAD&format=csv", "GET /v1/usage?from=2024-01-01&format=BAD", "GET /BAD",
    "GET /v1/visits?limit=1&station=BAD", "GET /docs?BAD", "GET /?BAD", "GET /leaflet/BAD", "PUT /v1/stations/BAD",
    "DELETE /v1/stations/BAD",
]
NAMES = ["X-Request-Id", "Origin", "Accept", "Accept-Language", "If-None-Match", "Access-Control-Request-Headers", "Range",
         "X-Forwarded-Proto", "X-Forwarded-For", "Host"]


def split_answers(place, server):
    """A line end in what is sent back ends no line of the answer."""
    body, count = json.dumps({"name": "x", "lat": 35.5, "lon": 116.8}).encode(), 0
    for end in LINE_ENDS:
        bad = f"x{end}X-Injected:%20yes{end}{end}HTTP/1.1%20200%20OK"
        rest = bearer(place.token) + b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        requests = [f"{echo.replace('BAD', bad)} HTTP/1.1\r\nHost: x\r\n" for echo in ECHOES]
        for name in NAMES:
            host = "" if name == "Host" else "Host: x\r\n"
            requests.append(f"GET /ogc HTTP/1.1\r\n{host}{name}: {bad}\r\n")
        for request in requests:
            said = exchange(server, request.encode() + rest)
            injected = re.search(rb"(?i)[\r\n\x0b\x85]\s*x-injected:", header(said))
            expect(len(statuses(header(said))) == 1 and not injected, f"{request!r} is answered by {said[:500]}")
            count += 1
    print(f"line ends in parameters and headers: {count}, no answer was split", flush=True)
