"""What Python's csv module (strict) reads in files given as lines of base64: a line of JSON for each.

{"rows": [[line, [field, ...]], ...], "fault": null | {"kind": "text after quote" | "quote not closed", "line": n}}
Lines are counted from 1 and end in LF; blank ones hold no row. Rows are those before the fault.
"""
import base64
import csv
import io
import json
import sys

csv.field_size_limit(1 << 30)


def read(data):
    # Only LF ends a line here, as in the reader under test: a lone CR in a quoted field is a character like others.
    reader = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="\n"), strict=True)
    rows, fault, line = [], None, 1
    try:
        for row in reader:
            if row:
                rows.append([line, row])
            line = reader.line_num + 1
    except csv.Error as error:
        kind = "quote not closed" if "end of data" in str(error) else "text after quote"
        if kind == "text after quote" and "expected after" not in str(error):
            raise
        fault = {"kind": kind, "line": reader.line_num}
    return {"rows": rows, "fault": fault}


for given in sys.stdin:
    print(json.dumps(read(base64.b64decode(given.strip()))))
