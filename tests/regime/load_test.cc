// What a pack may not say, and where the error points.

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "test_pack.h"

namespace licet {
namespace {

using Files = std::map<std::string, std::string>;

const std::string kCite = "cite: {ref: law}";
const std::string kRest =
    "  cite: {ref: law}\n  announced: 2020-01-01\n  effective: 2020-01-01\n"
    "  confidence: primary\n  when: a\n";

class LoadTest : public ::testing::Test {
 protected:
  // One of the files has a '^' before the byte that the error points at; `place`
  // is used instead where the error names a file only.
  void ExpectError(Files files, ErrorCode code, const std::string& part,
                   std::string place = "") const {
    for (auto& [name, text] : files) {
      const std::size_t at = text.find('^');
      if (at == std::string::npos) continue;
      text.erase(at, 1);
      int line = 1;
      std::size_t start = 0;
      for (std::size_t i = 0; i < at; ++i) {
        if (text[i] != '\n') continue;
        ++line;
        start = i + 1;
      }
      place = fmt::format("{}:{}:{}", name, line, at - start + 1);
    }
    const auto pack = Pack::Parse(files, schema_);
    ASSERT_FALSE(pack) << "expected: " << part;
    const Error& error = pack.error();
    EXPECT_EQ(ErrorCodeName(error.code()), ErrorCodeName(code)) << error.ToString();
    EXPECT_NE(error.sentence().find(part), std::string::npos) << error.ToString();
    const Place& p = error.place();
    EXPECT_EQ(fmt::format("{}:{}:{}", p.file, p.line, p.column), place) << error.ToString();
  }

  // The marked text is a second file beside a good header.
  void ExpectRulesError(const std::string& marked, ErrorCode code, const std::string& part) const {
    SCOPED_TRACE(marked);
    ExpectError({{"pack.yaml", kHeader}, {"rules.yaml", marked}}, code, part);
  }
  // The marked text is the body of one provision of a stage.
  void ExpectGivesError(const std::string& stage, const std::string& gives, ErrorCode code,
                        const std::string& part) const {
    ExpectRulesError(
        "provisions:\n- id: t.x\n  stage: " + stage + "\n" + kRest + "  gives: " + gives + "\n",
        code, part);
  }
  void ExpectHeaderError(const std::string& marked, ErrorCode code, const std::string& part) const {
    SCOPED_TRACE(marked);
    ExpectError({{"pack.yaml", marked}}, code, part);
  }

  const Schema schema_ = TestSchema();
};

TEST_F(LoadTest, ReadsAWholePack) {
  const Pack pack = MakePack(
      schema_,
      Rule("licence", "condition", "a",
           "condition: x, test: b, duty: \"Do it.\", for: [exception NAC]") +
          Rule("code", "classify", "item.tpp >= 4800", "code: HOT",
               {"announced: 2023-10-17", "effective: 2023-11-17", "compliance: 2023-12-31",
                "ends: 2025-01-01", "ends_announced: 2024-12-01", "reading: codified",
                "confidence: press", "unless: t.note", "note: \"why\""}) +
          Rule("note", "classify", "c", "") +
          Rule("bar", "restrict", "b", "restriction: R, outcome: prohibited, bars: exceptions") +
          Rule("money", "charge", "true", "charge: fee, rate: 0.25, base: revenue"),
      "authority: Office\ndefault_code: EAR99\napplies: a || b\n"
      "authorisation: {evidence: paper, called: licence, apply: \"Ask.\"}\n"
      "stages: {classify: {hit: priority, order: [HOT, WARM]}, except: {hit: first}}\n");
  EXPECT_EQ(pack.regime, "t");
  EXPECT_EQ(pack.title, "Test");
  EXPECT_EQ(pack.authority, "Office");
  EXPECT_EQ(pack.gate, "export");
  EXPECT_EQ(pack.applies.text(), "a || b");
  EXPECT_EQ(pack.default_code, "EAR99");
  EXPECT_EQ(pack.authorisation, schema_.Find("paper"));
  EXPECT_EQ(pack.authorisation_called, "licence");
  EXPECT_EQ(pack.authorisation_apply, "Ask.");
  EXPECT_EQ(pack.hit[static_cast<int>(Stage::kClassify)], Hit::kPriority);
  EXPECT_EQ(pack.hit[static_cast<int>(Stage::kExcept)], Hit::kFirst);
  EXPECT_EQ(pack.hit[static_cast<int>(Stage::kReview)], Hit::kCollect);
  EXPECT_EQ(pack.order[0], (std::vector<std::string>{"HOT", "WARM"}));

  ASSERT_EQ(pack.provisions.size(), 5u);  // by stage, then as written
  const Provision& code = pack.provisions[0];
  EXPECT_EQ(code.id, "t.code");
  EXPECT_EQ(code.validity.announced, Day("2023-10-17"));
  EXPECT_EQ(code.validity.effective, Day("2023-11-17"));
  EXPECT_EQ(code.validity.compliance, Day("2023-12-31"));
  EXPECT_EQ(code.validity.ends, Day("2025-01-01"));
  EXPECT_EQ(code.validity.ends_announced, Day("2024-12-01"));
  EXPECT_FALSE(code.validity.enforced);
  EXPECT_TRUE(code.validity.codified);
  EXPECT_EQ(code.confidence, Confidence::kPress);
  EXPECT_EQ(code.note, "why");
  EXPECT_EQ(code.cite.ref, "law");
  EXPECT_EQ(code.unless, (std::vector<int>{1}));
  EXPECT_EQ(code.gives->name, "HOT");
  EXPECT_EQ(schema_.symbols().Text(code.gives->word), "HOT");
  EXPECT_EQ(pack.provisions[1].id, "t.note");
  EXPECT_FALSE(pack.provisions[1].gives);
  EXPECT_EQ(pack.provisions[1].validity.ends, Date::Max());
  EXPECT_TRUE(pack.provisions[2].gives->prohibits);
  EXPECT_TRUE(pack.provisions[2].gives->bars_exceptions);
  EXPECT_EQ(pack.provisions[3].gives->for_exception, "NAC");
  EXPECT_EQ(pack.provisions[3].gives->test->text(), "b");
  EXPECT_EQ(pack.provisions[4].gives->rate.ToString(), "0.25");
  EXPECT_EQ(pack.provisions[4].gives->base, "revenue");
  EXPECT_EQ(pack.Find("t.money"), 4);
  EXPECT_EQ(pack.Find("t.none"), -1);
}

TEST_F(LoadTest, AnEndIsKnownFromTheStartUnlessItSaysMore) {
  const Pack pack = MakePack(
      schema_, Rule("x", "classify", "a", "code: C",
                    {"announced: 2023-10-17", "effective: 2023-11-17", "ends: 2025-01-01"}));
  EXPECT_EQ(pack.provisions[0].validity.ends_announced, Day("2023-10-17"));
}

TEST_F(LoadTest, ProvisionsMayPointForwardAndAcrossFiles) {
  const auto pack =
      Pack::Parse({{"a.yaml", "provisions:\n" + Rule("x", "classify", "to in group(\"S\")",
                                                     "code: C", {"unless: [t.y]"})},
                   {"b.yaml", "provisions:\n" + Rule("y", "classify", "b", "") +
                                  "sets:\n- set: S\n  of: country\n  members: [{list: CN}]\n"},
                   {"z.yaml", kHeader}},
                  schema_);
  ASSERT_TRUE(pack) << pack.error().ToString();
  EXPECT_EQ(pack->provisions[0].unless, (std::vector<int>{1}));
}

// ------------------------------------------------------------------ files
TEST_F(LoadTest, BrokenYaml) {
  ExpectRulesError("provisions: []\n ^x: 2\n", ErrorCode::kParse, "not valid YAML");
  ExpectRulesError("provisions: ^&p []\n", ErrorCode::kParse, "an anchor");
  ExpectRulesError("provisions: []\nsets: ^*p\n", ErrorCode::kParse, "the referenced anchor");
  ExpectRulesError("provisions: []\nsets: []\n^provisions: []\n", ErrorCode::kDuplicate,
                   "stands twice");
  ExpectRulesError("provisions: []\n^---\nsets: []\n", ErrorCode::kParse, "more than one YAML");
  ExpectRulesError("provisions: " + std::string(31, '[') + "^[" + std::string(32, ']'),
                   ErrorCode::kParse, "deeper than 32 levels");
  ExpectRulesError("^", ErrorCode::kParse, "the file is empty");
  ExpectRulesError("provisions:\n- id: ^\"t.x\n", ErrorCode::kParse, "not closed");
  ExpectError({{"pack.yaml", kHeader}, {"rules.yaml", "a: 1\nb: \xff"}}, ErrorCode::kParse,
              "not UTF-8", "rules.yaml:2:0");
}

TEST_F(LoadTest, WrongShapes) {
  ExpectRulesError("^[a]\n", ErrorCode::kParse, "expected a map with the keys provisions, sets");
  ExpectRulesError("provisions: ^x\n", ErrorCode::kParse, "expected a list");
  ExpectRulesError("provisions:\n- ^x\n", ErrorCode::kParse, "expected a provision");
  ExpectRulesError("sets: ^{}\n", ErrorCode::kParse, "expected a list");
  ExpectRulesError("^provision: []\n", ErrorCode::kUnknownName, "did you mean 'provisions'");
}

TEST_F(LoadTest, Folders) {
  MemoryDisk disk;
  ASSERT_TRUE(disk.WriteAtomically("full/pack.yaml", kHeader));
  ASSERT_TRUE(disk.WriteAtomically("full/notes.txt", "not law"));
  ASSERT_TRUE(disk.WriteAtomically("bare/notes.txt", "not law"));
  EXPECT_TRUE(Pack::Load(disk, "full", schema_));
  const auto bare = Pack::Load(disk, "bare", schema_);
  ASSERT_FALSE(bare);
  EXPECT_EQ(bare.error().ToString(),
            "bare: this folder holds no .yaml file; a pack has at least pack.yaml");
  const auto none = Pack::Load(disk, "none", schema_);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code(), ErrorCode::kIo);
  EXPECT_EQ(none.error().place().file, "none");
  const auto real = Pack::Load(*RealDisk(), "/nonexistent/regime", schema_);
  ASSERT_FALSE(real);
  EXPECT_EQ(real.error().code(), ErrorCode::kIo);
  EXPECT_EQ(real.error().place().file, "/nonexistent/regime");
}

TEST_F(LoadTest, OneFileSaysWhichRegimeItIs) {
  ExpectError({{"a.yaml", kHeader}, {"b.yaml", std::string("^") + kHeader}}, ErrorCode::kDuplicate,
              "a second file with 'regime:'");
  ExpectError({{"a.yaml", "provisions: []\n"}}, ErrorCode::kParse, "pack.yaml should",
              "a.yaml:0:0");
  ExpectError({}, ErrorCode::kParse, "no file of the pack says 'regime:'", ":0:0");
}

TEST_F(LoadTest, Headers) {
  ExpectHeaderError("^regime: t\ngate: export\n", ErrorCode::kParse, "the key 'title' is missing");
  ExpectHeaderError("^regime: t\ntitle: T\n", ErrorCode::kParse, "the key 'gate' is missing");
  ExpectHeaderError("regime: ^[t]\ntitle: T\n", ErrorCode::kParse, "a single word");
  ExpectHeaderError("regime: t\ntitle: T\ngate: ^exports\n", ErrorCode::kUnknownName,
                    "did you mean 'export'");
  ExpectHeaderError("regime: t\ntitle: T\n^gates: export\n", ErrorCode::kUnknownName,
                    "did you mean 'gate'");
  const std::string good = kHeader;
  ExpectHeaderError(good + "applies: a && ^nothing\n", ErrorCode::kUnknownName, "no fact");
  ExpectHeaderError(good + "applies: ^a || \"C\" in result.codes\n", ErrorCode::kType,
                    "result.codes is only known after the stage 'classify'");
  ExpectHeaderError(good + "stages: {^clasify: {hit: first}}\n", ErrorCode::kUnknownName,
                    "did you mean 'classify'");
  ExpectHeaderError(good + "stages: {except: {hit: ^fist}}\n", ErrorCode::kUnknownName,
                    "did you mean 'first'");
  ExpectHeaderError(good + "stages: {except: ^{order: [A]}}\n", ErrorCode::kParse, "'hit'");
  ExpectHeaderError(good + "stages: {except: ^{hit: priority}}\n", ErrorCode::kParse,
                    "needs an 'order'");
  ExpectHeaderError(good + "authorisation: {evidence: ^papers, called: x, apply: y}\n",
                    ErrorCode::kUnknownName, "or 'paper'?");
  ExpectHeaderError(good + "authorisation: {evidence: ^a, called: x, apply: y}\n",
                    ErrorCode::kUnknownName, "is not a symbol fact");
  ExpectHeaderError(good + "authorisation: ^{evidence: paper}\n", ErrorCode::kParse, "'called'");
}

// ------------------------------------------------------------- provisions
TEST_F(LoadTest, KeysOfAProvision) {
  const std::vector<std::string> lines = {"id: t.x",
                                          "stage: classify",
                                          "cite: {ref: law}",
                                          "announced: 2020-01-01",
                                          "effective: 2020-01-01",
                                          "confidence: primary",
                                          "when: a"};
  for (std::size_t left_out = 0; left_out < lines.size(); ++left_out) {
    std::string text = "provisions:\n- ^note: n\n";
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (i != left_out) text += "  " + lines[i] + "\n";
    }
    const std::string key = lines[left_out].substr(0, lines[left_out].find(':'));
    ExpectRulesError(text, ErrorCode::kParse, "the key '" + key + "' is missing");
  }
  ExpectRulesError("provisions:\n- id: t.x\n  stage: classify\n  ^efective: 2020-01-01\n" + kRest,
                   ErrorCode::kUnknownName, "did you mean 'effective'");
  ExpectRulesError("provisions:\n- id: t.x\n  stage: classify\n  cite: ^{doc: d}\n",
                   ErrorCode::kParse, "'ref'");
}

TEST_F(LoadTest, Names) {
  ExpectRulesError("provisions:\n- id: ^other.x\n  stage: classify\n" + kRest,
                   ErrorCode::kInvalidArgument, "an id of this regime starts with 't.'");
  ExpectRulesError("provisions:\n- id: ^tx\n  stage: classify\n" + kRest,
                   ErrorCode::kInvalidArgument, "starts with 't.'");
  ExpectRulesError("provisions:\n- id: t.x\n  stage: ^clasify\n" + kRest, ErrorCode::kUnknownName,
                   "did you mean 'classify'");
  ExpectRulesError("provisions:\n- id: t.x\n  stage: ^zz\n" + kRest, ErrorCode::kUnknownName,
                   "allowed are classify, require,");
  ExpectError({{"a.yaml", "provisions:\n- id: t.x\n  stage: classify\n" + kRest},
               {"b.yaml", "provisions:\n- id: ^t.x\n  stage: require\n" + kRest},
               {"pack.yaml", kHeader}},
              ErrorCode::kDuplicate, "the id 't.x' is taken already (a.yaml:2)");
}

TEST_F(LoadTest, Dates) {
  auto dated = [](const std::string& lines) {
    return "provisions:\n- id: t.x\n  stage: classify\n  cite: {ref: law}\n" + lines +
           "  confidence: primary\n  when: a\n";
  };
  ExpectRulesError(dated("  announced: 2020-01-01\n  effective: ^2023-02-30\n"), ErrorCode::kParse,
                   "there is no day 30");
  ExpectRulesError(dated("  announced: ^17.11.2023\n  effective: 2023-02-03\n"), ErrorCode::kParse,
                   "is not a date");
  auto pushed = [&](const std::string& lines) {
    std::string text = dated("  announced: 2020-01-01\n" + lines);
    return text.replace(text.find("- id"), 4, "- ^id");
  };
  ExpectRulesError(pushed("  effective: 2023-01-02\n  ends: 2023-01-01\n"),
                   ErrorCode::kInvalidArgument, "'ends' 2023-01-01 is not after 'effective'");
  ExpectRulesError(pushed("  effective: 2023-01-02\n  ends: 2023-01-02\n"),
                   ErrorCode::kInvalidArgument, "is not after");
  ExpectRulesError(pushed("  effective: 2023-01-02\n  compliance: 2023-01-01\n"),
                   ErrorCode::kInvalidArgument, "'compliance' lies before 'effective'");
  ExpectRulesError(dated("  announced: 2020-01-01\n  effective: 2023-01-02\n  reading: ^both\n"),
                   ErrorCode::kUnknownName, "allowed are enforced, codified");
}

TEST_F(LoadTest, Conditions) {
  auto when = [](const std::string& text) {
    return "provisions:\n- id: t.x\n  stage: require\n  cite: {ref: law}\n"
           "  announced: 2020-01-01\n  effective: 2020-01-01\n  confidence: primary\n  when: " +
           text + "\n";
  };
  ExpectRulesError(when("a && item.tpp >= ^item.area"), ErrorCode::kUnit, "like units");
  ExpectRulesError(when("'a && item.tpp >= ^item.area'"), ErrorCode::kUnit, "like units");
  ExpectRulesError(when("\"a && item.tpp >= ^item.area\""), ErrorCode::kUnit, "like units");
  const std::string far(190, ' ');
  ExpectRulesError(when("\"a" + far + "&& item.tpp >= ^item.area\""), ErrorCode::kUnit, "like");
  // Folded over lines, or written with escapes: the mark's place, and the
  // position within the condition in words.
  const std::string within = "(at character 18 of the condition, before 'item.area')";
  ExpectRulesError(when("^a &&\n    item.tpp >=\n    item.area"), ErrorCode::kUnit, within);
  ExpectRulesError(when("^>-\n    a && item.tpp\n    >= item.area"), ErrorCode::kUnit, within);
  ExpectRulesError(when("^|-\n    a && item.tpp\n    >= item.area"), ErrorCode::kUnit, within);
  ExpectRulesError(when("^\"a \\x26& item.tpp >= item.area\""), ErrorCode::kUnit, within);
  ExpectRulesError(when("^[a]"), ErrorCode::kParse, "a single word or sentence");
  ExpectRulesError(when("to in group(^\"S\")"), ErrorCode::kUnknownName, "no set is called 'S'");
}

TEST_F(LoadTest, AConditionAsksOnlyWhatEarlierStagesFound) {
  ExpectRulesError(
      "provisions:\n- id: t.x\n  stage: classify\n  cite: {ref: law}\n"
      "  announced: 2020-01-01\n  effective: 2020-01-01\n  confidence: primary\n"
      "  when: ^'\"C\" in result.codes'\n",
      ErrorCode::kType, "result.codes is only known after the stage 'classify'");
  ExpectRulesError(
      "provisions:\n- id: t.x\n  stage: require\n  cite: {ref: law}\n"
      "  announced: 2020-01-01\n  effective: 2020-01-01\n  confidence: primary\n"
      "  when: ^a && sets.intersects(result.reviews, [\"R\"])\n",
      ErrorCode::kType, "this provision is of stage 'require'");
  EXPECT_TRUE(Pack::Parse(
      {{"pack.yaml", kHeader},
       {"r.yaml",
        "provisions:\n" + Rule("x", "require", "'\"C\" in result.codes'", "requirement: R")}},
      schema_));
}

TEST_F(LoadTest, Defeaters) {
  ExpectRulesError(
      "provisions:\n- id: t.xray\n  stage: classify\n" + kRest + "  unless: ^[t.xrays]\n",
      ErrorCode::kUnknownName, "no provision is called 't.xrays'; did you mean");
  ExpectRulesError("provisions:\n- id: t.x\n  stage: classify\n" + kRest + "  unless: ^[t.y]\n" +
                       "- id: t.y\n  stage: require\n" + kRest,
                   ErrorCode::kType, "t.y is of a later stage and cannot defeat this one");
  ExpectRulesError("provisions:\n- ^id: t.x\n  stage: classify\n" + kRest + "  unless: t.x\n",
                   ErrorCode::kCycle, "in a circle: t.x -> t.x");
  ExpectRulesError("provisions:\n- id: t.w\n  stage: classify\n" + kRest + "  unless: [t.x]\n" +
                       "- ^id: t.x\n  stage: classify\n" + kRest + "  unless: [t.y]\n" +
                       "- id: t.y\n  stage: classify\n" + kRest + "  unless: [t.z]\n" +
                       "- id: t.z\n  stage: classify\n" + kRest + "  unless: [t.x]\n",
                   ErrorCode::kCycle, "in a circle: t.x -> t.y -> t.z -> t.x");
  // Two that share a defeater are no circle.
  EXPECT_TRUE(Pack::Parse(
      {{"pack.yaml", kHeader},
       {"r.yaml", "provisions:\n" + Rule("x", "classify", "a", "", {"unless: [t.y, t.z]"}) +
                      Rule("y", "classify", "a", "", {"unless: [t.z]"}) +
                      Rule("z", "classify", "a", "")}},
      schema_));
}

TEST_F(LoadTest, Sets) {
  ExpectRulesError("sets:\n- set: S\n  of: country\n  members: []\n- set: ^S\n  of: word\n",
                   ErrorCode::kDuplicate, "two sets are called 'S'");
  ExpectRulesError("sets:\n- ^set: S\n  members: []\n", ErrorCode::kParse, "'of'");
  ExpectRulesError("sets:\n- ^set: S\n  of: word\n", ErrorCode::kParse, "'members'");
  ExpectRulesError("sets:\n- set: S\n  of: ^nation\n  members: []\n", ErrorCode::kUnknownName,
                   "allowed are country, entity, item, word");
  ExpectRulesError("sets:\n- set: S\n  of: country\n  members:\n  - {list: ^[CN, UK]}\n",
                   ErrorCode::kUnknownName, "'UK' is not an ISO 3166-1");
  EXPECT_TRUE(Pack::Parse(
      {{"p.yaml", kHeader}, {"s.yaml", "sets: [{set: S, of: word, members: [{list: [UK]}]}]\n"}},
      schema_));
  ExpectRulesError(
      "sets:\n- set: S\n  of: word\n  members:\n  - {set: ^T}\n- set: TT\n"
      "  of: word\n  members: []\n",
      ErrorCode::kUnknownName, "no set is called 'T'; did you mean 'TT'");
  ExpectRulesError("sets:\n- set: S\n  of: word\n  members:\n  - ^{list: [a], set: S}\n",
                   ErrorCode::kParse, "either a 'list' of words or a 'set'");
  ExpectRulesError("sets:\n- set: S\n  of: word\n  members:\n  - ^{note: n}\n", ErrorCode::kParse,
                   "either a 'list' of words or a 'set'");
  ExpectRulesError(
      "sets:\n- set: S\n  of: word\n  members:\n"
      "  - ^{list: a, from: 2024-01-01, to: 2023-01-01}\n",
      ErrorCode::kInvalidArgument, "'to' 2023-01-01 is not after 'from' 2024-01-01");
  ExpectRulesError("sets:\n- set: S\n  of: word\n  members:\n  - {list: a, ^untl: 2023-01-01}\n",
                   ErrorCode::kUnknownName, "unknown key 'untl'");
  ExpectRulesError(
      "sets:\n- ^set: S\n  of: word\n  members: [{set: T}]\n"
      "- set: T\n  of: word\n  members: [{list: a}]\n  except: [{set: S}]\n",
      ErrorCode::kCycle, "these sets contain each other: S -> T -> S");
}

TEST_F(LoadTest, WhatAStageGives) {
  ExpectGivesError("require", "{^code: C}", ErrorCode::kUnknownName, "allowed are requirement");
  ExpectGivesError("classify", "^{}", ErrorCode::kParse, "the key 'code' is missing");
  ExpectGivesError("classify", "^C", ErrorCode::kParse, "expected a map");
  ExpectGivesError("restrict", "^{restriction: R}", ErrorCode::kParse, "'outcome'");
  ExpectGivesError("restrict", "{restriction: R, outcome: ^forbidden}", ErrorCode::kUnknownName,
                   "allowed are prohibited, licence-required");
  ExpectGivesError("restrict", "{restriction: R, outcome: prohibited, bars: ^all}",
                   ErrorCode::kUnknownName, "allowed are exceptions");
  ExpectGivesError("condition", "^{condition: C, test: a, duty: d}", ErrorCode::kParse, "'for'");
  ExpectGivesError("condition", "^{condition: C, test: a, for: licence}", ErrorCode::kParse,
                   "'duty'");
  ExpectGivesError("condition", "{condition: C, test: a &&^, duty: d, for: licence}",
                   ErrorCode::kParse, "the condition ends");
  ExpectGivesError("condition", "{condition: C, test: a, duty: d, for: ^[licence, exception X]}",
                   ErrorCode::kParse, "one route");
  ExpectGivesError("condition", "{condition: C, test: a, duty: d, for: ^NAC}", ErrorCode::kParse,
                   "write 'for: licence'");
  ExpectGivesError("place", "^{permit: [CN], bar: [HK]}", ErrorCode::kParse, "either 'permit'");
  ExpectGivesError("place", "^{}", ErrorCode::kParse, "either 'permit' or 'bar'");
  ExpectGivesError("place", "{permit: ^[CN, UK]}", ErrorCode::kUnknownName, "'UK' is not an ISO");
  ExpectGivesError("place", "{permit: ^group(\"S\")}", ErrorCode::kUnknownName,
                   "no set is called 'S'");
  ExpectGivesError("charge", "^{charge: C, base: revenue}", ErrorCode::kParse, "'rate'");
  ExpectGivesError("charge", "{charge: C, rate: ^25, base: revenue}", ErrorCode::kInvalidArgument,
                   "a share such as 0.25");
  ExpectGivesError("charge", "{charge: C, rate: ^-0.1, base: revenue}", ErrorCode::kInvalidArgument,
                   "a share such as 0.25");
  ExpectGivesError("charge", "{charge: C, rate: 0.1, base: ^price}", ErrorCode::kUnknownName,
                   "allowed are customs-value, revenue");
  ExpectGivesError("clock", "^{clock: C, from: decision}", ErrorCode::kParse, "'days'");
  ExpectGivesError("clock", "^{clock: C, days: 9}", ErrorCode::kParse, "'from'");
  for (const char* days : {"0", "-1", "1.5", "3651"}) {
    ExpectGivesError("clock", std::string("{clock: C, days: ^") + days + ", from: decision}",
                     ErrorCode::kInvalidArgument, "whole number from 1 to 3650");
  }
  ExpectGivesError("clock", "{clock: C, days: 9, from: ^monday}", ErrorCode::kUnknownName,
                   "allowed are registration, decision, notification");
  ExpectRulesError(
      "provisions:\n- id: t.x\n  stage: classify\n  cite: {ref: l}\n"
      "  announced: 2020-01-01\n  effective: 2020-01-01\n  confidence: ^rumour\n",
      ErrorCode::kUnknownName, "allowed are unverified, press, secondary, primary");
}

}  // namespace
}  // namespace licet
