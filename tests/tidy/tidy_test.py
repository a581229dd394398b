"""Keeps the promises that CONTRIBUTING.md makes about the source tree.

    tidy_test.py ROOT [--compile-commands FILE]

Each check_* function below takes a Tree and yields findings; self_test.py feeds
every one of them a tree that breaks its promise. Standard library only.
"""

import argparse
import json
import os
import re
import sys

# The house: a folder may include only its own headers and those of lower floors.
FLOORS = {
    "base": 1,
    "catalog": 2, "parties": 2,
    "rules": 3, "screening": 3, "journal": 3,
    "regime": 4, "ledger": 4,
    "gate": 5, "analysis": 5, "custody": 5,
    "scenario": 6,
    "cli": 7, "server": 7, "python": 7,
}
THIRD_PARTY = {"benchmark", "CLI", "fmt", "gmock", "gtest", "nlohmann", "yaml-cpp"}
SKIPPED_FOLDERS = {".git", "build", "node_modules", "__pycache__"}
CODE = (".cc", ".h", ".py", ".cmake", ".js", ".mjs", ".css", ".sh")
TEXT = CODE + (".md", ".yaml", ".yml", ".json", ".html", ".txt", ".in")
COLUMNS_MAX = 100
LINES_MAX = 700
# Split, so that this file does not contain what it forbids.
UNFINISHED = re.compile(r"\b(" + "TO" + "DO|FIX" + r"ME)\b")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^">]+)[">]')
LINK = re.compile(r"\]\(([^)\s]+)\)")


class Tree:
    """The files of a source tree, by path relative to its root."""

    def __init__(self, root, compile_commands=None):
        self.root = os.path.abspath(root)
        self.compile_commands = compile_commands
        self.paths = set()
        for folder, folders, files in os.walk(self.root):
            folders[:] = [f for f in folders if f not in SKIPPED_FOLDERS]
            for name in files:
                path = os.path.relpath(os.path.join(folder, name), self.root)
                self.paths.add(path.replace(os.sep, "/"))

    def bytes(self, path):
        with open(os.path.join(self.root, path), "rb") as file:
            return file.read()

    def lines(self, path):
        return self.bytes(path).decode("utf-8", "replace").split("\n")

    def under(self, *folders, ends=("",)):
        """Paths below any of the folders, with one of the endings, sorted."""
        return sorted(p for p in self.paths
                      if p.startswith(tuple(f + "/" for f in folders)) and p.endswith(tuple(ends)))

    def cpp(self):
        return sorted(p for p in self.paths if p.endswith((".cc", ".h")))

    def includes(self, path):
        """(line number, path relative to the root or None, text) of each #include."""
        for number, line in enumerate(self.lines(path), 1):
            match = INCLUDE.match(line)
            if match:
                yield number, self.resolve(path, match.group(1), match.group(2)), match.group(2)

    def resolve(self, path, quote, text):
        """The root-relative path of our own header; None for third-party ones."""
        top = text.split("/")[0]
        if quote == "<" and top != "licet" or top in THIRD_PARTY:
            return None
        beside = os.path.normpath(os.path.join(os.path.dirname(path), text))
        for candidate in ("include/" + text, "src/" + text, text, beside):
            if candidate in self.paths:
                return candidate
        return text


def part_of(path):
    """(part, is private) of a file in include/licet or src; (None, False) elsewhere."""
    pieces = path.split("/")
    if pieces[:2] == ["include", "licet"] and len(pieces) > 3:
        return pieces[2], False
    if pieces[0] == "src" and len(pieces) > 2:
        return pieces[1], True
    return None, False


def check_floors(tree):
    for path in tree.under("include/licet", "src"):
        part, _ = part_of(path)
        if part not in FLOORS:
            yield path, 0, "stands on no floor; put it into the folder of a part"
    for path in tree.cpp():
        part, _ = part_of(path)
        for line, target, text in tree.includes(path):
            if target is None:
                continue
            if target not in tree.paths:
                yield path, line, f"includes '{text}', which is not there"
                continue
            other, private = part_of(target)
            if other is None or part == other:
                continue
            if private and path.split("/")[:2] != ["tests", other]:
                yield path, line, f"includes '{text}', a private header of {other}"
            elif part in FLOORS and FLOORS.get(other, 99) >= FLOORS[part]:
                yield path, line, f"{part} may not include {other}: it is not on a lower floor"


def parts(tree):
    return sorted({part_of(p)[0] for p in tree.under("src")} - {None})


def check_tests(tree):
    for part in parts(tree):
        if not tree.under(f"tests/{part}", ends=("_test.cc",)):
            yield f"tests/{part}", 0, "has no *_test.cc; every part has tests"


def check_docs(tree):
    for part in parts(tree):
        page = f"docs/{part}.md"
        if page not in tree.paths:
            yield page, 0, f"is missing; src/{part} needs a page that starts with its idea"
            continue
        text = [line for line in tree.lines(page) if line.strip()]
        if not text or not text[0].startswith("# "):
            yield page, 1, "does not start with a heading"
        elif len(text) < 2 or text[1].startswith(("#", "|", "```")):
            yield page, 2, "has no sentence with the idea below its heading"


def prose(lines):
    """The numbered lines of a Markdown page without its code."""
    code = False
    for number, line in enumerate(lines, 1):
        if line.lstrip().startswith("```"):
            code = not code
        elif not code:
            yield number, re.sub(r"`[^`]*`", "", line)


def check_links(tree):
    index = "docs/README.md"
    linked = set()
    for path in sorted(p for p in tree.paths if p.endswith(".md")):
        for number, line in prose(tree.lines(path)):
            for link in LINK.findall(line):
                if re.match(r"[a-z]+:|#", link):
                    continue
                target = os.path.normpath(os.path.join(os.path.dirname(path), link.split("#")[0]))
                if path == index:
                    linked.add(target)
                if not os.path.exists(os.path.join(tree.root, target)):
                    yield path, number, f"links to '{link}', which is not there"
    for page in tree.under("docs", ends=(".md",)):
        if page != index and page not in linked:
            yield page, 0, f"is not linked from {index}"


def check_dead_files(tree):
    included = {target for path in tree.cpp() for _, target, _ in tree.includes(path)
                if target and not same_unit(path, target)}
    for path in tree.cpp():
        if path.endswith(".h") and path not in included:
            yield path, 0, "is included by nothing but its own .cc"
    compiled = compiled_files(tree)
    for path in tree.cpp():
        if path.endswith(".cc") and path not in compiled and not built_elsewhere(tree, path):
            yield path, 0, "is part of no target and no test"


def same_unit(path, header):
    """Whether `path` is the implementation of `header`: being included there is not a use."""
    return (path.endswith(".cc") and part_of(path)[0] == part_of(header)[0]
            and os.path.splitext(os.path.basename(path))[0]
            == os.path.splitext(os.path.basename(header))[0])


def compiled_files(tree):
    """What the build compiles, from its compile_commands.json."""
    if tree.compile_commands is None:
        return set(tree.paths)
    with open(tree.compile_commands, encoding="utf-8") as file:
        commands = json.load(file)
    files = (os.path.join(c["directory"], c["file"]) for c in commands)
    return {os.path.relpath(os.path.realpath(f), os.path.realpath(tree.root)) for f in files}


def built_elsewhere(tree, path):
    """Fuzz targets are globbed by cmake/fuzz.cmake; others name their files themselves."""
    folder, name = os.path.split(path)
    if folder == "fuzz" and name.endswith("_fuzz.cc"):
        return True
    listing = folder + "/CMakeLists.txt"
    return listing in tree.paths and any(name in line for line in tree.lines(listing))


def check_regimes(tree):
    """The engine finds a regime by its folder's name and reads its *.yaml only."""
    packs = {}
    for path in tree.under("regimes"):
        pieces = path.split("/")
        if len(pieces) == 2:
            if pieces[1] != "schema.yaml":
                yield path, 0, "is loaded by nothing; a regime is a folder"
        elif len(pieces) > 3 or not path.endswith(".yaml"):
            yield path, 0, "is loaded by nothing; a regime is a flat folder of *.yaml files"
        else:
            packs.setdefault(pieces[1], []).append(path)
    for name, paths in sorted(packs.items()):
        pack = f"regimes/{name}/pack.yaml"
        if pack not in paths:
            yield f"regimes/{name}", 0, "has no pack.yaml"
        elif not any(re.match(rf"regime:\s*{re.escape(name)}\s*(#|$)", l)
                     for l in tree.lines(pack)):
            yield pack, 0, f"does not say 'regime: {name}', its folder's name"


def check_ascii(tree):
    for path in tree.cpp():
        for number, line in enumerate(tree.bytes(path).split(b"\n"), 1):
            if any(byte > 126 or byte < 32 for byte in line):
                yield path, number, "has a character that is not printable ASCII"


def check_columns(tree):
    for path in tree.cpp():
        for number, line in enumerate(tree.lines(path), 1):
            if len(line) > COLUMNS_MAX:
                yield path, number, f"has {len(line)} columns; {COLUMNS_MAX} is the limit"


def check_guards(tree):
    for path in tree.cpp():
        if not path.endswith(".h"):
            continue
        words = re.sub(r"^(include|src)/", "", path).upper()
        guard = re.sub(r"[^A-Z0-9]", "_", words) + "_"
        if not guard.startswith("LICET_"):
            guard = "LICET_" + guard
        text = "\n".join(tree.lines(path))
        if not re.search(rf"^#ifndef {guard}\n#define {guard}$", text, re.M):
            yield path, 0, f"is not guarded by {guard}"


def check_unfinished(tree):
    for path in sorted(tree.paths):
        if not path.endswith(TEXT) or path.startswith("data/"):
            continue
        for number, line in enumerate(tree.lines(path), 1):
            if UNFINISHED.search(line):
                yield path, number, "announces work that is not done"


def check_length(tree):
    for path in sorted(tree.paths):
        if path.endswith(CODE):
            length = len(tree.lines(path)) - 1
            if length > LINES_MAX:
                yield path, 0, f"has {length} lines; {LINES_MAX} is the limit"


def check_fuzz(tree):
    targets = {os.path.basename(p)[:-len("_fuzz.cc")]
               for p in tree.under("fuzz", ends=("_fuzz.cc",)) if p.count("/") == 1}
    corpora = {p.split("/")[2] for p in tree.under("fuzz/corpus") if p.count("/") > 2}
    for name in sorted(targets - corpora):
        yield f"fuzz/{name}_fuzz.cc", 0, f"has no corpus in fuzz/corpus/{name}"
    for name in sorted(corpora - targets):
        yield f"fuzz/corpus/{name}", 0, f"has no target fuzz/{name}_fuzz.cc"


CHECKS = [check_floors, check_tests, check_docs, check_links, check_dead_files, check_regimes,
          check_ascii, check_columns, check_guards, check_unfinished, check_length, check_fuzz]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("root")
    parser.add_argument("--compile-commands")
    arguments = parser.parse_args()
    tree = Tree(arguments.root, arguments.compile_commands)
    if not tree.cpp():
        sys.exit(f"{tree.root} has no C++; name the root of the source tree")
    findings = 0
    for check in CHECKS:
        for path, line, message in check(tree):
            place = f"{path}:{line}" if line else path
            print(f"{place}: {message}")
            findings += 1
    if findings:
        sys.exit(f"{findings} findings")
    print(f"{len(CHECKS)} checks over {len(tree.paths)} files: nothing found")


if __name__ == "__main__":
    main()
