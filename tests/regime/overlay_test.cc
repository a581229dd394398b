// Private rules over a pack: what they may add, and what they may not touch.

#include "licet/regime/overlay.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "test_pack.h"

namespace licet {
namespace {

constexpr const char* kSchemaWithParameters = R"(schema: 1
units: {percent: hundredths}
party:
  flags: {type: set, means: "marks"}
facts:
  a:                {type: bool, means: "a"}
  parameter.share:  {type: number, unit: percent, means: "share"}
  parameter.modes:  {type: set, means: "modes"}
)";

class OverlayTest : public ::testing::Test {
 protected:
  // Provisions of the overlay "mine" for the regime "t".
  static std::string Mine(const std::string& provisions, const std::string& sets = "") {
    std::string text = "overlay: mine\ntitle: Mine\nregimes:\n  t:\n";
    if (!sets.empty()) text += "    sets:\n" + sets;
    if (!provisions.empty()) text += "    provisions:\n" + provisions;
    return text;
  }
  static std::string Add(const std::string& id, const std::string& stage, const std::string& when,
                         const std::string& rest) {
    return "    - {id: " + id + ", stage: " + stage +
           ", cite: {ref: letter}, announced: 2020-01-01, effective: 2020-01-01, "
           "confidence: primary, when: " +
           when + ", " + rest + "}\n";
  }
  Result<Pack> Laid(const std::string& overlay, const std::string& law) const {
    auto read = Overlay::Parse(Yaml::Parse(overlay, "mine.yaml").value(), schema_);
    if (!read) return std::unexpected(read.error());
    return Pack::Parse({{"pack.yaml", kHeader}, {"rules.yaml", "provisions:\n" + law}}, schema_,
                       {*read});
  }
  std::string ErrorOf(const std::string& overlay, const std::string& law = kLaw) const {
    const auto pack = Laid(overlay, law);
    return pack ? "no error" : pack.error().ToString();
  }
  std::string OutcomeOf(const Pack& pack, const std::map<std::string, std::string>& given) const {
    return std::string(ToString(Judge(schema_, pack, given).outcome));
  }

  static inline const std::string kLaw = Rule("need", "require", "a", "requirement: t.need");
  const Schema schema_ = TestSchema();
};

TEST_F(OverlayTest, AddsARule) {
  const Pack pack =
      Laid(Mine(Add("mine.no", "restrict", "b", "gives: {restriction: no, outcome: prohibited}")),
           kLaw)
          .value();
  EXPECT_EQ(pack.overlays, std::vector<std::string>{"mine"});
  EXPECT_EQ(pack.provisions[static_cast<std::size_t>(pack.Find("mine.no"))].overlay, "mine");
  EXPECT_EQ(pack.provisions[static_cast<std::size_t>(pack.Find("t.need"))].overlay, "");
  EXPECT_EQ(OutcomeOf(pack, {{"a", "true"}, {"b", "true"}}), "prohibited");
  EXPECT_EQ(OutcomeOf(pack, {{"a", "true"}, {"b", "false"}}), "licence-required");
}

TEST_F(OverlayTest, DefeatsWithoutEditing) {
  const Pack pack = Laid(Mine(Add("mine.off", "require", "b", "defeats: [t.need]")), kLaw).value();
  EXPECT_EQ(OutcomeOf(pack, {{"a", "true"}, {"b", "true"}}), "no-licence-required");
  EXPECT_EQ(OutcomeOf(pack, {{"a", "true"}, {"b", "false"}}), "licence-required");
  EXPECT_EQ(OutcomeOf(pack, {{"a", "true"}}), "unknown");
}

TEST_F(OverlayTest, AddsSets) {
  const Pack pack = Laid(Mine(Add("mine.far", "restrict", "'to in group(\"mine.places\")'",
                                  "gives: {restriction: far, outcome: prohibited}"),
                              "    - {set: mine.places, of: country, members: [{list: [SG]}]}\n"),
                         kLaw)
                        .value();
  EXPECT_EQ(OutcomeOf(pack, {{"a", "false"}, {"to", "SG"}}), "prohibited");
  EXPECT_EQ(OutcomeOf(pack, {{"a", "false"}, {"to", "US"}}), "no-licence-required");
  EXPECT_EQ(pack.sets.back().overlay, "mine");
}

TEST_F(OverlayTest, SaysNothingOfOtherRegimes) {
  const std::string other =
      "overlay: mine\ntitle: M\nregimes: {other: {provisions: [{id: wrong}]}}\n";
  EXPECT_EQ(Laid(other, kLaw).value().provisions.size(), 1U);
}

TEST_F(OverlayTest, NamesBeginWithItsName) {
  const std::string gives = "gives: {requirement: x}";
  EXPECT_EQ(ErrorOf(Mine(Add("t.other", "require", "b", gives))),
            "mine.yaml:6:12: what this overlay adds is named 'mine....'");
  EXPECT_NE(ErrorOf(Mine("", "    - {set: places, of: country, members: []}\n"))
                .find("mine.yaml:6:13: what this overlay adds is named"),
            std::string::npos);
  EXPECT_NE(
      ErrorOf(Mine(Add("mine.x", "require", "b", gives) + Add("mine.x", "require", "b", gives)))
          .find("is taken already"),
      std::string::npos);
}

TEST_F(OverlayTest, DefeatsOnlyWhatIsThereAndNotEarlier) {
  EXPECT_NE(ErrorOf(Mine(Add("mine.off", "require", "b", "defeats: [t.needs]")))
                .find("no provision is called 't.needs'; did you mean 't.need'?"),
            std::string::npos);
  const std::string later = ErrorOf(Mine(Add("mine.off", "review", "b", "defeats: [t.need]")));
  EXPECT_NE(later.find("mine.yaml:6:"), std::string::npos) << later;
  EXPECT_NE(later.find("t.need is of an earlier stage"), std::string::npos) << later;
  EXPECT_NE(ErrorOf(Mine(Add("mine.off", "require", "b", "unless: [t.need], defeats: [t.need]")))
                .find("in a circle"),
            std::string::npos);
}

TEST_F(OverlayTest, APackHasNoDefeats) {
  const auto pack = Pack::Parse(
      {{"pack.yaml", kHeader},
       {"rules.yaml",
        "provisions:\n" + Rule("x", "require", "a", "requirement: x", {"defeats: [t.x]"})}},
      schema_);
  ASSERT_FALSE(pack);
  EXPECT_NE(pack.error().sentence().find("defeats"), std::string::npos);
}

TEST_F(OverlayTest, WrongFormsAreErrorsWithTheirPlace) {
  const std::string bad[] = {
      "title: Mine\nregimes: {t: {}}\n",
      "overlay: Mine!\ntitle: Mine\nregimes: {t: {}}\n",
      "overlay: mine\nregimes: {t: {}}\n",
      "overlay: mine\ntitle: Mine\n",
      "overlay: mine\ntitle: Mine\nregimes: [t]\n",
      "overlay: mine\ntitle: Mine\nregimes: {t: {provisions: [], disable: [t.need]}}\n",
      "overlay: mine\ntitle: Mine\nregimes: {t: {provisions: {}}}\n",
      "overlay: mine\ntitle: Mine\nparameters: [x]\n",
      "overlay: mine\ntitle: Mine\nparameters: {parameter.x: 1}\n",
      "overlay: mine\ntitle: Mine\nparameters: {a: true}\n",
  };
  for (const std::string& text : bad) {
    EXPECT_EQ(ErrorOf(text).substr(0, 10), "mine.yaml:") << ErrorOf(text) << "\n" << text;
  }
}

TEST(OverlayParameters, HoldUnlessTheTransactionSaysOtherwise) {
  const Yaml document = Yaml::Parse(kSchemaWithParameters, "schema.yaml").value();
  Schema schema = Schema::Parse(document, {"US"}).value();
  const auto overlay =
      Overlay::Parse(Yaml::Parse("overlay: mine\ntitle: M\nparameters: {parameter.share: 12.5, "
                                 "parameter.modes: [x, y]}\n",
                                 "mine.yaml")
                         .value(),
                     schema);
  ASSERT_TRUE(overlay) << overlay.error().ToString();
  ASSERT_EQ(overlay->parameters().size(), 2U);
  for (const auto& [fact, value] : overlay->parameters()) {
    schema.SetDefault(fact, std::make_shared<const Value>(value));
  }
  Facts facts(schema);
  EXPECT_EQ(facts[schema.Find("parameter.share")].number.ToString(), "12.5");
  EXPECT_EQ(facts[schema.Find("parameter.modes")].set.in.size(), 2U);
  EXPECT_EQ(facts[schema.Find("a")].truth, Truth::kUnknown);
  const auto wrong = Overlay::Parse(
      Yaml::Parse("overlay: mine\ntitle: M\nparameters: {parameter.share: much}\n", "mine.yaml")
          .value(),
      schema);
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().place().line, 3);
  const auto near = Overlay::Parse(
      Yaml::Parse("overlay: mine\ntitle: M\nparameters: {parameter.shore: 1}\n", "mine.yaml")
          .value(),
      schema);
  ASSERT_FALSE(near);
  EXPECT_NE(near.error().sentence().find("did you mean 'parameter.share'"), std::string::npos);
}

}  // namespace
}  // namespace licet
