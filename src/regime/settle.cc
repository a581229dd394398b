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
  Settler(const Snapshot& snapshot, const Schema& schema, const Facts& facts, bool classify_only)
      : snapshot_(snapshot),
        schema_(schema),
        facts_(facts),
        classify_only_(classify_only),
        regions_(snapshot, schema) {}

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
      return SettlesAll(*chosen, 0, &facts);
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
      if (--budget_ < 0) return false;
      Facts copy = *facts;
      if (classify_only_) return Classify(snapshot_, schema_, &copy).possible.empty();
      return Determine(snapshot_, schema_, &copy).outcome != Outcome::kUnknown;
    }
    for (const Value& value : regions_.Samples(chosen[at], *facts)) {
      if (!SetFact(schema_, chosen[at], value, facts)) return false;
      if (!SettlesAll(chosen, at + 1, facts)) return false;
    }
    // What is known of it bounds the samples of the next round.
    return SetFact(schema_, chosen[at], facts_[schema_.Find(chosen[at])], facts).has_value();
  }

  const Snapshot& snapshot_;
  const Schema& schema_;
  const Facts& facts_;
  const bool classify_only_;
  const Regions regions_;
  int budget_ = kDeterminationsMax;
};

}  // namespace

std::vector<std::string> SmallestSettlingSet(const Snapshot& snapshot, const Schema& schema,
                                             const Facts& facts, const Determination& unknown,
                                             bool classify_only) {
  if (unknown.missing.facts.empty()) return {};
  return Settler(snapshot, schema, facts, classify_only).Run(unknown.missing.facts);
}

}  // namespace licet
