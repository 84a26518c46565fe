"""What Python's gb18030 codec makes of bytes and texts.

`decode` answers lines of base64, each with the base64 of the text in UTF-8, or `null` for no GB18030.
`blocks` prints, for every 256 characters, `<base64 in UTF-8> <base64 in GB18030>`.

Python knows the edition of 2000. Where later ones moved a character, Python's and the C library's tables differ: those
characters are passed over (`null`, too, for bytes that hold one).
"""
import base64
import sys

MOVED = {
    *(0x1E3F, 0x20087, 0x20089, 0x200CC, 0x215D7, 0x2298F, 0x241FE),
    *range(0x9FB4, 0x9FBC),
    *range(0xE000, 0xF900),  # the private use area, to which they were assigned before
    *range(0xFE10, 0xFE1A),
}


def decode(data):
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return "null"
    if any(ord(character) in MOVED for character in text):
        return "null"
    return base64.b64encode(text.encode()).decode()


def blocks():
    for start in range(0, 0x110000, 256):
        text = "".join(chr(code) for code in range(start, start + 256) if code not in MOVED and not 0xD800 <= code < 0xE000)
        if text:
            print(base64.b64encode(text.encode()).decode(), base64.b64encode(text.encode("gb18030")).decode())


if sys.argv[1] == "blocks":
    blocks()
else:
    for line in sys.stdin:
        print(decode(base64.b64decode(line.strip())))
