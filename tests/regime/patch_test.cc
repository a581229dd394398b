// What-if laws over a pack: each kind of change on its day, the day before, and
// before anybody knew; and what a patch may not do.

#include "licet/regime/patch.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "licet/base/text.h"
#include "licet/regime/calendar.h"
#include "licet/regime/overlay.h"
#include "test_pack.h"

namespace licet {
namespace {

using FactTexts = std::map<std::string, std::string>;

// Announced on 2021-05-01, effective on 2021-06-01, its changes as given.
std::string PatchText(const std::string& changes, const std::string& name = "p",
                      const std::string& effective = "2021-06-01") {
  return "patch: " + name +
         "\ntitle: What if\nregime: t\ncite: {ref: bill}\nannounced: 2021-05-01\neffective: " +
         effective + "\nchanges:\n" + changes;
}

class PatchTest : public ::testing::Test {
 protected:
  Result<Pack> Laid(const std::vector<std::string>& overlays, const std::string& law = kLaw,
                    const std::string& sets = kSets, const std::string& header = kHeader) const {
    std::vector<Overlay> read;
    for (const std::string& text : overlays) {
      auto document = Yaml::Parse(text, "p.yaml");
      if (!document) return std::unexpected(document.error());
      auto overlay = Overlay::Parse(*document, schema_);
      if (!overlay) return std::unexpected(overlay.error());
      read.push_back(*overlay);
    }
    return Pack::Parse(
        {{"pack.yaml", header}, {"rules.yaml", "provisions:\n" + law}, {"sets.yaml", sets}},
        schema_, read);
  }
  std::string ErrorOf(const std::string& changes, const std::string& law = kLaw) const {
    const auto pack = Laid({PatchText(changes)}, law);
    return pack ? "no error" : pack.error().ToString();
  }
  std::string Outcome(const Pack& pack, const char* day, const FactTexts& given,
                      const char* known = nullptr) const {
    Facts facts = licet::Given(schema_, given);
    const Date known_at = known == nullptr ? Date::Max() : Day(known);
    const Snapshot snapshot = TakeSnapshot(pack, Day(day), known_at, Reading::kEnforced);
    return std::string(ToString(Determine(snapshot, schema_, &facts).outcome));
  }
  std::string Code(const Pack& pack, const char* day, const FactTexts& given) const {
    Facts facts = licet::Given(schema_, given);
    return Join(Classify(On(pack, day), schema_, &facts).codes, "+");
  }

  static inline const std::string kLaw =
      Rule("need", "require", "a", "requirement: t.need") + Rule("free", "require", "b", "", {}) +
      Rule("top", "classify", "item.tpp >= 4800", "code: X") +
      Rule("mid", "classify", "item.tpp >= 1600 && item.tpp < 4800", "code: Y",
           {"unless: [t.top]"}) +
      Rule("far", "restrict", "to in group(\"far\")", "restriction: far, outcome: prohibited") +
      Rule("fee", "charge", "true", "charge: fee, rate: 0.25, base: revenue");
  static inline const std::string kSets =
      "sets:\n- {set: far, of: country, members: [{list: [CN, HK]}], except: [{list: [AE]}]}\n";
  const Schema schema_ = TestSchema();
};

// ---- what each kind does

TEST_F(PatchTest, EndsAProvisionFromItsDayOn) {
  const Pack pack = Laid({PatchText("- end: t.need\n")}).value();
  EXPECT_EQ(Outcome(pack, "2021-05-31", {{"a", "true"}, {"to", "US"}}), "licence-required");
  EXPECT_EQ(Outcome(pack, "2021-06-01", {{"a", "true"}, {"to", "US"}}), "no-licence-required");
  // Who did not know of it yet found the old law in force.
  EXPECT_EQ(Outcome(pack, "2021-06-01", {{"a", "true"}, {"to", "US"}}, "2021-04-30"),
            "licence-required");
  EXPECT_EQ(Outcome(pack, "2021-06-01", {{"a", "true"}, {"to", "US"}}, "2021-05-01"),
            "no-licence-required");
  const int ended = pack.Find("p.end.t.need");
  ASSERT_GE(ended, 0);
  EXPECT_EQ(pack.provisions[static_cast<std::size_t>(ended)].overlay, "p");
  EXPECT_EQ(pack.provisions[static_cast<std::size_t>(ended)].cite.ref, "bill");
  EXPECT_EQ(pack.overlays, std::vector<std::string>{"p"});
}

TEST_F(PatchTest, AnEndOfWhatDefeatsBringsTheRestBack) {
  const std::string law =
      Rule("need", "require", "a", "requirement: t.need", {"unless: [t.free]"}) +
      Rule("free", "require", "b", "");
  const Pack pack = Laid({PatchText("- end: [t.free]\n")}, law).value();
  const FactTexts both = {{"a", "true"}, {"b", "true"}, {"to", "US"}};
  EXPECT_EQ(Outcome(pack, "2021-05-31", both), "no-licence-required");
  EXPECT_EQ(Outcome(pack, "2021-06-01", both), "licence-required");
}

TEST_F(PatchTest, AnEndKeepsAPlannedOneAsKnown) {
  const std::string law = Rule("need", "require", "a", "requirement: t.need",
                               {"announced: 2020-01-01", "effective: 2020-01-01",
                                "ends: 2022-01-01", "ends_announced: 2020-07-01"});
  const Pack pack = Laid({PatchText("- end: t.need\n")}, law).value();
  const FactTexts given = {{"a", "true"}};
  EXPECT_EQ(Outcome(pack, "2021-12-31", given, "2021-04-30"), "licence-required");
  EXPECT_EQ(Outcome(pack, "2022-01-01", given, "2021-04-30"), "no-licence-required");
  EXPECT_EQ(Outcome(pack, "2021-06-01", given), "no-licence-required");
}

TEST_F(PatchTest, ReplacesAProvision) {
  const Pack pack =
      Laid({PatchText("- replace: t.need\n  with: {when: c, gives: {requirement: t.other}}\n")})
          .value();
  EXPECT_EQ(Outcome(pack, "2021-05-31", {{"a", "true"}, {"c", "false"}, {"to", "US"}}),
            "licence-required");
  EXPECT_EQ(Outcome(pack, "2021-06-01", {{"a", "true"}, {"c", "false"}, {"to", "US"}}),
            "no-licence-required");
  EXPECT_EQ(Outcome(pack, "2021-06-01", {{"a", "false"}, {"c", "true"}, {"to", "US"}}),
            "licence-required");
  const Provision& fresh = pack.provisions[static_cast<std::size_t>(pack.Find("p.t.need"))];
  EXPECT_EQ(fresh.cite.ref, "law, as changed by bill");
  EXPECT_EQ(fresh.validity.announced, Day("2021-05-01"));
  EXPECT_EQ(fresh.validity.effective, Day("2021-06-01"));
  EXPECT_EQ(fresh.overlay, "p");
}

TEST_F(PatchTest, TheNewOneHasThePlaceOfTheOldInTheOrder) {
  const std::string law = Rule("r", "require", "true", "requirement: t.r") +
                          Rule("one", "review", "a", "review: denial") +
                          Rule("two", "review", "a", "review: case-by-case");
  const Pack pack =
      Laid({PatchText("- replace: t.one\n  with: {gives: {review: presumption-of-denial}}\n")}, law,
           kSets, std::string(kHeader) + "stages: {review: {hit: first}}\n")
          .value();
  const auto review = [&](const char* day) {
    Facts facts = licet::Given(schema_, {{"a", "true"}});
    return Determine(On(pack, day), schema_, &facts).review;
  };
  EXPECT_EQ(review("2021-05-31"), "denial");
  EXPECT_EQ(review("2021-06-01"), "presumption-of-denial");
}

TEST_F(PatchTest, MovesALineAtUnderAndOver) {
  const Pack pack =
      Laid({PatchText("- move: {provision: [t.top, t.mid], from: 4800, to: 6000}\n")}).value();
  EXPECT_EQ(Code(pack, "2021-05-31", {{"item.tpp", "4800"}}), "X");
  EXPECT_EQ(Code(pack, "2021-06-01", {{"item.tpp", "4800"}}), "Y");
  EXPECT_EQ(Code(pack, "2021-06-01", {{"item.tpp", "5999.999999"}}), "Y");
  EXPECT_EQ(Code(pack, "2021-06-01", {{"item.tpp", "6000"}}), "X");
  EXPECT_EQ(Code(pack, "2021-06-01", {{"item.tpp", "1600"}}), "Y");
  ASSERT_EQ(pack.changes.size(), 2U);
  EXPECT_EQ(pack.changes[0].fields[0].before, "item.tpp >= 4800");
  EXPECT_EQ(pack.changes[0].fields[0].after, "item.tpp >= 6000");
}

TEST_F(PatchTest, TellsWhereElseTheLineStands) {
  const Pack one = Laid({PatchText("- move: {provision: t.top, from: 4800, to: 6000}\n")}).value();
  EXPECT_EQ(one.changes[0].note, "4800 of item.tpp stays in t.mid");
  const Pack both =
      Laid({PatchText("- move: {provision: [t.top, t.mid], from: 4800, to: 6000}\n")}).value();
  EXPECT_EQ(both.changes[0].note, "");
  const Pack gone = Laid({PatchText("- end: t.mid\n"
                                    "- move: {provision: t.top, from: 4800, to: 6000}\n")})
                        .value();
  EXPECT_EQ(gone.changes[1].note, "");
}

TEST_F(PatchTest, WhatNamesTheOldOneNamesTheNew) {
  // t.mid steps back for t.top; without that both codes would be given from 5,000 on.
  const std::string law =
      Rule("top", "classify", "item.tpp >= 4800", "code: X") +
      Rule("mid", "classify", "item.tpp >= 1600", "code: Y", {"unless: [t.top]"});
  const Pack pack =
      Laid({PatchText("- move: {provision: t.top, from: 4800, to: 5000}\n")}, law).value();
  EXPECT_EQ(Code(pack, "2021-06-01", {{"item.tpp", "5000"}}), "X");
  EXPECT_EQ(Code(pack, "2021-06-01", {{"item.tpp", "4800"}}), "Y");
  // So does what an overlay defeats.
  const std::string overlay =
      "overlay: mine\ntitle: M\nregimes: {t: {provisions: [{id: mine.off, stage: classify, cite: "
      "{ref: x}, announced: 2020-01-01, effective: 2020-01-01, confidence: primary, when: b, "
      "defeats: [t.top]}]}}\n";
  for (const auto& order :
       {std::vector{overlay, PatchText("- move: {provision: t.top, from: 4800, to: 5000}\n")},
        std::vector{PatchText("- move: {provision: t.top, from: 4800, to: 5000}\n"), overlay}}) {
    const Pack both = Laid(order, law).value();
    EXPECT_EQ(Code(both, "2021-06-01", {{"item.tpp", "5000"}, {"b", "true"}}), "Y");
    EXPECT_EQ(Code(both, "2021-06-01", {{"item.tpp", "5000"}, {"b", "false"}}), "X");
  }
}

TEST_F(PatchTest, MovesARate) {
  const Pack pack = Laid({PatchText("- move: {provision: t.fee, from: 0.25, to: 0.15}\n")}).value();
  const auto rate = [&](const char* day) {
    Facts facts = licet::Given(schema_, {{"a", "true"}, {"to", "US"}});
    const Determination d = Determine(On(pack, day), schema_, &facts);
    return d.charges.size() != 1
               ? "none"
               : pack.provisions[static_cast<std::size_t>(d.charges[0])].gives->rate.ToString();
  };
  EXPECT_EQ(rate("2021-05-31"), "0.25");
  EXPECT_EQ(rate("2021-06-01"), "0.15");
}

TEST_F(PatchTest, AddsProvisionsAndSetsOnItsDay) {
  const Pack pack =
      Laid({PatchText("- add:\n"
                      "    sets:\n"
                      "    - {set: p.new, of: country, members: [{list: [SG]}]}\n"
                      "    provisions:\n"
                      "    - {id: p.no, stage: restrict, confidence: primary, when: 'to in "
                      "group(\"p.new\")', gives: {restriction: no, outcome: prohibited}}\n")})
          .value();
  EXPECT_EQ(Outcome(pack, "2021-05-31", {{"a", "false"}, {"to", "SG"}}), "no-licence-required");
  EXPECT_EQ(Outcome(pack, "2021-06-01", {{"a", "false"}, {"to", "SG"}}), "prohibited");
  EXPECT_EQ(Outcome(pack, "2021-06-01", {{"a", "false"}, {"to", "SG"}}, "2021-04-30"),
            "no-licence-required");
  EXPECT_EQ(pack.provisions[static_cast<std::size_t>(pack.Find("p.no"))].cite.ref, "bill");
}

TEST_F(PatchTest, MembersJoinAndLeave) {
  const Pack pack = Laid({PatchText("- members: {set: far, add: [SG], end: [HK]}\n")}).value();
  const FactTexts sg = {{"a", "false"}, {"to", "SG"}};
  const FactTexts hk = {{"a", "false"}, {"to", "HK"}};
  EXPECT_EQ(Outcome(pack, "2021-05-31", sg), "no-licence-required");
  EXPECT_EQ(Outcome(pack, "2021-06-01", sg), "prohibited");
  EXPECT_EQ(Outcome(pack, "2021-05-31", hk), "prohibited");
  EXPECT_EQ(Outcome(pack, "2021-06-01", hk), "no-licence-required");
  EXPECT_EQ(Outcome(pack, "2021-06-01", hk, "2021-04-30"), "prohibited");
  // The calendar does not take it for the law.
  int patched = 0;
  for (const CalendarEvent& event :
       CalendarOf(pack, schema_, {}, Date::Max(), Reading::kEnforced)) {
    if (event.set < 0) continue;
    EXPECT_EQ(event.day, Day("2021-06-01"));
    EXPECT_EQ(CiteOf(pack, event).ref, "bill");
    EXPECT_NE(DetailOf(pack, event).find("overlay p"), std::string::npos);
    ++patched;
  }
  EXPECT_EQ(patched, 2);
}

// ---- several changes

TEST_F(PatchTest, TwoMovesOfOneDayMakeOneSuccessor) {
  const Pack pack = Laid({PatchText("- move: {provision: t.mid, from: 1600, to: 2000}\n"
                                    "- move: {provision: t.mid, from: 4800, to: 4000}\n")})
                        .value();
  EXPECT_EQ(Code(pack, "2021-06-01", {{"item.tpp", "1999"}}), "");
  EXPECT_EQ(Code(pack, "2021-06-01", {{"item.tpp", "2000"}}), "Y");
  EXPECT_EQ(Code(pack, "2021-06-01", {{"item.tpp", "4000"}}), "");
  EXPECT_EQ(pack.Find("p.t.mid.2"), -1);
}

TEST_F(PatchTest, StepsOnLaterDays) {
  const Pack pack = Laid({PatchText("- move: {provision: t.top, from: 4800, to: 6000}\n"
                                    "- move: {provision: t.top, from: 6000, to: 8000}\n"
                                    "  effective: 2022-01-01\n"
                                    "- end: t.top\n"
                                    "  effective: 2023-01-01\n")})
                        .value();
  EXPECT_EQ(Code(pack, "2021-12-31", {{"item.tpp", "6000"}}), "X");
  EXPECT_EQ(Code(pack, "2022-01-01", {{"item.tpp", "7999"}}), "");
  EXPECT_EQ(Code(pack, "2022-12-31", {{"item.tpp", "8000"}}), "X");
  EXPECT_EQ(Code(pack, "2023-01-01", {{"item.tpp", "8000"}}), "");
}

TEST_F(PatchTest, APatchOverAPatchChangesWhatThatMade) {
  const std::string first = PatchText("- move: {provision: t.top, from: 4800, to: 6000}\n");
  const std::string second =
      PatchText("- move: {provision: t.top, from: 6000, to: 7000}\n", "q", "2021-07-01");
  const Pack pack = Laid({first, second}).value();
  EXPECT_EQ(Code(pack, "2021-06-30", {{"item.tpp", "6000"}}), "X");
  EXPECT_EQ(Code(pack, "2021-07-01", {{"item.tpp", "6000"}}), "");
  EXPECT_EQ(Code(pack, "2021-07-01", {{"item.tpp", "7000"}}), "X");
  const auto wrong = Laid({second, first});
  ASSERT_FALSE(wrong);
  EXPECT_NE(wrong.error().sentence().find("no 6000"), std::string::npos)
      << wrong.error().ToString();
  const auto late =
      Laid({PatchText("- move: {provision: t.top, from: 4800, to: 6000}\n", "q", "2021-07-01"),
            PatchText("- move: {provision: t.top, from: 6000, to: 7000}\n")});
  ASSERT_FALSE(late);
  EXPECT_NE(late.error().sentence().find("changed on 2021-07-01 by the patch q already"),
            std::string::npos)
      << late.error().ToString();
}

// The words of a patch that is announced later were not known before, whoever builds on them.
TEST_F(PatchTest, WhatIsBuiltOnLaterWordsIsKnownFromThem) {
  std::string later = PatchText("- move: {provision: t.top, from: 4800, to: 3000}\n", "q");
  later.replace(later.find("announced: 2021-05-01"), 21, "announced: 2021-05-20");
  const std::string sooner =
      PatchText("- move: {provision: t.top, from: 3000, to: 2000}\n", "p", "2021-07-01");
  const auto pack = Laid({later, sooner});
  ASSERT_TRUE(pack) << pack.error().ToString();
  const auto code = [&](const char* known, const char* tpp) {
    Facts facts = licet::Given(schema_, {{"item.tpp", tpp}});
    const Snapshot snapshot =
        TakeSnapshot(*pack, Day("2021-08-01"), Day(known), Reading::kEnforced);
    return Join(Classify(snapshot, schema_, &facts).codes, "+");
  };
  EXPECT_EQ(code("2021-05-19", "4800"), "X") << "the law as it was known";
  EXPECT_EQ(code("2021-05-19", "2500"), "Y");
  EXPECT_EQ(code("2021-05-20", "2500"), "X");
}

TEST_F(PatchTest, WhatHasNotBegunDoesNotBeginEarlier) {
  const std::string law =
      Rule("soon", "require", "item.tpp >= 4800", "requirement: t.soon",
           {"announced: 2021-01-01", "effective: 2021-09-01", "compliance: 2021-12-01"});
  const Pack pack =
      Laid({PatchText("- move: {provision: t.soon, from: 4800, to: 6000}\n")}, law).value();
  const FactTexts given = {{"item.tpp", "6000"}};
  EXPECT_EQ(Outcome(pack, "2021-06-01", given), "no-licence-required");
  EXPECT_EQ(Outcome(pack, "2021-11-30", given), "no-licence-required");
  EXPECT_EQ(Outcome(pack, "2021-12-01", given), "licence-required");
  EXPECT_EQ(Outcome(pack, "2021-12-01", {{"item.tpp", "5999"}}), "no-licence-required");
  const Facts facts = licet::Given(schema_, given);
  Facts codified = facts;
  EXPECT_EQ(Determine(On(pack, "2021-09-01", Reading::kCodified), schema_, &codified).outcome,
            licet::Outcome::kLicenceRequired);
}

// ---- no earlier day

TEST_F(PatchTest, NoEarlierDayChanges) {
  const std::string patch = PatchText(
      "- end: t.need\n"
      "- replace: t.far\n  with: {when: 'to == \"US\"'}\n"
      "- move: {provision: [t.top, t.mid], from: 4800, to: 6000}\n"
      "- members: {set: far, add: [SG], end: [HK]}\n"
      "- add: {provisions: [{id: p.x, stage: require, confidence: primary, when: c, gives: "
      "{requirement: p.x}}]}\n"
      "  effective: 2021-08-01\n");
  const Pack with = Laid({patch}).value();
  const Pack without = Laid({}).value();
  const std::vector<const char*> days = {"2019-12-31", "2020-01-01", "2021-04-30", "2021-05-01",
                                         "2021-05-31", "2021-06-01", "2021-08-01", "2029-01-01"};
  for (const Reading reading : {Reading::kEnforced, Reading::kCodified}) {
    for (const char* day : days) {
      for (const char* known : days) {
        const Snapshot a = TakeSnapshot(with, Day(day), Day(known), reading);
        const Snapshot b = TakeSnapshot(without, Day(day), Day(known), reading);
        const bool early = Day(day) < Day("2021-06-01") || Day(known) < Day("2021-05-01");
        EXPECT_EQ(FirstDifference(a, b).empty(), early)
            << day << " known " << known << ": " << FirstDifference(a, b);
      }
    }
  }
}

// ---- what is refused

TEST_F(PatchTest, UnknownNamesAreToldWithTheNearest) {
  EXPECT_EQ(ErrorOf("- end: t.nead\n"),
            "p.yaml:8:8: no provision is called 't.nead'; did you mean 't.need'?");
  EXPECT_NE(ErrorOf("- end: [t.need, t.topp]\n").find("p.yaml:8:17: no provision"),
            std::string::npos);
  EXPECT_NE(ErrorOf("- members: {set: fer, add: [SG]}\n").find("did you mean 'far'"),
            std::string::npos);
  EXPECT_NE(ErrorOf("- ends: t.need\n").find("did you mean 'end'"), std::string::npos);
  EXPECT_NE(ErrorOf("- replace: t.need\n  with: {wen: c}\n").find("did you mean 'when'"),
            std::string::npos);
  EXPECT_NE(ErrorOf("- replace: t.need\n  with: {when: d}\n").find("p.yaml:9:16: "),
            std::string::npos);
}

TEST_F(PatchTest, ANumberStandsInOnePlace) {
  EXPECT_EQ(ErrorOf("- move: {provision: t.mid, from: 4801, to: 5000}\n"),
            "p.yaml:8:34: t.mid holds no 4801; it has 1600 (item.tpp), 4800 (item.tpp)");
  const std::string twice =
      Rule("two", "classify", "item.tpp >= 4800 || item.more >= 4800", "code: Z");
  EXPECT_NE(ErrorOf("- move: {provision: t.two, from: 4800, to: 5000}\n", twice)
                .find("t.two holds 4800 2 times (item.tpp >= 4800; item.more >= 4800); say which "
                      "with 'of: FACT'"),
            std::string::npos);
  EXPECT_EQ(ErrorOf("- move: {provision: t.two, from: 4800, to: 5000, of: item.more}\n", twice),
            "no error");
  EXPECT_NE(ErrorOf("- move: {provision: t.two, from: 4800, to: 5000, of: item.mor}\n", twice)
                .find("t.two compares no item.mor with a number; did you mean 'item.more'?"),
            std::string::npos);
  EXPECT_NE(ErrorOf("- move: {provision: t.need, from: 1, to: 2}\n").find("it has no number"),
            std::string::npos);
  EXPECT_NE(ErrorOf("- move: {provision: t.top, from: 4800, to: 4800}\n").find("moves nothing"),
            std::string::npos);
  const std::string same = Rule("two", "classify", "item.tpp > 48 || item.tpp < 48", "code: Z");
  EXPECT_NE(ErrorOf("- move: {provision: t.two, from: 48, to: 5, of: item.tpp}\n", same)
                .find("replace the whole condition"),
            std::string::npos);
}

TEST_F(PatchTest, NothingIsDatedEarlier) {
  EXPECT_EQ(ErrorOf("- end: t.need\n  effective: 2021-05-31\n"),
            "p.yaml:9:14: 2021-05-31 lies before the patch's own day, 2021-06-01; a change may "
            "only be later");
  const std::string add =
      "- add: {provisions: [{id: p.x, stage: require, confidence: primary, when: c, ";
  EXPECT_NE(ErrorOf(add + "effective: 2021-05-31, gives: {requirement: x}}]}\n")
                .find("'effective' 2021-05-31 lies before that of the patch, 2021-06-01"),
            std::string::npos);
  EXPECT_NE(ErrorOf(add + "announced: 2021-04-30, gives: {requirement: x}}]}\n")
                .find("'announced' 2021-04-30 lies before that of the patch, 2021-05-01"),
            std::string::npos);
  EXPECT_NE(ErrorOf("- add: {sets: [{set: p.s, of: country, members: [{list: [SG], from: "
                    "2021-01-01}]}]}\n")
                .find("'from' 2021-01-01 lies before"),
            std::string::npos);
  const std::string over =
      Rule("old", "require", "a", "requirement: x",
           {"announced: 2020-01-01", "effective: 2020-01-01", "ends: 2021-06-01"});
  EXPECT_NE(
      ErrorOf("- end: t.old\n", over).find("t.old ended on 2021-06-01; nothing of it is left"),
      std::string::npos);
  EXPECT_NE(ErrorOf("- end: t.need\n- replace: t.need\n  with: {when: c}\n")
                .find("ends on 2021-06-01 by the patch p already"),
            std::string::npos);
}

TEST_F(PatchTest, MembersThatCannotJoinOrLeave) {
  EXPECT_NE(
      ErrorOf("- members: {set: far, add: [CN]}\n").find("CN is in far on 2021-06-01 already"),
      std::string::npos);
  EXPECT_NE(ErrorOf("- members: {set: far, end: [SG]}\n").find("SG is not in far on 2021-06-01"),
            std::string::npos);
  EXPECT_NE(ErrorOf("- members: {set: far, add: [AE]}\n").find("'except' takes it out"),
            std::string::npos);
  EXPECT_NE(ErrorOf("- members: {set: far, add: [XX]}\n").find("is not an ISO 3166-1"),
            std::string::npos);
}

TEST_F(PatchTest, WrongFormsAreErrorsWithTheirPlace) {
  const std::string bad[] = {
      "patch: p\ntitle: T\nregime: t\nannounced: 2021-05-01\neffective: 2021-06-01\nchanges: []\n",
      PatchText("- {}\n"),
      PatchText("- end: t.need\n  move: {provision: t.top, from: 4800, to: 1}\n"),
      PatchText("- replace: t.need\n"),
      PatchText("- replace: t.need\n  with: {}\n"),
      PatchText("- end: t.need\n  with: {when: c}\n"),
      PatchText("- end: {id: t.need}\n"),
      PatchText("- add: {}\n"),
      PatchText("- add: {provisions: [x]}\n"),
      PatchText("- add: {provisions: [{id: t.x, stage: require, confidence: primary, when: c}]}\n"),
      PatchText("- add: {sets: [x]}\n"),
      PatchText("- members: {set: far}\n"),
      PatchText("- move: {provision: t.top, to: 5}\n"),
      PatchText("- move: {provision: t.top, from: x, to: 5}\n"),
      PatchText("- end: t.need\n", "Not a name"),
      PatchText("- end: t.need\n", "p", "soon"),
      "title: T\nregime: t\n",
  };
  for (const std::string& text : bad) {
    const auto pack = Laid({text});
    ASSERT_FALSE(pack) << text;
    EXPECT_EQ(pack.error().ToString().substr(0, 7), "p.yaml:") << pack.error().ToString();
    EXPECT_FALSE(pack.error().sentence().empty());
  }
}

TEST_F(PatchTest, SaysNothingOfOtherRegimes) {
  const std::string other =
      "patch: p\ntitle: T\nregime: other\ncite: {ref: b}\nannounced: 2021-05-01\neffective: "
      "2021-06-01\nchanges: [{end: t.nothing}]\n";
  const Pack pack = Laid({other}).value();
  EXPECT_TRUE(pack.changes.empty());
  EXPECT_EQ(pack.provisions.size(), Laid({}).value().provisions.size());
}

}  // namespace
}  // namespace licet
