"""Lets schemathesis send what it has no way of its own to send: lines of JSON."""
import json

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def lines(context, value):
    return value.encode() if isinstance(value, str) else json.dumps(value).encode()
