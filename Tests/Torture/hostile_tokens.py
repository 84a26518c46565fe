"""Tokens that were never given out, for hostile.py."""

import collections, http.client, re, time, zlib

from torture import Server, expect
from wire import bearer, exchange, header, statuses

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def base62(number, width):
    text = ""
    for _ in range(width):
        number, digit = divmod(number, 62)
        text = DIGITS[digit] + text
    return text


def with_checksum(body):
    return body + base62(zlib.crc32(body.encode()), 6)


def made_up(good, generator, count):
    """Tokens that were never given out: some near a good one, and so many of any kind."""
    for place in range(3, 46):
        for digit in generator.sample(DIGITS, 3):
            near = with_checksum(good[:place] + digit + good[place + 1:46])
            if near != good:
                yield near
    yield from (good[:place] + good[place].swapcase() + good[place + 1:] for place in range(52) if good[place].isalpha())
    yield from (good[:-1], good + "0", "yz_", good.upper(), good[3:], "Bearer " + good, good + " " + good, good + ",",
                good[:46], "yz_" + "0" * 49, "yz_" + "z" * 49, "null", "undefined", "*", "%", "' OR 1=1 --", good + "%00")
    for number in range(count):
        body = "yz_" + base62(generator.getrandbits(256), 43)
        yield with_checksum(body) if number % 2 else body + "".join(generator.choices(DIGITS, k=6))


def is_well_formed(token):
    """As anyone can tell by themselves."""
    if not re.fullmatch("yz_[0-9A-Za-z]{49}", token) or with_checksum(token[:46]) != token:
        return False
    number = 0
    for digit in token[3:46]:
        number = number * 62 + DIGITS.index(digit)
    return number < 1 << 256


def told(status, fields, body):
    """An answer without what differs in each."""
    return status, tuple(sorted((name.lower(), value) for name, value in fields
                                if name.lower() not in ("date", "x-request-id"))), body


def guess(place, server, generator, count):
    expect(is_well_formed(place.token), "tokens are made otherwise: this would find nothing")
    answers, number = collections.defaultdict(set), 0
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=15)
    paths = ("/v1/usage?from=2024-01-01", "/v1/stations/YZ-0001", "/v1/token")
    for token in made_up(place.token, generator, count):
        path = paths[number % len(paths)]
        number += 1
        connection.request("GET", path, None, {"Authorization": f"Bearer {token}"})
        answer = connection.getresponse()
        body = answer.read()
        expect(answer.status == 401, f"the token {token!r} is answered by {answer.status} {body}")
        answers[is_well_formed(token)].add(told(answer.status, answer.getheaders(), body))
    connection.close()
    for is_whole, different in answers.items():
        expect(len(different) == 1, f"tokens that are {'' if is_whole else 'not '}well formed are told apart: {different}")
    answer = server.ask("GET", "/v1/token", None, {"Authorization": f"Bearer {place.token}"})
    expect(answer and answer[0] == 200, f"after them the good token is answered by {answer}")
    print(f"tokens: {number} made up, none accepted; {len(answers)} answers, by their form alone", flush=True)


def slow_down(place):
    """Who tries many tokens waits; others do not, nor does who has a good one."""
    server = Server(place.database)
    bad, good = bearer(with_checksum("yz_" + "7" * 43)), bearer(place.token)

    def ask(who, source):
        said = exchange(server, b"GET /v1/token HTTP/1.1\r\nHost: x\r\n" + who + b"\r\n", source=source)
        wait = re.search(rb"(?i)retry-after: (\d+)", header(said))
        return statuses(said)[0], int(wait[1]) if wait else None

    answers = [ask(bad, "127.0.0.1") for _ in range(40)]
    refused = [wait for status, wait in answers if status == 429]
    expect(answers[:20] == [(401, None)] * 20 and refused, f"20 tokens are refused, then there is no waiting: {answers}")
    expect(all(wait and 1 <= wait <= 3 for wait in refused), f"no word of how long to wait: {answers}")
    for source in ("127.0.0.1", "127.0.0.2"):
        expect(ask(good, source)[0] == 200, f"a good token from {source} is not taken")
    expect(ask(bad, "127.0.0.2")[0] == 401, "another address waits, too")
    time.sleep(max(refused))
    expect(ask(bad, "127.0.0.1")[0] == 401, "after the wait there is still one")
    expect(server.end() == 0, server.said)
    print(f"tokens: after 20 bad ones of an address {len(refused)} were slowed down, a good one was not", flush=True)
