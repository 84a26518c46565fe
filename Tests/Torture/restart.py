"""Stops and starts under load: couriers and managers go on while the server is told to stop and started anew.

With a socket that stays open, as systemd keeps it, no request on a new connection fails: who comes meanwhile waits. On one
that is kept a request may meet its closing and is sent again: that is HTTP's own race, and counted. Where the server drains
first, who heeds /readyz loses nothing. However it stops: what is on its way is answered with `Connection: close`, no answer
breaks off, and no visit is taken without being acknowledged.

usage: restart.py [STOPS]        needs systemd-socket-activate
"""

import collections, json, os, random, shutil, signal, socket, threading, time, uuid

from torture import NEAREST, Folder, Server, Visits, expect, run

LIMITS = [f"YIZHAN_LIMITS_{limit}=1000000" for limit in (
    "READS_PER_SECOND", "READS_BURST", "TOKEN_WRITES_PER_SECOND", "TOKEN_WRITES_BURST")]
PLAIN = ["env", *LIMITS]
DRAINING = [*PLAIN, "YIZHAN_DRAIN_SECONDS=1"]
# The socket is our standard input, so that each server gets it; it is to be descriptor 3 there.
INHERITING = [*PLAIN, "sh", "-c", 'exec 3<&0 </dev/null; LISTEN_FDS=1 LISTEN_PID=$$ exec "$@"', "sh"]
# A connection for each request; the same with a pause in the middle of the request; one for many requests; none.
NEW, SLOW, KEPT, NOWHERE = "new", "slow", "kept", "not connected"
STARTED = []


class Unanswered(Exception):
    """The connection ended before a whole answer; it tells how many bytes of one there were."""


class Connection:
    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.is_closing, self.received = False, b""

    def send(self, message):
        try:
            self.socket.sendall(message)
        except OSError:
            raise Unanswered(0)

    def answer(self):
        """Status and body."""
        try:
            while not (answer := self.whole()):
                part = self.socket.recv(1 << 16)
                if not part:
                    raise Unanswered(len(self.received))
                self.received += part
        except OSError:
            raise Unanswered(len(self.received))
        self.received = b""
        return answer

    def whole(self):
        """The answer, once all of it is there."""
        head, end, body = self.received.partition(b"\r\n\r\n")
        lines = head.decode().lower().split("\r\n")
        fields = dict(line.split(": ", 1) for line in lines[1:] if end)
        if not end or len(body) < int(fields["content-length"]):
            return None
        self.is_closing = fields.get("connection") == "close"
        return int(lines[0].split()[1]), body

    def close(self):
        self.socket.close()


def message(method, path, headers={}, body=b""):
    head = [f"{method} {path} HTTP/1.1", "Host: yizhan", f"Content-Length: {len(body)}"]
    return "\r\n".join([*head, *(f"{name}: {value}" for name, value in headers.items()), "", ""]).encode() + body


def new_visits(visits, size):
    """Their ids, and the request that logs them."""
    items = [{"id": str(uuid.uuid4()), "station_id": f"YZ-{n % 90 + 1:04}", "group": "delivery"} for n in range(size)]
    ids = [item["id"] for item in items]
    with visits.lock:
        visits.sent.update(ids)
    body = json.dumps(items if size > 1 else items[0]).encode()
    return ids, message("POST", "/v1/visits", visits.headers, body)


class Load:
    """Clients that ask and log, each in a thread of its own, until they are told to stop."""

    def __init__(self, visits, port, has_balancer=False):
        self.visits, self.port, self.stop, self.lock = visits, port, threading.Event(), threading.Lock()
        # Requests, by the kind of their connections.
        self.answered, self.unanswered = collections.Counter(), collections.Counter()
        self.announced, self.longest, self.faults = 0, 0, []
        tasks = [(self.courier, NEW), (self.courier, NEW), (self.courier, KEPT), (self.courier, KEPT), (self.manager, NEW),
                 (self.manager, NEW), (self.manager, KEPT), (self.manager, KEPT), (self.manager, SLOW), (self.crowd, KEPT)]
        tasks += [(self.balancer, NEW)] * has_balancer
        self.threads = [threading.Thread(target=self.guarded, args=task, daemon=True) for task in tasks]
        for thread in self.threads:
            thread.start()

    def guarded(self, task, kind):
        try:
            task(kind)
        except Exception as fault:
            self.faults.append(f"{kind}: {fault!r}")

    def end(self):
        self.stop.set()
        for thread in self.threads:
            thread.join()
        expect(not self.faults, f"{len(self.faults)} clients met a fault: {self.faults[:3]}")
        expect(self.longest < 20, f"someone waited for {self.longest:.0f} seconds")

    def courier(self, kind):
        connection = None
        while not self.stop.is_set():
            answer, connection = self.ask(kind, connection, message("GET", NEAREST))
            expect(answer is None or answer[0] == 200, f"nearest is answered by {answer}")

    def balancer(self, kind):
        """Tells the others to stop when the server is not ready."""
        while not self.stop.is_set():
            answer, _ = self.ask(kind, None, message("GET", "/readyz"))
            if answer and answer[0] == 503:
                self.stop.set()
            time.sleep(0.01)

    def manager(self, kind):
        connection = None
        while not self.stop.is_set():
            connection = self.log(kind, connection, 1)

    def crowd(self, kind):
        """Arrays that take a while."""
        connection = None
        while not self.stop.is_set():
            connection = self.log(kind, connection, 1000)

    def log(self, kind, connection, size):
        """Sends visits until they are acknowledged: the first time that they are taken."""
        ids, request = new_visits(self.visits, size)
        answer = None
        while not answer:
            answer, connection = self.ask(kind, connection, request)
            if not answer and self.stop.is_set():
                return None
        status, text = answer
        expect(status in (200, 201), f"a visit is answered by {status}: {text[:200]}")
        is_new = status == 201 if size == 1 else all(one["result"] == "created" for one in json.loads(text)["results"])
        expect(is_new, "visits that are sent again were taken before, without an answer")
        with self.visits.lock:
            self.visits.acknowledged.update(ids)
        return connection

    def ask(self, kind, connection, request):
        """The answer, if there is one, and the connection, if it stays open."""
        begin, kept = time.monotonic(), connection
        try:
            connection = kept or Connection(self.port)
        except OSError:
            self.note(NOWHERE)
            self.stop.wait(0.02)
            return None, None
        try:
            if kind == SLOW:
                connection.send(request[:-10])
                time.sleep(0.1)
                request = request[-10:]
            connection.send(request)
            answer = connection.answer()
        except Unanswered as unanswered:
            connection.close()
            received = unanswered.args[0]
            expect(received == 0, f"an answer breaks off after {received} bytes")
            self.note(KEPT if kept else NEW)
            return None, None
        with self.lock:
            self.answered[kind] += 1
            self.announced += connection.is_closing
            self.longest = max(self.longest, time.monotonic() - begin)
        if kind == KEPT and not connection.is_closing:
            return answer, connection
        connection.close()
        return answer, None

    def told(self):
        return (f"{sum(self.answered.values())} answers, {self.announced} with Connection: close, "
                f"{self.unanswered[KEPT]} requests met the closing of a kept connection")

    def failed(self, when, besides=()):
        """What failed, but for some kinds."""
        return [f"{when} {count} requests failed on connections of the kind {kind!r}"
                for kind, count in self.unanswered.items() if kind not in besides]

    def note(self, failure):
        with self.lock:
            self.unanswered[failure] += 1


def start(place, launcher):
    server = Server(place.database, launcher=launcher)
    STARTED.append(server)
    expect(server.is_up, f"it does not start: {server.said}")
    return server


def stop(server):
    """The seconds that it took."""
    begin, code = time.monotonic(), server.end()
    expect(code == 0, f"it ends with {code}: {server.said[-3:]}")
    return time.monotonic() - begin


def check(visits, place):
    kept = visits.check(place.database)
    expect(kept == len(visits.acknowledged), f"{kept - len(visits.acknowledged)} visits were taken without an answer")


def keep_the_socket(place, visits, stops, generator):
    """Stops and starts while all clients go on."""
    with socket.create_server(("127.0.0.1", 0), backlog=1024) as listening:
        os.dup2(listening.fileno(), 0)
    server = start(place, INHERITING)
    load, longest = Load(visits, server.port), 0
    for _ in range(stops):
        time.sleep(generator.uniform(0.1, 0.5))
        longest = max(longest, stop(server))
        time.sleep(generator.choice([0, 0.3]))
        server = start(place, INHERITING)
    load.end()
    stop(server)
    with open(os.devnull) as nothing:
        os.dup2(nothing.fileno(), 0)
    print(f"{stops} stops with a socket that stays: {load.told()}, the longest stop {longest:.1f} s, "
          f"the longest wait {load.longest:.1f} s", flush=True)
    return load.failed("with a socket that stays", besides=[KEPT])


def activate(place, visits, stops, generator):
    """systemd's own program makes the socket, and starts the server when the first client comes."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    load = Load(visits, port)
    passed = [setting.split("=")[0] for setting in LIMITS]
    server = start(place, [
        *PLAIN, "systemd-socket-activate", "-l", f"127.0.0.1:{port}", *(f"--setenv={name}" for name in passed)])
    time.sleep(1)
    load.end()
    stop(server)
    print(f"started by its socket: {load.told()}", flush=True)
    # Before there is a socket no one gets in.
    return load.failed("started by its socket", besides=[NOWHERE])


def drain(place, visits, stops, generator):
    """A balancer stops sending when it is told to, and the server ends afterwards: nothing at all fails."""
    total, faults = collections.Counter(), []
    for _ in range(max(1, stops // 4)):
        server = start(place, DRAINING)
        load = Load(visits, server.port, has_balancer=True)
        time.sleep(generator.uniform(0.1, 0.5))
        server.process.send_signal(signal.SIGTERM)
        expect(load.stop.wait(10), "it is told to stop and stays ready")
        load.end()
        stop(server)
        total.update(load.answered)
        faults += load.failed("while it drained")
    print(f"{max(1, stops // 4)} stops with a time to drain: {sum(total.values())} answers", flush=True)
    return faults


def stop_at_once(place, visits, stops, generator):
    """Who is not in any more is refused; all others are answered whole or not at all."""
    total, unanswered = collections.Counter(), collections.Counter()
    for _ in range(max(1, stops // 4)):
        server = start(place, PLAIN)
        load = Load(visits, server.port)
        time.sleep(generator.uniform(0.1, 0.5))
        stop(server)
        load.end()
        total.update(load.answered)
        unanswered.update(load.unanswered)
    print(f"{max(1, stops // 4)} stops at once: {sum(total.values())} answers, {unanswered[NEW]} requests on new and "
          f"{unanswered[KEPT]} on kept connections without one", flush=True)
    return []


def last_requests(place, visits, stops, generator):
    """Requests on their way when the server is told to stop: each is answered, and told that the connection ends."""
    (_, one), (_, some), nearest = new_visits(visits, 1), new_visits(visits, 3), message("GET", NEAREST)
    cases = {
        "before the first byte": (nearest, 0), "within the head": (nearest, 30), "within a visit": (one, len(one) - 9),
        "within an array": (some, len(some) - 9),
    }
    faults = []
    for name, (request, place_of_stop) in cases.items():
        server = start(place, PLAIN)
        connection = Connection(server.port)
        connection.send(request[:place_of_stop])
        time.sleep(0.1)
        server.process.send_signal(signal.SIGTERM)
        time.sleep(0.1)
        try:
            connection.send(request[place_of_stop:])
            status, body = connection.answer()
            expect(status in (200, 201), f"{name}: {status} {body[:200]}")
            if request in (one, some):
                answers = json.loads(body)
                visits.acknowledged.update(item["id"] for item in answers.get("results", [answers]))
            if not connection.is_closing:
                faults.append(f"{name}: answered without Connection: close")
        except Unanswered:
            faults.append(f"{name}: no answer")
        connection.close()
        stop(server)
    return faults


def main(stops):
    generator = random.Random(17)
    expect(shutil.which("systemd-socket-activate"), "there is no systemd-socket-activate")
    with Folder() as place:
        visits, faults = Visits(place.token), []
        try:
            for part in (keep_the_socket, activate, drain, stop_at_once, last_requests):
                faults += part(place, visits, stops, generator)
                check(visits, place)
        finally:
            for server in STARTED:
                server.end(by=signal.SIGKILL)
    print(f"{len(visits.acknowledged)} visits acknowledged, each there once")
    expect(not faults, "; ".join(faults))


if __name__ == "__main__":
    run(main, 5)
