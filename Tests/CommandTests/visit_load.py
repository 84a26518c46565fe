"""Posts visits to a server until it is gone: visit_load.py PORT TOKEN SENT ACKNOWLEDGED

Appends the id of each visit to the file SENT before it is sent, and to ACKNOWLEDGED after the server has said that it
is kept. Prints a line after the first of these. Half of its clients send arrays of ten.
"""

import http.client
import json
import os
import sys
import threading
import uuid

port, token, sent_path, acknowledged_path = int(sys.argv[1]), *sys.argv[2:]
headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
sent, acknowledged = (os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT) for path in (sent_path, acknowledged_path))
first = threading.Event()


def note(file, ids):
    os.write(file, "".join(f"{id}\n" for id in ids).encode())


def client(size):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        while True:
            ids = [str(uuid.uuid4()) for _ in range(size)]
            visits = [{"id": id, "station_id": "YZ-0001", "group": "delivery", "visitor": id} for id in ids]
            note(sent, ids)
            connection.request("POST", "/v1/visits", json.dumps(visits if size > 1 else visits[0]), headers)
            response = connection.getresponse()
            answer = json.loads(response.read())
            if size == 1 and response.status == 201 and answer["id"] == ids[0]:
                note(acknowledged, ids)
            elif size > 1 and response.status == 200:
                note(acknowledged, [result["id"] for result in answer["results"] if result["result"] == "created"])
            else:
                sys.exit(f"{response.status}: {answer}")
            if not first.is_set():
                first.set()
                print("going", flush=True)
    except (OSError, http.client.HTTPException):
        return


threads = [threading.Thread(target=client, args=(size,)) for size in (1, 10) * 6]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
