#include "licet/base/yaml.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "licet/base/text.h"

namespace licet {
namespace {

std::string At(const Place& place) {
  return place.file + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
}

// "code file:line:column sentence" of the error, or "read".
std::string Fault(const std::string& text) {
  const Result<Yaml> result = Yaml::Parse(text, "a.yaml");
  if (result) return "read";
  const Error& error = result.error();
  return std::string(ErrorCodeName(error.code())) + " " + At(error.place()) + " " +
         error.sentence();
}

template <typename T>
std::string Fault(const Result<T>& result) {
  if (result) return "read";
  const Error& error = result.error();
  return std::string(ErrorCodeName(error.code())) + " " + At(error.place()) + " " +
         error.sentence();
}

void ExpectFault(const std::string& text, const std::string& start, const std::string& part) {
  const std::string fault = Fault(text);
  EXPECT_EQ(fault.substr(0, start.size()), start) << text;
  EXPECT_NE(fault.find(part), std::string::npos) << fault;
}

Yaml Read(const std::string& text) { return Yaml::Parse(text, "a.yaml").value(); }

TEST(Yaml, KnowsTheKindsAndPlaces) {
  const Yaml root = Read("a: 1\nb:\n  - x\n  - {c: 'no', d: }\n");
  EXPECT_EQ(root.kind(), Yaml::Kind::kMap);
  EXPECT_EQ(At(root.place()), "a.yaml:1:1");
  ASSERT_EQ(root.map().size(), 2u);
  EXPECT_EQ(root.map()[1].key, "b");
  EXPECT_EQ(At(root.map()[1].place), "a.yaml:2:1");
  const Yaml& list = *root.Find("b");
  EXPECT_EQ(list.kind(), Yaml::Kind::kList);
  ASSERT_EQ(list.list().size(), 2u);
  EXPECT_EQ(At(list.list()[0].place()), "a.yaml:3:5");
  const Yaml& inner = list.list()[1];
  EXPECT_EQ(At(inner.place()), "a.yaml:4:5");
  EXPECT_EQ(At(inner.Find("c")->place()), "a.yaml:4:9");
  EXPECT_EQ(inner.Find("d")->kind(), Yaml::Kind::kNull);
  EXPECT_EQ(root.Find("zz"), nullptr);
  EXPECT_EQ(list.Find("b"), nullptr);
}

TEST(Yaml, KnowsWhatWasQuoted) {
  const Yaml root = Read("a: no\nb: 'no'\nc: \"no\"\nd: |-\n  no\n");
  EXPECT_FALSE(root.Find("a")->quoted());
  EXPECT_TRUE(root.Find("b")->quoted());
  EXPECT_TRUE(root.Find("c")->quoted());
  for (const char* key : {"a", "b", "c", "d"}) EXPECT_EQ(root.Find(key)->text(), "no");
}

// Columns count bytes, so that an editor's byte offset fits.
TEST(Yaml, ColumnsCountBytes) {
  const Yaml root = Read("{\xe4\xb8\xad\xe5\x9b\xbd: 1, b: 2}\n");
  EXPECT_EQ(At(root.Find("b")->place()), "a.yaml:1:16");
}

// A column inside a scalar can be told only when the file has it as it is.
TEST(Yaml, KnowsWhatStandsInTheFileAsItIs) {
  const Yaml root = Read(
      "a: x > 1\n"
      "b: 'x > 1'\n"
      "c: \"x > 1\"\n"
      "d: \"x \\x3e 1\"\n"
      "e: 'x ''> 1'\n"
      "f: x\n   > 1\n"
      "g: >-\n   x > 1\n"
      "h: |\n   x > 1\n"
      "i: 'x\n    > 1'\n"
      "j: \xe4\xb8\xad\n");
  for (const char* key : {"a", "b", "c", "j"}) EXPECT_TRUE(root.Find(key)->verbatim()) << key;
  for (const char* key : {"d", "e", "f", "g", "h", "i"}) {
    EXPECT_FALSE(root.Find(key)->verbatim()) << key;
  }
  EXPECT_FALSE(root.verbatim());
}

TEST(Yaml, ReadsTypes) {
  const Yaml root = Read("b: true\nd: 2023-11-17\nn: 5.92\nw: [x, y]\ns: one\n");
  EXPECT_TRUE(root.Find("b")->Bool().value());
  EXPECT_EQ(root.Find("d")->AsDate().value().ToString(), "2023-11-17");
  EXPECT_EQ(root.Find("n")->AsDecimal().value().ToString(), "5.92");
  EXPECT_EQ(root.Find("w")->Words().value(), (std::vector<std::string>{"x", "y"}));
  EXPECT_EQ(root.Find("s")->Words().value(), (std::vector<std::string>{"one"}));
  EXPECT_EQ(root.Require("s").value()->text(), "one");
  const auto text = [](const Yaml& node) { return node.Text(); };
  EXPECT_EQ(Optional<std::string>(root, "s", "none", text).value(), "one");
  EXPECT_EQ(Optional<std::string>(root, "t", "none", text).value(), "none");
}

TEST(Yaml, WrongTypesNameTheirPlace) {
  const Yaml root = Read("m: {x: 1}\nl: [[a]]\nb: yes\nd: 2023-02-30\nn: 1e3\nz:\n");
  EXPECT_EQ(Fault(root.Find("b")->Bool()).substr(0, 18), "parse a.yaml:3:4 e");
  EXPECT_NE(Fault(root.Find("d")->AsDate()).find(" a.yaml:4:4 "), std::string::npos);
  EXPECT_NE(Fault(root.Find("n")->AsDecimal()).find(" a.yaml:5:4 "), std::string::npos);
  EXPECT_NE(Fault(root.Find("m")->Text()).find(" a.yaml:1:4 "), std::string::npos);
  EXPECT_NE(Fault(root.Find("m")->Words()).find(" a.yaml:1:4 expected a list"), std::string::npos);
  EXPECT_NE(Fault(root.Find("l")->Words()).find(" a.yaml:2:5 expected a single word"),
            std::string::npos);
  EXPECT_NE(Fault(root.Require("q")).find(" a.yaml:1:1 the key 'q' is missing"), std::string::npos);
  EXPECT_NE(Fault(root.Require("z")).find("the key 'z' is missing"), std::string::npos);
  const Status list = root.ExpectList();
  ASSERT_FALSE(list);
  EXPECT_EQ(At(list.error().place()), "a.yaml:1:1");
}

TEST(Yaml, UnknownKeysAreErrorsAtTheKey) {
  const Yaml root = Read("title: x\nefective: y\n");
  const Status status = root.ExpectMap({"title", "effective"});
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code(), ErrorCode::kUnknownName);
  EXPECT_EQ(At(status.error().place()), "a.yaml:2:1");
  EXPECT_EQ(status.error().sentence(), "unknown key 'efective'; did you mean 'effective'?");
  const Status far = root.ExpectMap({"title", "q"});
  ASSERT_FALSE(far);
  EXPECT_EQ(far.error().sentence(), "unknown key 'efective'; allowed are title, q");
  EXPECT_FALSE(Read("[a]").ExpectMap({"a"}));
  EXPECT_FALSE(Read("word").ExpectMap({"a"}));
  EXPECT_TRUE(root.ExpectMap({"title", "efective", "more"}));
}

TEST(Yaml, RefusesWhatIsNotYaml) {
  ExpectFault("", "parse a.yaml:1:1 ", "the file is empty");
  ExpectFault(" \n\t\n", "parse a.yaml:1:1 ", "the file is empty");
  ExpectFault("# only a comment\n", "parse a.yaml:1:1 ", "holds no YAML document");
  ExpectFault("a: 1\nb: [1, 2\n", "parse a.yaml:3:1 ", "not valid YAML");
  ExpectFault("a: 1\n b: 2\n", "parse a.yaml:2:3 ", "not valid YAML");
  ExpectFault("a: 1\nb: \xff\n", "parse a.yaml:2:0 ", "not UTF-8");
  ExpectFault(std::string("a: 1\nb: \0\n", 10), "parse a.yaml:2:0 ", "not UTF-8");
  ExpectFault(std::string("a\0:\0 \0"
                          "1\0",
                          8),
              "parse a.yaml:1:0 ", "not UTF-8");
  const std::string escape = Fault("a: \"\\\xe4\xb8\xad\"\n");
  EXPECT_NE(escape.find("unknown escape character"), std::string::npos) << escape;
  EXPECT_FALSE(FindInvalidUtf8(escape)) << escape;
}

TEST(Yaml, AByteOrderMarkCountsForNothing) {
  const Yaml root = Read(
      "\xef\xbb\xbf"
      "a: \"x\"\n");
  EXPECT_EQ(At(root.Find("a")->place()), "a.yaml:1:4");
  EXPECT_TRUE(root.Find("a")->verbatim());
}

// yaml-cpp 0.7 would read the rest of the file into the text.
TEST(Yaml, RefusesAQuoteThatIsNeverClosed) {
  ExpectFault("a: 1\nb: \"open\nc: 2\n", "parse a.yaml:2:4 ", "not closed");
  ExpectFault("b: 'open\nc: 2\n", "parse a.yaml:1:4 ", "not closed");
  ExpectFault("b: 'it''s\n", "parse a.yaml:1:4 ", "not closed");
  ExpectFault("b: \"say \\\"\n", "parse a.yaml:1:4 ", "not closed");
  ExpectFault("b: \"\\\\", "parse a.yaml:1:7 ", "not valid YAML");
  EXPECT_EQ(Read("b: 'it''s'\n").Find("b")->text(), "it's");
  EXPECT_EQ(Read("b: ''\n").Find("b")->text(), "");
  EXPECT_EQ(Read("b: \"say \\\"so\\\"\"\n").Find("b")->text(), "say \"so\"");
  EXPECT_EQ(Read("b: two\n  \"lines\n").Find("b")->text(), "two \"lines");
}

TEST(Yaml, RefusesWhatALawNeverNeeds) {
  ExpectFault("a: &x 1\nb: *x\n", "parse a.yaml:1:4 ", "an anchor");
  ExpectFault("a: &x [1]\n", "parse a.yaml:1:4 ", "an anchor");
  ExpectFault("a:\n  &x b: 1\n", "parse a.yaml:2:3 ", "an anchor");
  ExpectFault("a: &x {b: 1}\n", "parse a.yaml:1:4 ", "an anchor");
  ExpectFault("a: &x\n", "parse a.yaml:1:4 ", "an anchor");
  ExpectFault("a: 1\nb: 2\na: 3\n", "duplicate a.yaml:3:1 ", "the key 'a' stands twice");
  ExpectFault("x: {b: 2, b: 2}\n", "duplicate a.yaml:1:11 ", "the key 'b' stands twice");
  EXPECT_EQ(Fault("x: {b: 2}\ny: {b: 2}\n"), "read");
  ExpectFault("a: 1\n---\nb: 2\n", "parse a.yaml:2:1 ", "more than one YAML document");
  ExpectFault("a: 1\n---\n", "parse a.yaml:2:1 ", "more than one YAML document");
  EXPECT_EQ(Fault("---\na: 1\n...\n"), "read");
  ExpectFault("? [a]\n: 1\n", "parse a.yaml:1:3 ", "a list or map as a key");
  ExpectFault("? {a: b}\n: 1\n", "parse a.yaml:1:3 ", "a list or map as a key");
  ExpectFault("~: 1\n", "parse a.yaml:1:1 ", "an empty key");
}

TEST(Yaml, AnAliasIsRefusedEvenWithoutAnAnchor) { EXPECT_NE(Fault("a: *x\n"), "read"); }

TEST(Yaml, DepthIsBounded) {
  EXPECT_EQ(Fault(std::string(32, '[') + std::string(32, ']')), "read");
  ExpectFault(std::string(33, '[') + std::string(33, ']'), "parse a.yaml:1:33 ",
              "deeper than 32 levels");
  EXPECT_NE(Fault(std::string(100000, '[')), "read");
  std::string nested;
  for (int i = 0; i < 33; ++i) nested += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
  ExpectFault(nested + std::string(33, ' ') + "b: 1\n", "parse a.yaml:33:33 ", "32 levels");
}

TEST(Yaml, NodesAreBounded) {
  std::string text = "[";
  for (int i = 0; i < 1'000'000; ++i) text += "1,";
  text += "1]";
  const std::string fault = Fault(text);
  EXPECT_NE(fault.find("more than a million nodes"), std::string::npos) << fault;
}

TEST(Yaml, LoadsThroughTheDisk) {
  MemoryDisk disk;
  ASSERT_TRUE(disk.WriteAtomically("d/a.yaml", "a: 1\n"));
  EXPECT_EQ(Yaml::Load(disk, "d/a.yaml").value().Find("a")->text(), "1");
  const Result<Yaml> missing = Yaml::Load(disk, "d/b.yaml");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code(), ErrorCode::kIo);
}

TEST(Yaml, CopiesThatSaySomethingElse) {
  const Yaml map = Yaml::Parse("{a: 1, b: [x, y], c: {d: null}}", "t.yaml").value();
  const Place there{"other.yaml", 7, 3};
  const Yaml changed = map.With("a", Yaml::Of("2", there)).With("e", Yaml::Of("3", there));
  EXPECT_EQ(changed.Shown(), "{a: 2, b: [x, y], c: {d: none}, e: 3}");
  EXPECT_EQ(changed.Find("a")->place().file, "other.yaml");
  EXPECT_EQ(changed.Without("b").Without("none").Shown(), "{a: 2, c: {d: none}, e: 3}");
  EXPECT_EQ(map.Shown(), "{a: 1, b: [x, y], c: {d: none}}");
  EXPECT_EQ(map.At(there).place().line, 7);
  EXPECT_EQ(map.place().line, 1);
  EXPECT_EQ(Yaml::Of(std::vector<Yaml>{Yaml::Of("x", there)}, there).Shown(), "[x]");
  EXPECT_EQ(Yaml().With("k", Yaml::Of("v", there)).kind(), Yaml::Kind::kMap);
}

}  // namespace
}  // namespace licet
