// Which missing facts would settle an unknown outcome.

#include "licet/regime/determine.h"
#include "regions.h"

namespace licet {

namespace {

// Enough for three facts with a dozen regions each; keeps one answer far under
// a tenth of a second.
constexpr int kDeterminationsMax = 1500;
constexpr std::size_t kFactsMax = 10;

class Settler {
 public:
  Settler(const Schema& schema, const Facts& facts, const Regions& regions, SettleOracle& oracle)
      : schema_(schema), facts_(facts), regions_(regions), oracle_(oracle) {}

  std::vector<std::string> Run(const std::set<std::string>& missing) {
    const std::vector<std::string> names(missing.begin(), missing.end());
    if (names.size() > kFactsMax) return names;
    for (std::size_t size = 1; size < names.size(); ++size) {
      std::vector<std::string> chosen;
      if (Choose(names, 0, size, &chosen)) return chosen;
      if (budget_ <= 0) break;
    }
    return names;
  }

 private:
  bool Choose(const std::vector<std::string>& names, std::size_t from, std::size_t size,
              std::vector<std::string>* chosen) {
    if (chosen->size() == size) {
      Facts facts = facts_;
      oracle_.Begin(facts_, *chosen);
      return SettlesAll(*chosen, 0, &facts) && oracle_.Settled(&budget_);
    }
    for (std::size_t i = from; i < names.size() && budget_ > 0; ++i) {
      chosen->push_back(names[i]);
      if (Choose(names, i + 1, size, chosen)) return true;
      chosen->pop_back();
    }
    return false;
  }

  bool SettlesAll(const std::vector<std::string>& chosen, std::size_t at, Facts* facts) {
    if (at == chosen.size()) {
      oracle_.Add(*facts);
      return !oracle_.full() || oracle_.Settled(&budget_);
    }
    for (const Value& value : regions_.Samples(chosen[at], *facts)) {
      if (!SetFact(schema_, chosen[at], value, facts)) return false;
      if (!SettlesAll(chosen, at + 1, facts)) return false;
    }
    // What is known of it bounds the samples of the next round.
    return SetFact(schema_, chosen[at], facts_[schema_.Find(chosen[at])], facts).has_value();
  }

  const Schema& schema_;
  const Facts& facts_;
  const Regions& regions_;
  SettleOracle& oracle_;
  int budget_ = kDeterminationsMax;
};

// One determination after the other.
class NaiveOracle : public SettleOracle {
 public:
  NaiveOracle(const Snapshot& snapshot, const Schema& schema, bool classify_only)
      : snapshot_(snapshot), schema_(schema), classify_only_(classify_only) {}

  void Begin(const Facts&, const std::vector<std::string>&) override { facts_.reset(); }
  void Add(const Facts& facts) override { facts_ = facts; }
  bool full() const override { return true; }
  bool Settled(int* budget) override {
    if (!facts_) return true;
    if (--*budget < 0) return false;
    Facts facts = std::move(*facts_);
    facts_.reset();
    if (classify_only_) return Classify(snapshot_, schema_, &facts).possible.empty();
    return Determine(snapshot_, schema_, &facts).outcome != Outcome::kUnknown;
  }

 private:
  const Snapshot& snapshot_;
  const Schema& schema_;
  const bool classify_only_;
  std::optional<Facts> facts_;
};

}  // namespace

std::vector<std::string> SmallestSettlingSet(const Snapshot& snapshot, const Schema& schema,
                                             const Facts& facts, const Determination& unknown,
                                             bool classify_only) {
  NaiveOracle oracle(snapshot, schema, classify_only);
  return SmallestSettlingSet(snapshot, schema, facts, unknown, &oracle);
}

std::vector<std::string> SmallestSettlingSet(const Snapshot& snapshot, const Schema& schema,
                                             const Facts& facts, const Determination& unknown,
                                             SettleOracle* oracle) {
  if (unknown.missing.facts.empty()) return {};
  const Regions regions(snapshot, schema, facts, unknown);
  return Settler(schema, facts, regions, *oracle).Run(unknown.missing.facts);
}

}  // namespace licet
