// Each check finds its mistake, keeps quiet where there is none, and can be
// told that what it finds is meant.

#include "licet/regime/lint.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "test_pack.h"

namespace licet {
namespace {

using Lines = std::vector<std::string>;

class LintTest : public ::testing::Test {
 protected:
  // "line check subject" of each finding.
  Lines Of(const std::string& provisions, const std::string& sets = "") const {
    const Pack pack = MakePack(schema_, provisions, "", sets);
    Lines lines;
    for (const LintFinding& one : Lint(pack, schema_)) {
      EXPECT_FALSE(one.sentence.empty());
      EXPECT_GT(one.place.line, 0);
      lines.push_back(one.check + " " + one.subject);
    }
    return lines;
  }
  // A provision without any finding; its cite has an address.
  static std::string Good(const std::string& id, const std::string& when, const std::string& gives,
                          Lines more = {}, const std::string& ref = "law") {
    std::string text = Rule(id, "require", when, gives, more);
    const std::string cite = "cite: {ref: law}";
    return text.replace(text.find(cite), cite.size(),
                        "cite: {ref: \"" + ref + "\", url: \"https://example.org\"}");
  }
  static Lines Days(const std::string& from, const std::string& to = "") {
    Lines lines = {"announced: " + from, "effective: " + from};
    if (!to.empty()) lines.push_back("ends: " + to);
    return lines;
  }

  const Schema schema_ = TestSchema();
};

TEST_F(LintTest, NothingToFind) { EXPECT_EQ(Of(Good("x", "a", "requirement: x")), Lines{}); }

TEST_F(LintTest, Ids) {
  EXPECT_EQ(Of(Good("x..y", "a", "requirement: x")), Lines{"id t.x..y"});
  EXPECT_EQ(Of(Good("x_y", "a", "requirement: x")), Lines{"id t.x_y"});
  EXPECT_EQ(Of(Good("3A090.a-1", "a", "requirement: x")), Lines{});
}

TEST_F(LintTest, Sources) {
  EXPECT_EQ(Of(Rule("x", "require", "a", "requirement: x")), Lines{"source t.x"}) << "no address";
  EXPECT_EQ(Of(Good("x", "a", "requirement: x", {}, "")), Lines{"source t.x"}) << "no text";
  std::string odd = Good("x", "a", "requirement: x");
  odd.replace(odd.find("https://"), 8, "file:///");
  EXPECT_EQ(Of(odd), Lines{"source t.x"});
}

TEST_F(LintTest, UnusedSets) {
  const std::string sets =
      "- {set: far, of: country, cite: {ref: list}, members: [{list: [CN]}]}\n"
      "- {set: inner, of: country, cite: {ref: list}, members: [{list: [CN]}]}\n"
      "- {set: outer, of: country, cite: {ref: list}, members: [{set: inner}]}\n"
      "- {set: bare, of: country, members: [{list: [CN]}]}\n";
  EXPECT_EQ(Of(Good("x", "to in group(\"far\") || to in group(\"bare\")", "requirement: x"), sets),
            (Lines{"unused-set outer", "source bare"}));
}

TEST_F(LintTest, Unreferenced) {
  EXPECT_EQ(Of(Good("x", "a", "")), Lines{"unreferenced t.x"});
  EXPECT_EQ(Of(Good("x", "a", "") + Good("y", "b", "requirement: y", {"unless: [t.x]"})), Lines{});
}

TEST_F(LintTest, AnnouncedLate) {
  const Lines late = {"announced: 2021-02-01", "effective: 2021-01-01"};
  EXPECT_EQ(Of(Good("x", "a", "requirement: x", late)), Lines{"announced-late t.x"});
  Lines noted = late;
  noted.push_back("note: guidance that restates a duty");
  EXPECT_EQ(Of(Good("x", "a", "requirement: x", noted)), Lines{});
  Lines ended = Days("2021-01-01", "2022-01-01");
  ended.push_back("ends_announced: 2022-02-01");
  EXPECT_EQ(Of(Good("x", "a", "requirement: x", ended)), Lines{"announced-late t.x"});
}

TEST_F(LintTest, Dates) {
  Lines never = Days("2021-01-01", "2021-06-01");
  never.push_back("compliance: 2021-06-01");
  EXPECT_EQ(Of(Good("x", "a", "requirement: x", never)), Lines{"dates t.x"});
  Lines early = Days("2021-01-01", "2021-06-01");
  early.push_back("ends_announced: 2020-06-01");
  EXPECT_EQ(Of(Good("x", "a", "requirement: x", early)), Lines{"dates t.x"});
}

TEST_F(LintTest, OverlappingVintages) {
  auto law = [](const std::string& old_end, const std::string& new_when = "item.tpp >= 2") {
    return Good("p.2021", "item.tpp >= 1", "requirement: x", Days("2021-01-01", old_end)) +
           Good("p", new_when, "requirement: x", Days("2022-01-01"));
  };
  EXPECT_EQ(Of(law("")), Lines{"overlap t.p"});
  EXPECT_EQ(Of(law("2022-01-02")), Lines{"overlap t.p"}) << "by a day";
  EXPECT_EQ(Of(law("2022-01-01")), Lines{});
  EXPECT_EQ(Of(law("", "item.area >= 2")), Lines{}) << "another part of it, over other facts";
  EXPECT_EQ(Of(Good("band-1", "item.tpp >= 1", "requirement: x") +
               Good("band-2", "item.tpp >= 2", "requirement: x")),
            Lines{})
      << "parts of one paragraph begin together";
  Lines codified = Days("2022-01-01");
  codified.push_back("reading: codified");
  Lines enforced = Days("2021-01-01");
  enforced.push_back("reading: enforced");
  EXPECT_EQ(Of(Good("p.2021", "item.tpp >= 1", "requirement: x", enforced) +
               Good("p", "item.tpp >= 2", "requirement: x", codified)),
            Lines{})
      << "no reading has both";
}

TEST_F(LintTest, GapsBetweenVintages) {
  auto law = [](const std::string& old_end, const std::string& lint = "") {
    Lines newer = Days("2022-01-01");
    if (!lint.empty()) newer.push_back(lint);
    return Good("old", "item.tpp >= 1", "requirement: x", Days("2021-01-01", old_end)) +
           Good("new", "item.tpp >= 2", "requirement: x", newer);
  };
  EXPECT_EQ(Of(law("2021-12-31")), Lines{"gap t.new"});
  EXPECT_EQ(Of(law("2022-01-01")), Lines{});
  EXPECT_EQ(Of(law("2021-12-31", "lint: {gap: \"none in between\"}")), Lines{});
  EXPECT_EQ(Of(law("2022-01-01", "lint: {gap: \"none in between\"}")), Lines{"unneeded t.new"});
}

TEST_F(LintTest, AVintageIsToldByItsCitationToo) {
  EXPECT_EQ(Of(Good("first", "item.tpp >= 1", "requirement: x", Days("2021-01-01"),
                    "Act 1 as of 2021-01-01") +
               Good("second", "item.tpp >= 2", "requirement: x", Days("2022-01-01"), "Act 1")),
            Lines{"overlap t.second"});
  EXPECT_EQ(Of(Good("first", "item.tpp >= 1", "requirement: x", Days("2021-01-01"), "Act 1") +
               Good("second", "item.tpp >= 2", "requirement: x", Days("2022-01-01"), "Act 2")),
            Lines{});
}

TEST_F(LintTest, ConditionsOfTwoExceptionsAreNotVintages) {
  auto law = [](const std::string& route) {
    std::string text;
    for (const std::string id : {"one", "two"}) {
      std::string rule = Good(id, "true",
                              "condition: paper, test: b, duty: d, for: [exception " +
                                  (id == "one" ? std::string("A") : route) + "]",
                              Days(id == "one" ? "2021-01-01" : "2022-01-01"));
      text += rule.replace(rule.find("require"), 7, "condition");
    }
    return text;
  };
  EXPECT_EQ(Of(law("B")), Lines{});
  EXPECT_EQ(Of(law("A")), Lines{"overlap t.two"});
}

TEST_F(LintTest, AllowancesNameAKnownCheckAndAReason) {
  auto error = [&](const std::string& lint) {
    const auto pack = Pack::Parse(
        {{"pack.yaml", kHeader},
         {"rules.yaml", "provisions:\n" + Rule("x", "require", "a", "requirement: x", {lint})}},
        schema_);
    return pack ? "no error" : pack.error().ToString();
  };
  EXPECT_NE(error("lint: {gaps: why}").find("gap"), std::string::npos);
  EXPECT_NE(error("lint: {gap: \" \"}").find("say why"), std::string::npos);
  EXPECT_EQ(error("lint: {gap: \"meant\"}"), "no error");
}

TEST_F(LintTest, ChecksAreNamedOnce) {
  std::set<std::string> names;
  for (const LintCheck& check : LintChecks()) {
    EXPECT_TRUE(names.insert(check.name).second) << check.name;
    EXPECT_FALSE(check.means.empty());
  }
}

}  // namespace
}  // namespace licet
