#include "licet/analysis/reasoner.h"

#include <cstdlib>
#include <fstream>

#include "../journal/temp_folder.h"
#include "law_test.h"

namespace licet {
namespace {

using ReasonerTest = LawTest;

TEST_F(ReasonerTest, ALineIsAtItsNumber) {
  Reasoner reasoner(*schema_, kLong);
  const Formula at = reasoner.Holds(When("item.tpp >= 4800"), {});
  const Formula over = reasoner.Holds(When("item.tpp > 4799.999999"), {});
  const Formula more = reasoner.Holds(When("item.tpp > 4800"), {});
  EXPECT_EQ(Find(&reasoner, reasoner.And(at, reasoner.Not(over))), Search::kNone);
  EXPECT_EQ(Find(&reasoner, reasoner.And(over, reasoner.Not(at))), Search::kNone)
      << "there is nothing between two millionths";
  ASSERT_EQ(Find(&reasoner, reasoner.And(at, reasoner.Not(more))), Search::kFound);
  const int tpp = schema_->Find("item.tpp");
  EXPECT_EQ(witness_->facts[tpp].number, Range::Exactly(Decimal::FromInt(4800)));
  EXPECT_EQ(witness_->told, std::vector<int>{tpp});
}

TEST_F(ReasonerTest, ADensityIsMultipliedOut) {
  Reasoner reasoner(*schema_, kLong);
  const Formula dense = reasoner.Holds(When("item.performance_density >= 5.92"), {});
  const Formula small = reasoner.Holds(When("item.tpp < 1600 && item.logic_area >= 271"), {});
  EXPECT_EQ(Find(&reasoner, reasoner.And(dense, small)), Search::kNone) << "1600 / 271 = 5.90";
  const Formula larger = reasoner.Holds(When("item.tpp < 1600 && item.logic_area >= 270"), {});
  EXPECT_EQ(Find(&reasoner, reasoner.And(dense, larger)), Search::kFound) << "1600 / 270 = 5.93";
  const Formula no_area = reasoner.Holds(When("item.logic_area == 0"), {});
  EXPECT_EQ(Find(&reasoner, reasoner.And(dense, no_area)), Search::kNone) << "undefined";
}

TEST_F(ReasonerTest, WordsAreThoseOfTheSchema) {
  Reasoner reasoner(*schema_, kLong);
  const Formula somewhere = reasoner.Holds(
      When(R"(item.type in ["ic", "memory", "assembly", "digital-computer", "software",)"
           R"( "technology", "model-weights"])"),
      {});
  EXPECT_EQ(Find(&reasoner, reasoner.Not(somewhere)), Search::kNone);
  const Formula china = reasoner.Holds(When(R"(transaction.destination == "CN")"), {});
  EXPECT_EQ(Find(&reasoner, reasoner.Not(china)), Search::kFound);
}

// A fact may have a word that is only named of another, with which it is compared.
TEST_F(ReasonerTest, ComparedFactsShareTheirWords) {
  Reasoner reasoner(*schema_, kLong);
  const Formula chain = reasoner.Holds(
      When("purchaser.country == consignee.country && consignee.country == end_user.country"), {});
  const Formula brazil = reasoner.Holds(When(R"(end_user.country == "BR")"), {});
  EXPECT_EQ(Find(&reasoner, reasoner.And(chain, brazil)), Search::kFound);
  const Formula three = reasoner.Holds(
      When("purchaser.country != consignee.country && consignee.country != end_user.country"
           " && purchaser.country != end_user.country"),
      {});
  EXPECT_EQ(Find(&reasoner, three), Search::kFound);
}

// Every outcome that the solver finds is what the naive evaluator says of its witness; an
// outcome of the evaluator is never one that the solver proved impossible.
TEST_F(ReasonerTest, WitnessesAreJudgedAlike) {
  int found = 0;
  for (const char* regime : {"us-ear", "cn-import"}) {
    for (const char* day :
         {"2022-09-30", "2022-10-07", "2023-11-17", "2025-04-14", "2026-01-15", "2026-11-21"}) {
      const Snapshot snapshot = On(regime, day);
      Reasoner reasoner(*schema_, kLong);
      const std::size_t law = reasoner.AddLaw(snapshot);
      for (const Outcome outcome : kOutcomes) {
        const Search search = Find(&reasoner, reasoner.OutcomeIs(law, outcome));
        ASSERT_NE(search, Search::kUndecided);
        if (search == Search::kNone) continue;
        ++found;
        EXPECT_EQ(ToString(Judged(snapshot)), ToString(outcome)) << regime << " " << day;
      }
    }
  }
  EXPECT_GE(found, 30);
}

// LICET_RANDOM_FACTS draws as many.
TEST_F(ReasonerTest, FormulasAgreeWithTheNaiveEvaluator) {
  const char* wanted = std::getenv("LICET_RANDOM_FACTS");
  const std::uint64_t count = wanted == nullptr ? 600 : std::strtoull(wanted, nullptr, 10);
  std::uint64_t done = 0;
  const char* days[] = {"2022-10-07", "2023-11-17", "2025-04-14", "2026-11-21"};
  for (const Pack& pack : packs_) {
    for (const char* day : days) {
      const Snapshot snapshot = On(pack.regime, day);
      RandomFacts random(*schema_, {&pack}, 20261122 + done);
      Reasoner reasoner(*schema_, kLong);
      const std::size_t law = reasoner.AddLaw(snapshot);
      std::vector<Formula> outcomes;
      for (const Outcome outcome : kOutcomes) outcomes.push_back(reasoner.OutcomeIs(law, outcome));
      for (std::uint64_t i = 0; i < count / (packs_.size() * std::size(days)); ++i, ++done) {
        Facts facts = random.Draw();
        MakeKnown(&facts);
        Facts judged = facts;
        const Outcome naive = Determine(snapshot, *schema_, &judged).outcome;
        const std::vector<bool> truths = reasoner.TruthsOf(outcomes, facts);
        for (std::size_t o = 0; o < outcomes.size(); ++o) {
          ASSERT_EQ(truths[o], kOutcomes[o] == naive)
              << pack.regime << " " << day << ": " << ToString(kOutcomes[o]) << ", naive "
              << ToString(naive);
        }
      }
    }
  }
}

// Another solver, by other people, answers the same questions alike.
TEST_F(ReasonerTest, Cvc5Agrees) {
  if (std::system("cvc5 --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "cvc5 is not installed";
  TempFolder folder;
  int none = 0;
  for (const char* regime : {"us-ear", "cn-import"}) {
    Reasoner reasoner(*schema_, kLong);
    const Snapshot snapshot = On(regime, "2022-10-07");
    const std::size_t law = reasoner.AddLaw(snapshot);
    for (const Outcome outcome : kOutcomes) {
      const Formula formula = reasoner.OutcomeIs(law, outcome);
      const Search search = Find(&reasoner, formula);
      none += search == Search::kNone ? 1 : 0;
      const std::string question = folder.Path("question.smt2");
      WriteFile(question, reasoner.SmtLib(formula));
      const std::string answer = folder.Path("answer");
      ASSERT_EQ(std::system(("cvc5 --lang smt2 " + question + " >" + answer).c_str()), 0);
      std::string word;
      std::ifstream(answer) >> word;
      EXPECT_EQ(word, search == Search::kNone ? "unsat" : "sat")
          << regime << " " << ToString(outcome);
    }
  }
  EXPECT_GT(none, 0) << "some outcome was not possible then";
}

TEST_F(ReasonerTest, OutOfTimeIsUndecided) {
  Reasoner reasoner(*schema_, milliseconds(0));
  EXPECT_EQ(Find(&reasoner, reasoner.Always()), Search::kUndecided);
  EXPECT_FALSE(witness_);
}

TEST_F(ReasonerTest, AQuestionIsWrittenForOtherSolvers) {
  Reasoner reasoner(*schema_, kLong);
  const std::string text = reasoner.SmtLib(reasoner.Holds(When("item.tpp >= 4800"), {}));
  EXPECT_NE(text.find("(declare-fun item.tpp () Int)"), std::string::npos) << text;
  EXPECT_NE(text.find("(check-sat)"), std::string::npos);
}

}  // namespace
}  // namespace licet
