// The law on file and random transactions, for the tests of this part.

#ifndef LICET_TESTS_ANALYSIS_LAW_TEST_H_
#define LICET_TESTS_ANALYSIS_LAW_TEST_H_

#include <gtest/gtest.h>

#include <deque>
#include <memory>

#include "../regime/random_facts.h"
#include "licet/analysis/reasoner.h"
#include "licet/base/seams.h"
#include "licet/parties/party.h"

namespace licet {

using std::chrono::milliseconds;
inline constexpr milliseconds kLong{60'000};
inline constexpr Outcome kOutcomes[] = {Outcome::kNotOnRoute, Outcome::kNoLicenceRequired,
                                        Outcome::kException,  Outcome::kLicenceRequired,
                                        Outcome::kProhibited, Outcome::kUnknown};

inline Date D(const std::string& text) { return Date::Parse(text).value(); }

class LawTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string home = LICET_SOURCE_DIR;
    const auto disk = RealDisk();
    std::vector<std::string> codes;
    const auto countries = LoadCountries(*disk, home + "/data/countries.csv").value();
    for (const Country& country : countries) codes.push_back(country.code);
    schema_ =
        std::make_unique<Schema>(Schema::Load(*disk, home + "/regimes/schema.yaml", codes).value());
    const auto folders = disk->ListFolders(home + "/regimes").value();
    for (const std::string& folder : folders) {
      packs_.push_back(Pack::Load(*disk, home + "/regimes/" + folder, *schema_).value());
    }
  }

  const Pack& PackOf(std::string_view regime) const {
    return *std::ranges::find(packs_, regime, &Pack::regime);
  }
  Snapshot On(std::string_view regime, const std::string& day,
              Reading reading = Reading::kEnforced) const {
    return TakeSnapshot(PackOf(regime), D(day), D("2026-11-22"), reading);
  }
  Expression When(std::string_view text) const {
    auto compiled = Expression::Compile(text, *schema_, {});
    EXPECT_TRUE(compiled) << compiled.error().ToString();
    return *std::move(compiled);
  }
  // Found or not; what is found is judged again by the naive evaluator.
  Search Find(Reasoner* reasoner, Formula formula) {
    witness_.reset();
    return reasoner->Find(formula, &witness_);
  }
  Outcome Judged(const Snapshot& snapshot) {
    Facts facts = witness_->facts;
    return Determine(snapshot, *schema_, &facts).outcome;
  }

  // As an order whose facts are all known.
  void MakeKnown(Facts* facts) const {
    for (std::size_t i = 0; i < schema_->facts().size(); ++i) {
      Value& value = facts->values[i];
      if (value.truth == Truth::kUnknown) value.truth = Truth::kFalse;
      if (!value.number.IsExact()) {
        value.number =
            Range::Exactly(value.number.low.value_or(value.number.high.value_or(Decimal())));
      }
      if (!value.symbol) value.symbol = schema_->AnotherWord();
      value.set.maybe.clear();
      value.set.open = false;
    }
    facts->parties.clear();
    facts->party_roles.clear();
    const auto fields = static_cast<std::ptrdiff_t>(schema_->party_fields().size());
    for (const char* role : {"purchaser", "consignee", "end_user"}) {
      const auto from = facts->values.begin() + schema_->RoleStart(role);
      facts->parties.emplace_back(from, from + fields);
      facts->party_roles.push_back(role);
    }
  }

  std::unique_ptr<Schema> schema_;
  std::deque<Pack> packs_;
  std::optional<Witness> witness_;
};

}  // namespace licet

#endif  // LICET_TESTS_ANALYSIS_LAW_TEST_H_
