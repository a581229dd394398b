"""Shows that every check of tidy_test.py can fail: a small tree that keeps all
promises has no finding, and each way of breaking one has exactly its own."""

import json
import os
import tempfile
import unittest

import tidy_test

GOOD = {
    "include/licet/base/date.h":
        "#ifndef LICET_BASE_DATE_H_\n#define LICET_BASE_DATE_H_\n#endif  // LICET_BASE_DATE_H_\n",
    "include/licet/rules/parse.h":
        '#ifndef LICET_RULES_PARSE_H_\n#define LICET_RULES_PARSE_H_\n'
        '#include "licet/base/date.h"\n#endif  // LICET_RULES_PARSE_H_\n',
    "src/base/date.cc": '#include "licet/base/date.h"\n',
    "src/rules/lexer.h":
        "#ifndef LICET_RULES_LEXER_H_\n#define LICET_RULES_LEXER_H_\n#endif\n",
    "src/rules/parse.cc":
        '#include "licet/rules/parse.h"\n#include <fmt/format.h>\n#include "rules/lexer.h"\n',
    "tests/base/date_test.cc": '#include "licet/base/date.h"\n',
    "tests/rules/parse_test.cc":
        '#include "licet/rules/parse.h"\n#include "gtest/gtest.h"\n#include "rules/lexer.h"\n',
    "fuzz/parse_fuzz.cc": '#include "licet/rules/parse.h"\n',
    "fuzz/corpus/parse/one": "1",
    "docs/README.md": "# Map\n\n[base](base.md) [rules](rules.md#words) [web](https://example.org)\n",
    "docs/base.md": "# Base\n\nExact numbers.\n",
    "docs/rules.md": "# Rules\n\nOne language.\n",
    "regimes/schema.yaml": "schema: 1\n",
    "regimes/us-ear/pack.yaml": "regime: us-ear\n",
    "build/ignored.cc": "x" * 200,
}
COMPILED = ["src/base/date.cc", "src/rules/parse.cc", "tests/base/date_test.cc",
            "tests/rules/parse_test.cc"]


def findings(changes, compiled=()):
    """Every finding in the good tree with `changes`: path -> text, None removes."""
    with tempfile.TemporaryDirectory() as root:
        for path, text in {**GOOD, **changes}.items():
            if text is None:
                continue
            full = os.path.join(root, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "w", encoding="utf-8", newline="") as file:
                file.write(text)
        commands = os.path.join(root, "build", "compile_commands.json")
        with open(commands, "w", encoding="utf-8") as file:
            json.dump([{"directory": root, "file": os.path.join(root, path)}
                       for path in [*COMPILED, *compiled]], file)
        tree = tidy_test.Tree(root, commands)
        return [(check.__name__, path, message) for check in tidy_test.CHECKS
                for path, _, message in check(tree)]


class SelfTest(unittest.TestCase):

    def expect(self, check, path, words, changes, compiled=()):
        found = findings(changes, compiled)
        self.assertEqual([(check, path)], [f[:2] for f in found], found)
        self.assertIn(words, found[0][2])

    def test_a_good_tree_has_no_finding(self):
        self.assertEqual([], findings({}))

    def test_every_check_is_listed(self):
        named = {name for name in dir(tidy_test) if name.startswith("check_")}
        self.assertEqual(named, {check.__name__ for check in tidy_test.CHECKS})

    def test_include_of_a_higher_floor(self):
        self.expect("check_floors", "src/base/date.cc", "not on a lower floor",
                    {"src/base/date.cc": GOOD["src/base/date.cc"]
                     + '#include "licet/rules/parse.h"\n'})

    def test_include_of_the_same_floor(self):
        header = GOOD["include/licet/base/date.h"].replace("BASE_DATE", "JOURNAL_LOG")
        self.expect("check_floors", "src/rules/parse.cc", "rules may not include journal",
                    {"include/licet/journal/log.h": header,
                     "src/rules/parse.cc": GOOD["src/rules/parse.cc"]
                     + '#include "licet/journal/log.h"\n'})

    def test_angle_brackets_do_not_hide_an_include(self):
        self.expect("check_floors", "src/base/date.cc", "not on a lower floor",
                    {"src/base/date.cc": GOOD["src/base/date.cc"]
                     + "#include <licet/rules/parse.h>\n"})

    def test_private_header_of_another_part(self):
        found = findings({"src/gate/g.cc": '#include "rules/lexer.h"\n',
                          "tests/gate/g_test.cc": "\n",
                          "docs/gate.md": "# Gate\n\nIt decides.\n",
                          "docs/README.md": GOOD["docs/README.md"] + "[gate](gate.md)\n"},
                         ["src/gate/g.cc", "tests/gate/g_test.cc"])
        self.assertEqual([("check_floors", "src/gate/g.cc")], [f[:2] for f in found])
        self.assertIn("private header of rules", found[0][2])

    def test_private_header_in_the_tests_of_another_part(self):
        self.expect("check_floors", "tests/gate/g_test.cc", "private header",
                    {"tests/gate/g_test.cc": '#include "rules/lexer.h"\n'},
                    ["tests/gate/g_test.cc"])

    def test_private_header_by_a_relative_path(self):
        self.expect("check_floors", "src/base/date.cc", "private header",
                    {"src/base/date.cc": GOOD["src/base/date.cc"]
                     + '#include "../rules/lexer.h"\n'})

    def test_include_of_a_missing_header(self):
        self.expect("check_floors", "src/base/date.cc", "which is not there",
                    {"src/base/date.cc": GOOD["src/base/date.cc"]
                     + '#include "licet/base/gone.h"\n'})

    def test_folder_without_a_floor(self):
        found = findings({"src/misc/a.cc": "\n"}, ["src/misc/a.cc"])
        self.assertIn(("check_floors", "src/misc/a.cc"), [f[:2] for f in found])

    def test_part_without_tests(self):
        self.expect("check_tests", "tests/base", "every part has tests",
                    {"tests/base/date_test.cc": None})

    def test_part_without_a_page(self):
        found = findings({"docs/rules.md": None})
        self.assertIn(("check_docs", "docs/rules.md"), [f[:2] for f in found])

    def test_page_without_a_heading(self):
        self.expect("check_docs", "docs/rules.md", "heading", {"docs/rules.md": "One language.\n"})

    def test_page_without_the_idea(self):
        self.expect("check_docs", "docs/rules.md", "idea",
                    {"docs/rules.md": "# Rules\n\n## Words\n"})

    def test_page_that_nothing_links_to(self):
        self.expect("check_links", "docs/more.md", "not linked", {"docs/more.md": "# More\n"})

    def test_broken_link(self):
        self.expect("check_links", "docs/base.md", "not there",
                    {"docs/base.md": "# Base\n\n[x](gone.md)\n"})

    def test_code_on_a_page_has_no_links(self):
        self.assertEqual([], findings({"docs/base.md":
            "# Base\n\nA `[](x)` here.\n```cpp\nsort(a, [](x) {});\n```\n"}))

    def test_header_that_nothing_includes(self):
        self.expect("check_dead_files", "src/rules/old.h", "included by nothing",
                    {"src/rules/old.h": "#ifndef LICET_RULES_OLD_H_\n"
                                        "#define LICET_RULES_OLD_H_\n#endif\n"})

    def test_header_that_only_its_own_source_includes(self):
        self.expect("check_dead_files", "src/rules/old.h", "included by nothing",
                    {"src/rules/old.h": "#ifndef LICET_RULES_OLD_H_\n"
                                        "#define LICET_RULES_OLD_H_\n#endif\n",
                     "src/rules/old.cc": '#include "rules/old.h"\n'}, ["src/rules/old.cc"])

    def test_source_that_nothing_compiles(self):
        self.expect("check_dead_files", "src/rules/old.cc", "no target", {"src/rules/old.cc": ""})

    def test_regime_without_a_pack(self):
        self.expect("check_regimes", "regimes/eu", "no pack.yaml", {"regimes/eu/a.yaml": ""})

    def test_regime_with_another_name(self):
        self.expect("check_regimes", "regimes/us-ear/pack.yaml", "regime: us-ear",
                    {"regimes/us-ear/pack.yaml": "regime: us-ear-2\n"})

    def test_law_that_is_never_read(self):
        self.expect("check_regimes", "regimes/old.yaml", "loaded by nothing",
                    {"regimes/old.yaml": ""})
        self.expect("check_regimes", "regimes/us-ear/a.yml", "loaded by nothing",
                    {"regimes/us-ear/a.yml": ""})
        self.expect("check_regimes", "regimes/us-ear/sub/a.yaml", "loaded by nothing",
                    {"regimes/us-ear/sub/a.yaml": ""})

    def test_not_ascii(self):
        self.expect("check_ascii", "src/base/date.cc", "ASCII",
                    {"src/base/date.cc": GOOD["src/base/date.cc"] + "// caf\u00e9\n"})
        self.expect("check_ascii", "src/base/date.cc", "ASCII",
                    {"src/base/date.cc": GOOD["src/base/date.cc"] + "\t\n"})

    def test_long_line(self):
        self.expect("check_columns", "src/base/date.cc", "101 columns",
                    {"src/base/date.cc": GOOD["src/base/date.cc"] + "/" * 101 + "\n"})

    def test_wrong_guard(self):
        self.expect("check_guards", "src/rules/lexer.h", "LICET_RULES_LEXER_H_",
                    {"src/rules/lexer.h": "#ifndef LEXER_H\n#define LEXER_H\n#endif\n"})

    def test_unfinished_work(self):
        self.expect("check_unfinished", "docs/base.md", "not done",
                    {"docs/base.md": "# Base\n\nExact. TO" + "DO\n"})

    def test_long_file(self):
        self.expect("check_length", "src/base/date.cc", "701 lines",
                    {"src/base/date.cc": GOOD["src/base/date.cc"] + "\n" * 700})

    def test_fuzz_target_without_a_corpus(self):
        self.expect("check_fuzz", "fuzz/parse_fuzz.cc", "no corpus",
                    {"fuzz/corpus/parse/one": None})

    def test_corpus_without_a_target(self):
        self.expect("check_fuzz", "fuzz/corpus/old", "no target", {"fuzz/corpus/old/one": "1"})


if __name__ == "__main__":
    unittest.main()
