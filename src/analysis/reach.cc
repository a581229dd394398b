#include "licet/analysis/reach.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "licet/base/text.h"
#include "licet/regime/vintages.h"

namespace licet {
namespace {

constexpr Outcome kMeant[] = {Outcome::kNoLicenceRequired, Outcome::kException,
                              Outcome::kLicenceRequired, Outcome::kProhibited};

// How much a requirement or restriction takes away.
int Strictness(const Provision& provision) {
  return provision.gives->prohibits ? 2 : provision.gives->bars_exceptions ? 1 : 0;
}

// "3A090" of "3A090.a".
std::string EntryOf(const Provision& provision) {
  return provision.gives->name.substr(0, provision.gives->name.find('.'));
}

// One law, asked.
class LawAsked {
 public:
  LawAsked(const Snapshot& snapshot, const Schema& schema, std::chrono::milliseconds limit)
      : snapshot_(snapshot), reasoner_(schema, limit) {
    law_ = reasoner_.AddLaw(snapshot, PatternDetail::kFires);
  }

  Search MayFire(int number) { return reasoner_.Ask(reasoner_.MayFire(law_, number)); }

  // Whether it fires without any other of these, and where its stage matters.
  Search FiresAlone(int number, const std::vector<int>& others) {
    Formula alone = reasoner_.And(reasoner_.MayFire(law_, number), Matters(At(number).stage));
    for (const int other : others) {
      if (other != number) {
        alone = reasoner_.And(alone, reasoner_.Not(reasoner_.Fires(law_, other)));
      }
    }
    return reasoner_.Ask(alone);
  }

  // A review is asked where a licence is required, an exception where one is the answer.
  Formula Matters(Stage stage) {
    if (stage == Stage::kReview) return reasoner_.OutcomeIs(law_, Outcome::kLicenceRequired);
    if (stage == Stage::kExcept) {
      return reasoner_.Or(reasoner_.OutcomeIs(law_, Outcome::kException),
                          reasoner_.OutcomeIs(law_, Outcome::kUnknown));
    }
    return reasoner_.Always();
  }

  Search Both(int a, int b, std::optional<Witness>* witness) {
    return reasoner_.Find(reasoner_.And(reasoner_.Fires(law_, a), reasoner_.Fires(law_, b)),
                          witness);
  }

  // Whether none of these fires where a number lies between two others at which some do.
  Search Between(int fact, const std::vector<int>& numbers, std::optional<Witness>* witness) {
    Formula some = reasoner_.Not(reasoner_.Always());
    Formula none = reasoner_.Always();
    for (const int number : numbers) {
      some = reasoner_.Or(some, reasoner_.Fires(law_, number));
      none = reasoner_.And(none, reasoner_.Not(reasoner_.MayFire(law_, number)));
    }
    const Formula between = reasoner_.And(reasoner_.Below(fact, 1, 0), reasoner_.Below(fact, 0, 2));
    return reasoner_.Find(
        reasoner_.And(reasoner_.And(none, between), reasoner_.And(reasoner_.AtCopy(some, fact, 1),
                                                                  reasoner_.AtCopy(some, fact, 2))),
        witness);
  }

  Search Reaches(Outcome outcome) { return reasoner_.Ask(reasoner_.OutcomeIs(law_, outcome)); }

  const Provision& At(int number) const {
    return snapshot_.pack->provisions[static_cast<std::size_t>(number)];
  }
  const Snapshot& snapshot() const { return snapshot_; }
  std::vector<int> InForce(const std::function<bool(const Provision&)>& wanted) const {
    std::vector<int> numbers;
    for (const int number : snapshot_.in_force) {
      if (At(number).gives && wanted(At(number))) numbers.push_back(number);
    }
    return numbers;
  }
  std::vector<int> Of(Stage stage) const {
    return InForce([stage](const Provision& p) { return p.stage == stage; });
  }

 private:
  const Snapshot& snapshot_;
  Reasoner reasoner_;
  std::size_t law_ = 0;
};

class Reacher {
 public:
  Reacher(const Pack& pack, const Schema& schema, const ReachOptions& options)
      : pack_(pack), schema_(schema), options_(options) {}

  std::vector<ReachFinding> Run() {
    std::vector<std::vector<Snapshot>> laws = {
        VintagesOf(pack_, options_.known_at, Reading::kEnforced),
        VintagesOf(pack_, options_.known_at, Reading::kCodified)};
    if (std::ranges::equal(laws[0], laws[1], IsSameLaw)) laws.pop_back();
    std::size_t days = 0;
    for (const std::vector<Snapshot>& reading : laws) days += reading.size();
    std::size_t done = 0;
    for (const std::vector<Snapshot>& reading : laws) {
      for (const Snapshot& snapshot : reading) {
        options_.progress(done++, days);
        OneLaw(snapshot);
      }
      NoteUnreached(reading.front().reading);
    }
    options_.progress(days, days);
    NoteNeverSeen();
    NoteUnneeded();
    std::ranges::stable_sort(findings_, [](const ReachFinding& a, const ReachFinding& b) {
      return std::tie(a.finding.place.file, a.finding.place.line) <
             std::tie(b.finding.place.file, b.finding.place.line);
    });
    return std::move(findings_);
  }

 private:
  void OneLaw(const Snapshot& snapshot) {
    LawAsked law(snapshot, schema_, options_.limit);
    for (const int number : law.InForce([](const Provision&) { return true; })) {
      NoteFires(&law, number);
    }
    NoteAlone(&law);
    Siblings(&law);
    Outcomes(&law);
  }

  // ---- Provisions that come true on some day

  void NoteFires(LawAsked* law, int number) {
    if (law->At(number).stage == Stage::kCondition || fires_.contains(number)) return;
    const Search search = law->MayFire(number);
    asked_.insert(number);
    if (search != Search::kNone) fires_.insert(number);
    if (search == Search::kUndecided) Undecided(law->At(number), "it can fire", law->snapshot());
  }

  // A requirement or restriction counts where none that is as strict fires, a review where
  // none before it does, an exception where one is the answer.
  void NoteAlone(LawAsked* law) {
    const std::vector<int> rules = law->InForce([](const Provision& p) {
      return p.stage == Stage::kRequire || p.stage == Stage::kRestrict;
    });
    for (const int number : rules) {
      std::vector<int> as_strict = rules;
      std::erase_if(as_strict, [&](int other) {
        return Strictness(law->At(other)) < Strictness(law->At(number));
      });
      NoteAlone(law, number, as_strict);
    }
    for (const int number : law->Of(Stage::kExcept)) NoteAlone(law, number, {});
    const std::vector<int> reviews = law->Of(Stage::kReview);
    for (std::size_t i = 0; i < reviews.size(); ++i) {
      NoteAlone(
          law, reviews[i],
          std::vector<int>(reviews.begin(), reviews.begin() + static_cast<std::ptrdiff_t>(i)));
    }
  }

  void NoteAlone(LawAsked* law, int number, const std::vector<int>& others) {
    if (!fires_.contains(number) || counts_.contains(number)) return;
    const Search search = law->FiresAlone(number, others);
    could_count_.insert(number);
    if (search != Search::kNone) counts_.insert(number);
    if (search == Search::kUndecided) Undecided(law->At(number), "it counts", law->snapshot());
  }

  void NoteNeverSeen() {
    for (const int number : asked_) {
      if (fires_.contains(number)) continue;
      Find(At(number), "never-fires",
           "proved: as everything on file is known, it fires in no transaction on any day",
           std::nullopt);
    }
    for (const int number : could_count_) {
      if (counts_.contains(number)) continue;
      Find(At(number), "masked", MaskedSentence(At(number).stage), std::nullopt);
    }
  }

  static std::string MaskedSentence(Stage stage) {
    switch (stage) {
      case Stage::kReview:
        return "proved: wherever it fires, no licence is required, or a review before it fires too";
      case Stage::kExcept:
        return "proved: wherever it fires, no exception is the answer";
      default:
        return "proved: wherever it fires, one that is as strict fires too; by itself it adds "
               "nothing to the outcome";
    }
  }

  // ---- Paragraphs of one entry

  void Siblings(LawAsked* law) {
    std::map<std::string, std::vector<int>> entries;
    for (const int number : law->Of(Stage::kClassify)) {
      entries[EntryOf(law->At(number))].push_back(number);
    }
    for (const auto& [entry, numbers] : entries) {
      if (numbers.size() < 2) continue;
      Overlaps(law, numbers);
      Gaps(law, entry, numbers);
    }
  }

  // Codes that the pack's order ranks may stand side by side.
  bool IsRanked(const Provision& provision) const {
    const auto& order = pack_.order[static_cast<std::size_t>(Stage::kClassify)];
    return std::ranges::find(order, provision.gives->name) != order.end();
  }

  void Overlaps(LawAsked* law, const std::vector<int>& numbers) {
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      for (std::size_t j = i + 1; j < numbers.size(); ++j) {
        const Provision& a = At(numbers[i]);
        const Provision& b = At(numbers[j]);
        if (a.gives->name == b.gives->name || (IsRanked(a) && IsRanked(b))) continue;
        if (pairs_.contains({numbers[i], numbers[j]})) continue;
        std::optional<Witness> witness;
        const Search search = law->Both(numbers[i], numbers[j], &witness);
        if (search != Search::kNone) pairs_.insert({numbers[i], numbers[j]});
        if (search == Search::kUndecided) {
          Undecided(b, fmt::format("it fires beside {}", a.id), law->snapshot());
        } else if (search == Search::kFound) {
          Find(b, "both-fire",
               fmt::format("{}, of the same entry, fires for the same item on {}, and the order of "
                           "codes does not say which governs",
                           a.id, law->snapshot().as_of.ToString()),
               std::move(witness));
        }
      }
    }
  }

  void Gaps(LawAsked* law, const std::string& entry, const std::vector<int>& numbers) {
    for (const int fact : NumbersRead(numbers)) {
      if (gaps_.contains({entry, fact})) continue;
      std::optional<Witness> witness;
      const Search search = law->Between(fact, numbers, &witness);
      if (search != Search::kNone) gaps_.insert({entry, fact});
      const Provision& first = At(numbers.front());
      const std::string& name = schema_.facts()[static_cast<std::size_t>(fact)].name;
      if (search == Search::kUndecided) {
        Undecided(first, fmt::format("{} has a gap in {}", entry, name), law->snapshot());
      } else if (search == Search::kFound) {
        Find(
            first, "between",
            fmt::format("no paragraph of {} fires on {} for such a {}, and some do for a lower and "
                        "for a higher one",
                        entry, law->snapshot().as_of.ToString(), name),
            std::move(witness));
      }
    }
  }

  std::set<int> NumbersRead(const std::vector<int>& numbers) const {
    std::set<int> facts;
    for (const int number : numbers) {
      for (const FactRef ref : At(number).when.FactsRead(schema_)) {
        if (ref.of_party) continue;
        const FactType type = schema_.facts()[static_cast<std::size_t>(ref.fact)].type;
        if (type == FactType::kNumber) facts.insert(ref.fact);
      }
    }
    return facts;
  }

  // ---- Outcomes

  // Those that some provision in force exists for.
  static bool IsMeant(const LawAsked& law, Outcome outcome) {
    switch (outcome) {
      case Outcome::kException:
        return !law.Of(Stage::kExcept).empty();
      case Outcome::kLicenceRequired:
        return !law.InForce([](const Provision& p) {
                     return p.stage == Stage::kRequire ||
                            (p.stage == Stage::kRestrict && !p.gives->prohibits);
                   })
                    .empty();
      case Outcome::kProhibited:
        return !law.InForce([](const Provision& p) {
                     return p.stage == Stage::kRestrict && p.gives->prohibits;
                   })
                    .empty();
      default:
        return outcome == Outcome::kNoLicenceRequired;
    }
  }

  // Notes since when nobody reaches it; a day on which somebody does ends that.
  void Outcomes(LawAsked* law) {
    for (const Outcome outcome : kMeant) {
      if (!IsMeant(*law, outcome)) {
        unreached_.erase(outcome);
        continue;
      }
      const Search search = law->Reaches(outcome);
      if (search == Search::kNone) {
        unreached_.try_emplace(outcome, law->snapshot().as_of);
      } else {
        unreached_.erase(outcome);
      }
      if (search == Search::kUndecided) {
        FindOfPack("undecided", fmt::format("whether anybody reaches {} on {}", ToString(outcome),
                                            law->snapshot().as_of.ToString()));
      }
    }
  }

  void NoteUnreached(Reading reading) {
    for (const auto& [outcome, day] : unreached_) {
      FindOfPack("unreachable",
                 fmt::format("proved: from {} on nobody reaches {} ({} reading), and there are "
                             "provisions for it",
                             day.ToString(), ToString(outcome), ToString(reading)));
    }
    unreached_.clear();
  }

  // ---- Findings

  const Provision& At(int number) const {
    return pack_.provisions[static_cast<std::size_t>(number)];
  }

  void Find(const Provision& provision, const std::string& check, std::string sentence,
            std::optional<Witness> witness) {
    used_.insert({provision.id, check});
    if (provision.lint.contains(check)) return;
    findings_.push_back(
        {{provision.place, check, provision.id, std::move(sentence)}, std::move(witness)});
  }
  void FindOfPack(const std::string& check, std::string sentence) {
    const Place place = pack_.provisions.empty() ? Place{} : pack_.provisions.front().place;
    findings_.push_back({{place, check, pack_.regime, std::move(sentence)}, std::nullopt});
  }
  void Undecided(const Provision& provision, const std::string& what, const Snapshot& snapshot) {
    // Whether an allowance is needed is not known either.
    for (const LintCheck& check : LintChecks()) used_.insert({provision.id, check.name});
    findings_.push_back({{provision.place, "undecided", provision.id,
                          fmt::format("whether {} on {}; give more time with --time-limit", what,
                                      snapshot.as_of.ToString())},
                         std::nullopt});
  }

  // An allowance that allows nothing would hide the next mistake.
  void NoteUnneeded() {
    for (const Provision& provision : pack_.provisions) {
      for (const LintCheck& check : LintChecks()) {
        if (!check.by_solver || !provision.lint.contains(check.name)) continue;
        if (used_.contains({provision.id, check.name})) continue;
        findings_.push_back(
            {{provision.place, "unneeded", provision.id, UnneededSentence(check.name)},
             std::nullopt});
      }
    }
  }

  const Pack& pack_;
  const Schema& schema_;
  const ReachOptions& options_;
  std::set<int> asked_;
  std::set<int> fires_;                                 // on some day
  std::set<int> could_count_;                           // asked whether it counts
  std::set<int> counts_;                                // on some day
  std::set<std::pair<int, int>> pairs_;                 // of paragraphs
  std::set<std::pair<std::string, int>> gaps_;          // of an entry in a number
  std::map<Outcome, Date> unreached_;                   // and since when
  std::set<std::pair<std::string, std::string>> used_;  // id, check
  std::vector<ReachFinding> findings_;
};

}  // namespace

std::vector<ReachFinding> Reach(const Pack& pack, const Schema& schema,
                                const ReachOptions& options) {
  return Reacher(pack, schema, options).Run();
}

}  // namespace licet
