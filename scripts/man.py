#!/usr/bin/env python3
"""Writes the manual pages of yizhan, in English and Chinese, from what the program says of itself.

usage: scripts/man.py PROGRAM FOLDER

Makes FOLDER/man1/*.1 and FOLDER/zh_CN/man1/*.1: a page for the program and one for each command of its first level.
"""

import datetime
import json
import os
import pathlib
import re
import subprocess
import sys

WORDS = {
    "en": {
        "name": "NAME", "synopsis": "SYNOPSIS", "description": "DESCRIPTION", "options": "OPTIONS",
        "commands": "COMMANDS", "environment": "ENVIRONMENT", "see": "SEE ALSO", "default": "default: {}",
        "manual": "Yizhan", "exit": "EXIT STATUS",
        "environment_text": [
            ("YIZHAN_DB", "The database file, as --db."),
            ("YIZHAN_SERVER", "The server to speak to, as --server."),
            ("YIZHAN_TOKEN", "The token for the server."),
            ("YIZHAN_STATION", "The station of 'yizhan visit log'."),
            ("YIZHAN_OUTBOX", "The folder in which visits wait for the network."),
            ("YIZHAN_CONFIG", "The server's file of settings, as --config."),
            ("LC_ALL, LC_MESSAGES, LANG", "The language: Chinese when the first that is set begins with zh."),
        ],
    },
    "zh": {
        "name": "名称", "synopsis": "概要", "description": "描述", "options": "选项", "commands": "命令",
        "environment": "环境变量", "see": "另见", "default": "默认：{}", "manual": "驿站", "exit": "退出码",
        "environment_text": [
            ("YIZHAN_DB", "数据库文件，同 --db。"),
            ("YIZHAN_SERVER", "要访问的服务器，同 --server。"),
            ("YIZHAN_TOKEN", "访问服务器的令牌。"),
            ("YIZHAN_STATION", "“yizhan visit log”所用的服务点。"),
            ("YIZHAN_OUTBOX", "存放待发送到访记录的文件夹。"),
            ("YIZHAN_CONFIG", "服务器的设置文件，同 --config。"),
            ("LC_ALL, LC_MESSAGES, LANG", "语言：首个已设置的变量以 zh 开头时为中文。"),
        ],
    },
}
# Said by the parser of command lines, which speaks English alone.
TRANSLATED = {"Show the version.": "显示版本。", "Show help information.": "显示帮助。"}


class Page:
    """One manual page, a line of roff at a time."""

    def __init__(self, name: str, language: str, version: str, day: str):
        self.words = WORDS[language]
        self.language = language
        self.lines = [f'.TH "{escaped(name.upper())}" 1 {day} "{escaped(version)}" "{self.words["manual"]}"']

    def section(self, word: str) -> None:
        self.lines.append(f".SH {self.words[word]}")

    def subsection(self, title: str) -> None:
        self.lines.append(f'.SS "{escaped(title)}"')

    def text(self, text: str) -> None:
        text = TRANSLATED.get(text, text) if self.language == "zh" else text
        for line in text.splitlines():
            line = escaped(line.strip())
            if line:
                self.lines.append(line if line[0] not in ".'" else "\\&" + line)

    def paragraph(self, text: str) -> None:
        if not self.lines[-1].startswith((".SH", ".SS", ".P")):
            self.lines.append(".P")
        self.text(text)

    def item(self, tag: str, text: str) -> None:
        self.lines += [".TP", tag]
        self.text(text)

    def write(self, path: pathlib.Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(self.lines) + "\n", encoding="utf-8")


def escaped(text: str) -> str:
    return text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")


def bold(text: str) -> str:
    return "\\fB" + escaped(text) + "\\fR"


def italic(text: str) -> str:
    return "\\fI" + escaped(text) + "\\fR"


def flags(argument: dict) -> list[str]:
    return [("-" if name["kind"] == "short" else "--") + name["name"] for name in argument.get("names", [])]


def tag(argument: dict) -> str:
    value = italic(argument["valueName"])
    if argument["kind"] == "positional":
        return value
    names = ", ".join(bold(flag) for flag in flags(argument))
    return names if argument["kind"] == "flag" else f"{names} {value}"


def shown(command: dict) -> list[dict]:
    return [argument for argument in command.get("arguments", []) if argument.get("shouldDisplay", True)]


def synopsis(path: list[str], command: dict) -> str:
    """The command with its arguments, those that may be left out in brackets."""
    parts = [bold(" ".join(path))]
    for argument in shown(command):
        if argument.get("names") and flags(argument)[-1] in ("--help", "--version", "--lang"):
            continue
        part = tag({**argument, "names": argument.get("names", [])[-1:]}) + (" ..." if argument["isRepeating"] else "")
        parts.append(f"[{part}]" if argument["isOptional"] else part)
    return " ".join(parts)


def options(page: Page, command: dict) -> None:
    for argument in shown(command):
        text = argument.get("abstract", "")
        extra = []
        if argument.get("allValues") and not any(value in text for value in argument["allValues"]):
            extra.append(", ".join(argument["allValues"]))
        if argument.get("defaultValue"):
            extra.append(page.words["default"].format(argument["defaultValue"]))
        page.item(tag(argument), text + (f" ({'; '.join(extra)})" if extra else ""))


def describe(page: Page, command: dict) -> None:
    page.paragraph(command["abstract"])
    if command.get("discussion"):
        page.paragraph(command["discussion"])


def subcommands(command: dict) -> list[dict]:
    return [inner for inner in command.get("subcommands", []) if inner["commandName"] != "help"]


def name_section(page: Page, name: str, command: dict) -> None:
    page.section("name")
    page.lines.append(f"{escaped(name)} \\- {escaped(command['abstract'].rstrip('.。'))}")


def see_also(page: Page, names: list[str]) -> None:
    page.section("see")
    for index, name in enumerate(names):
        page.lines.append(f".BR {escaped(name)} (1){',' if index + 1 < len(names) else ''}")


def main_page(page: Page, root: dict) -> None:
    name_section(page, "yizhan", root)
    page.section("synopsis")
    page.lines.append(f"{bold('yizhan')} {italic('command')} [{italic('option')} ...]")
    page.section("description")
    page.paragraph(root["abstract"])
    page.section("commands")
    for command in subcommands(root):
        page.item(f".BR {escaped('yizhan-' + command['commandName'])} (1)", command["abstract"])
    page.section("options")
    options(page, root)
    page.section("environment")
    for name, text in page.words["environment_text"]:
        page.item(bold(name), text)
    page.section("exit")
    codes = re.split(r"[,，](?=\s*\d)", re.sub(r"^[^\d]*", "", root["discussion"]))
    for code, text in (re.match(r"\s*(\d+)\s*(.*)", code, re.S).groups() for code in codes):
        page.item(bold(code), text.rstrip(".。"))
    see_also(page, ["yizhan-" + command["commandName"] for command in subcommands(root)])


def command_page(page: Page, command: dict) -> None:
    name = command["commandName"]
    name_section(page, "yizhan-" + name, command)
    verbs = subcommands(command)
    page.section("synopsis")
    for verb in verbs or [command]:
        path = ["yizhan", name] + ([verb["commandName"]] if verbs else [])
        if not page.lines[-1].startswith(".SH"):
            page.lines.append(".br")
        page.lines.append(synopsis(path, verb))
    page.section("description")
    describe(page, command)
    if not verbs:
        page.section("options")
        options(page, command)
    else:
        page.section("commands")
        for verb in verbs:
            page.subsection(f"yizhan {name} {verb['commandName']}")
            describe(page, verb)
            options(page, verb)
    see_also(page, ["yizhan"])


def output(program: str, arguments: list[str], locale: str) -> str:
    environment = {"PATH": os.environ.get("PATH", ""), "LANG": locale}
    return subprocess.run([program, *arguments], env=environment, check=True, capture_output=True, text=True).stdout


def main() -> None:
    if len(sys.argv) != 3 or sys.argv[1] in ("-h", "--help"):
        print(__doc__.strip())
        sys.exit(0 if "-h" in sys.argv or "--help" in sys.argv else 64)
    program, folder = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2])
    version = "yizhan " + output(program, ["--version"], "C.UTF-8").strip()
    made = datetime.datetime.fromtimestamp(os.path.getmtime(program), datetime.timezone.utc)
    for language, locale, place in (("en", "C.UTF-8", "man1"), ("zh", "zh_CN.UTF-8", "zh_CN/man1")):
        root = json.loads(output(program, ["--experimental-dump-help"], locale))["command"]
        page = Page("yizhan", language, version, made.date().isoformat())
        main_page(page, root)
        page.write(folder / place / "yizhan.1")
        for command in subcommands(root):
            name = "yizhan-" + command["commandName"]
            page = Page(name, language, version, made.date().isoformat())
            command_page(page, command)
            page.write(folder / place / f"{name}.1")


main()
