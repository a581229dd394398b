// licet regime prove, as a user runs it.

#include <nlohmann/json.hpp>

#include "run.h"

namespace licet {
namespace {

using Json = nlohmann::json;

Ran Prove(std::vector<std::string> arguments, const std::string& law = "us-ear@2026-11-21") {
  arguments.insert(arguments.begin(), {"regime", "prove", law});
  return Licet(arguments);
}
Json Answer(std::vector<std::string> arguments, const std::string& law = "us-ear@2026-11-21") {
  arguments.insert(arguments.end(), {"--format", "json"});
  const Ran ran = Prove(std::move(arguments), law);
  EXPECT_EQ(ran.err, "");
  return Json::parse(ran.out, nullptr, false);
}

const std::string kToChina =
    R"(item.type == "ic" && transaction.activity == "export" && transaction.origin == "US")"
    R"( && transaction.destination == "CN" && transaction.place_of_use == "CN")";

TEST(Prove, TheLineOfOctober2022) {
  const std::string fast = kToChina + " && item.peak_tops >= 4800 && item.interconnect >= 600";
  const Json before = Answer({"--never", "no-licence-required", "--when", fast},
                             "us-ear@2022-10-06,known=2022-10-06");
  EXPECT_EQ(before["answer"], "refuted");
  EXPECT_EQ(before["witness"]["outcome"], "no-licence-required");
  EXPECT_EQ(before["witness"]["facts"]["transaction.destination"], "CN");
}

// Whatever else such an item is said to be, and whoever deals: the solver once found a
// circuit "in 4A003" and a board "in 3A001" that went free.
TEST(Prove, NoDatacentrePartOf3A090aGoesToChinaFree) {
  const std::string sale = R"( && item.designed_for_datacenter && transaction.activity == "export")"
                           R"( && transaction.origin == "US" && transaction.destination == "CN")";
  for (
      const std::string item :
      {R"(item.type == "ic" && item.tpp >= 4800)",
       R"(item.type == "assembly" && sets.intersects(item.contains_codes, ["3A090.a"]))",
       R"(item.type == "digital-computer" && sets.intersects(item.contains_codes, ["3A090.a"]))"}) {
    const std::vector<std::string> claim = {"--never", "no-licence-required", "--when",
                                            item + sale};
    EXPECT_EQ(Answer(claim, "us-ear@2023-11-17")["answer"], "proved") << item;
    EXPECT_EQ(Answer(claim, "us-ear@2026-11-21")["answer"], "proved") << item;
    EXPECT_EQ(Answer(claim, "us-ear@2022-10-06,known=2022-10-06")["answer"], "refuted") << item;
  }
}

TEST(Prove, ExitCodesAndWords) {
  const Ran proved = Prove({"--when", "item.tpp >= 4800", "--implies", "item.tpp > 1600"});
  EXPECT_EQ(proved.code, kExitOk) << proved.err;
  EXPECT_EQ(proved.out.substr(0, 7), "Proved:");
  EXPECT_EQ(Prove({"--always",
                   "no-licence-required,exception,licence-required,prohibited,"
                   "unknown,not-on-route"})
                .code,
            kExitOk);
  const Ran refuted = Prove({"--when", "item.tpp > 1600", "--implies", "item.tpp >= 4800"});
  EXPECT_EQ(refuted.code, kExitNo);
  EXPECT_NE(refuted.out.find("item.tpp"), std::string::npos) << refuted.out;
  EXPECT_EQ(Prove({"--when", "item.tpp > 5", "--disjoint", "item.tpp < 5"}).code, kExitOk);
  EXPECT_EQ(Prove({"--when", "item.tpp > 5", "--disjoint", "item.tpp <= 6"}).code, kExitNo);
  EXPECT_EQ(Prove({"--when", "item.tpp > 5", "--equivalent", "!(item.tpp <= 5)"}).code, kExitOk);
}

TEST(Prove, NamedSetsAreThoseOfTheDay) {
  const std::vector<std::string> claim = {"--when", R"(transaction.destination == "CN")",
                                          "--implies",
                                          R"(transaction.destination in group("D:5"))"};
  EXPECT_EQ(Answer(claim)["answer"], "proved");
}

TEST(Prove, BadInput) {
  const auto says = [](const Ran& ran, const std::string& words) {
    EXPECT_EQ(ran.code, kExitBadInput);
    EXPECT_NE(ran.err.find(words), std::string::npos) << ran.err;
  };
  says(Prove({"--when", "item.tpp >", "--never", "unknown"}), "--when");
  says(Prove({"--always", "licence-requird"}), "licence-required");
  says(Prove({"--when", R"(sets.intersects(result.codes, ["3A090"]))", "--never", "unknown"}),
       "is a result");
  says(Prove({"--never", "unknown"}, "us-ear@own"), "one day");
  says(Prove({"--never", "unknown"}, "us-eer@2026-11-21"), "us-ear");
  says(Prove({}), "nothing is claimed");
  says(Prove({"--always", "unknown", "--disjoint", "true"}), "several claims");
}

TEST(Prove, TheQuestionForAnotherSolver) {
  TempFolder folder;
  const std::string file = folder.Path("question.smt2");
  EXPECT_EQ(Prove({"--when", "item.tpp > 5", "--disjoint", "item.tpp < 5", "--smt", file}).code,
            kExitOk);
  std::ifstream in(file);
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  EXPECT_NE(text.find("(check-sat)"), std::string::npos);
}

// A figure in another unit would be a proof of anything.
TEST(Prove, NothingMeetsTheCondition) {
  for (const std::vector<std::string>& more :
       {std::vector<std::string>{"--when", "item.tpp >= 200000000"},
        {"--when", "item.tpp >= 4800", "--domain", "item.tpp=..100"}}) {
    std::vector<std::string> command = {"regime", "prove", "us-ear@2026-11-21", "--always",
                                        "prohibited"};
    command.insert(command.end(), more.begin(), more.end());
    const Ran ran = Licet(command);
    EXPECT_EQ(ran.code, kExitBadInput) << ran.out;
    EXPECT_NE(ran.err.find("no transaction meets --when"), std::string::npos) << ran.err;
  }
}

}  // namespace
}  // namespace licet
