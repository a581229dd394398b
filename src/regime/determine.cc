#include "licet/regime/determine.h"

#include <algorithm>

namespace licet {

namespace {

bool Listed(const std::vector<Symbol>& words, Symbol word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Walks the stages of one snapshot over one set of facts.
class Walk {
 public:
  Walk(const Snapshot& snapshot, const Schema& schema, Facts* facts)
      : snapshot_(snapshot), pack_(*snapshot.pack), schema_(schema), facts_(*facts) {
    out_.pack = &pack_;
    out_.fires.assign(pack_.provisions.size(), Truth::kFalse);
    taken_.assign(pack_.provisions.size(), Truth::kFalse);
    for (std::size_t i = 0; i < schema.facts().size(); ++i) {
      // Results start empty and closed: nothing found yet.
      if (!schema.facts()[i].stage.empty()) facts_.values[i].set = KleeneSet::Of({});
    }
  }

  Determination RunClassify() {
    if (BeforeCoverage()) return std::move(out_);
    Run(Stage::kClassify);
    SetCodes();
    return std::move(out_);
  }

  Determination RunAll() {
    const Truth applies = Evaluate(pack_.applies, world());
    if (applies == Truth::kFalse) {
      out_.outcome = Outcome::kNotOnRoute;
      return std::move(out_);
    }
    if (BeforeCoverage()) return std::move(out_);
    for (int stage = 0; stage < static_cast<int>(Stage::kClock); ++stage) {
      Run(static_cast<Stage>(stage));
    }
    SetCodes();
    if (applies == Truth::kUnknown) {
      out_.outcome = Outcome::kUnknown;
      CollectMissing(pack_.applies, world(), &out_.missing);
    } else {
      SetOutcome();
    }
    SetReview();
    SetConditions();
    SetPlacesAndCharges();
    SetClocks();
    for (int number : out_.open) NoteUntaken(number);
    return std::move(out_);
  }

 private:
  // No provision on file is not the same as no provision.
  bool BeforeCoverage() {
    if (!(snapshot_.as_of < pack_.covers)) return false;
    Leave({});
    out_.missing.open_points.insert("the rules of " + pack_.regime + " on file start on " +
                                    pack_.covers.ToString() + "; what held before is not known");
    return true;
  }

  World world() const { return {schema_, facts_, snapshot_.sets}; }
  const Provision& At(int number) const {
    return pack_.provisions[static_cast<std::size_t>(number)];
  }
  Truth Fires(int number) const { return out_.fires[static_cast<std::size_t>(number)]; }
  // Whether the stage's hit policy takes it: under `first` only when nothing
  // before it fires.
  Truth Taken(int number) const { return taken_[static_cast<std::size_t>(number)]; }

  // A defeater may stand behind the provision it defeats (same stage), so the
  // truth of one is asked for through the chain; chains have no circles. Each
  // is computed once.
  Truth Fire(int number, std::vector<char>* done) {
    auto& flag = (*done)[static_cast<std::size_t>(number)];
    if (flag) return Fires(number);
    flag = 1;
    const Provision& p = At(number);
    if (!p.validity.InForce(snapshot_.as_of, snapshot_.known_at, snapshot_.reading)) {
      return Truth::kFalse;
    }
    Truth truth = Evaluate(p.when, world());
    for (int defeater : p.unless) {
      if (truth == Truth::kFalse) break;
      const bool earlier = At(defeater).stage != p.stage;
      truth = And(truth, Not(earlier ? Fires(defeater) : Fire(defeater, done)));
    }
    return out_.fires[static_cast<std::size_t>(number)] = truth;
  }

  void Run(Stage stage) {
    std::vector<char> done(pack_.provisions.size(), 0);
    KleeneSet found = KleeneSet::Of({});
    Truth earlier = Truth::kFalse;
    const bool first = pack_.hit[static_cast<std::size_t>(stage)] == Hit::kFirst;
    for (int number : snapshot_.in_force) {
      const Provision& p = At(number);
      if (p.stage != stage) continue;
      Truth truth = Fire(number, &done);
      if (!p.gives) continue;
      if (first) {
        truth = And(truth, Not(earlier));
        earlier = Or(earlier, Fires(number));
      }
      taken_[static_cast<std::size_t>(number)] = truth;
      if (!p.gives->name.empty()) found.Add(p.gives->word, truth);
    }
    for (std::size_t i = 0; i < schema_.facts().size(); ++i) {
      if (schema_.facts()[i].stage == ToString(stage)) facts_.values[i].set = found;
    }
  }

  // The provisions of a stage that give something and may be taken, by priority.
  std::vector<int> Candidates(Stage stage) const {
    std::vector<int> numbers;
    for (int number : snapshot_.in_force) {
      if (At(number).stage == stage && Taken(number) != Truth::kFalse) numbers.push_back(number);
    }
    if (pack_.hit[static_cast<std::size_t>(stage)] == Hit::kPriority) {
      std::stable_sort(numbers.begin(), numbers.end(), [&](int a, int b) {
        return Rank(stage, At(a).gives->name) < Rank(stage, At(b).gives->name);
      });
    }
    return numbers;
  }

  // Names that the order does not list come last.
  std::ptrdiff_t Rank(Stage stage, const std::string& name) const {
    const auto& order = pack_.order[static_cast<std::size_t>(stage)];
    return std::find(order.begin(), order.end(), name) - order.begin();
  }

  // A code is in when some provision gives it for sure, possible when one may.
  void SetCodes() {
    std::vector<std::pair<std::string, Truth>> found;
    for (int number : Candidates(Stage::kClassify)) {
      const std::string& code = At(number).gives->name;
      auto same = std::find_if(found.begin(), found.end(),
                               [&](const auto& entry) { return entry.first == code; });
      if (same == found.end()) {
        found.emplace_back(code, Taken(number));
      } else {
        same->second = Or(same->second, Taken(number));
      }
    }
    for (const auto& [code, truth] : found) {
      (truth == Truth::kTrue ? out_.codes : out_.possible).push_back(code);
    }
    if (found.empty() && !pack_.default_code.empty()) out_.codes.push_back(pack_.default_code);
    if (out_.codes.empty()) {
      NotePossible();
      return;
    }
    const bool sure = found.empty() || found[0].second == Truth::kTrue;
    if (sure) out_.governing = out_.codes[0];
    NotePossible();
  }

  void NotePossible() {
    for (int number : Candidates(Stage::kClassify)) {
      if (Taken(number) == Truth::kUnknown && !Sure(At(number).gives->name)) NoteUntaken(number);
    }
  }
  bool Sure(const std::string& code) const {
    return std::find(out_.codes.begin(), out_.codes.end(), code) != out_.codes.end();
  }

  // What an unknown provision lacks, through its defeaters and through the
  // results it asks for.
  void NoteMissing(int number) {
    if (!noted_.insert(number).second) return;
    const Provision& p = At(number);
    if (Evaluate(p.when, world()) == Truth::kUnknown) {
      CollectMissing(p.when, world(), &out_.missing);
      NoteResults(p);
    }
    for (int defeater : p.unless) {
      if (Fires(defeater) == Truth::kUnknown) NoteMissing(defeater);
    }
  }

  // The same for one that is not sure to be taken: under `first`, those before
  // it may be taken instead.
  void NoteUntaken(int number) {
    NoteMissing(number);
    const Stage stage = At(number).stage;
    if (pack_.hit[static_cast<std::size_t>(stage)] != Hit::kFirst) return;
    for (int other : Candidates(stage)) {
      if (other < number && Fires(other) == Truth::kUnknown) NoteMissing(other);
    }
  }

  void NoteResults(const Provision& p) {
    for (FactRef ref : p.when.FactsRead(schema_)) {
      if (ref.of_party) continue;
      const FactDecl& decl = schema_.facts()[static_cast<std::size_t>(ref.fact)];
      if (decl.stage.empty() || facts_[ref.fact].set.maybe.empty()) continue;
      for (int number : snapshot_.in_force) {
        const Provision& source = At(number);
        if (ToString(source.stage) == decl.stage && Fires(number) == Truth::kUnknown) {
          NoteMissing(number);
        }
      }
    }
  }

  // Truth over the candidates that satisfy `want`; the unknown ones are what
  // keeps it open, the sure ones vouch for it with their confidence.
  template <typename Want>
  Truth Any(Stage stage, Want want, std::vector<int>* open, Confidence* confidence) const {
    Truth truth = Truth::kFalse;
    for (int number : Candidates(stage)) {
      const Provision& p = At(number);
      if (!want(*p.gives)) continue;
      truth = Or(truth, Taken(number));
      if (Taken(number) == Truth::kUnknown) {
        open->push_back(number);
      } else {
        *confidence = std::max(*confidence, p.confidence);
      }
    }
    return truth;
  }

  void SetOutcome() {
    std::vector<int> open;
    Confidence confidence = Confidence::kUnverified;
    const Truth prohibited =
        Any(Stage::kRestrict, [](const Gives& g) { return g.prohibits; }, &open, &confidence);
    if (prohibited == Truth::kTrue) return Settle(Outcome::kProhibited, confidence);
    if (prohibited == Truth::kUnknown) return Leave(open);

    auto always = [](const Gives&) { return true; };
    const Truth required = Or(Any(Stage::kRequire, always, &open, &confidence),
                              Any(Stage::kRestrict, always, &open, &confidence));
    if (required == Truth::kFalse) return Settle(Outcome::kNoLicenceRequired, Confidence::kPrimary);
    if (required == Truth::kUnknown) return Leave(open);
    SetException(confidence);
  }

  void SetException(Confidence confidence) {
    std::vector<int> open;
    Confidence unused = Confidence::kUnverified;
    const Truth barred =
        Any(Stage::kRestrict, [](const Gives& g) { return g.bars_exceptions; }, &open, &unused);
    for (int number : Candidates(Stage::kExcept)) {
      const Truth available = And(Fires(number), Not(barred));
      if (available == Truth::kFalse) continue;
      if (available == Truth::kUnknown) {
        if (Fires(number) == Truth::kUnknown) open.push_back(number);
        return Leave(open);
      }
      out_.exception = At(number).gives->name;
      return Settle(Outcome::kException, At(number).confidence);
    }
    Settle(Outcome::kLicenceRequired, confidence);
  }

  void Settle(Outcome outcome, Confidence confidence) {
    out_.outcome = outcome;
    out_.confidence = confidence;
  }
  void Leave(std::vector<int> open) {
    out_.outcome = Outcome::kUnknown;
    out_.confidence = Confidence::kUnverified;
    out_.open = std::move(open);
  }

  // Hit policy first: the earliest that fires, unless an unknown one with
  // another answer stands before it.
  void SetReview() {
    if (out_.outcome != Outcome::kLicenceRequired) return;
    for (int number : Candidates(Stage::kReview)) {
      const std::string& name = At(number).gives->name;
      const bool known = std::find(out_.possible_reviews.begin(), out_.possible_reviews.end(),
                                   name) != out_.possible_reviews.end();
      if (!known) out_.possible_reviews.push_back(name);
      if (Fires(number) == Truth::kTrue) {
        out_.confidence = std::min(out_.confidence, At(number).confidence);
        break;
      }
      NoteMissing(number);
    }
    if (out_.possible_reviews.size() == 1) {
      out_.review = out_.possible_reviews[0];
      out_.possible_reviews.clear();
    }
  }

  void SetConditions() {
    for (int number : Candidates(Stage::kCondition)) {
      const Gives& gives = *At(number).gives;
      const bool licence = out_.outcome == Outcome::kLicenceRequired && gives.for_exception.empty();
      const bool exception =
          out_.outcome == Outcome::kException && gives.for_exception == out_.exception;
      if (!licence && !exception) continue;
      Truth met = Evaluate(*gives.test, world());
      // Whether the condition applies at all is open: then a failed test is open too.
      if (Taken(number) == Truth::kUnknown) met = Or(met, Truth::kUnknown);
      out_.conditions.push_back({number, met});
    }
  }

  void SetPlacesAndCharges() {
    for (int number : Candidates(Stage::kPlace)) {
      const Gives& gives = *At(number).gives;
      out_.places.Restrict(Taken(number), gives.bars_places,
                           gives.place_set < 0
                               ? gives.places
                               : snapshot_.sets[static_cast<std::size_t>(gives.place_set)]);
    }
    out_.charges = Candidates(Stage::kCharge);
  }

  // How long an authority has bears on nothing but an application.
  void SetClocks() {
    if (out_.outcome != Outcome::kLicenceRequired) return;
    Run(Stage::kClock);
    out_.clocks = Candidates(Stage::kClock);
  }

  const Snapshot& snapshot_;
  const Pack& pack_;
  const Schema& schema_;
  Facts& facts_;
  std::set<int> noted_;
  std::vector<Truth> taken_;  // by provision number
  Determination out_;
};

// Members on the day, inner sets resolved; circles were refused at loading.
std::vector<Symbol> MembersOf(const Pack& pack, std::size_t number, const Snapshot& snapshot) {
  auto collect = [&](const std::vector<SetMember>& members) {
    std::vector<Symbol> words;
    for (const SetMember& member : members) {
      if (!member.validity.InForce(snapshot.as_of, snapshot.known_at, snapshot.reading)) continue;
      words.insert(words.end(), member.words.begin(), member.words.end());
      if (member.set < 0) continue;
      const auto inner = MembersOf(pack, static_cast<std::size_t>(member.set), snapshot);
      words.insert(words.end(), inner.begin(), inner.end());
    }
    return words;
  };
  std::vector<Symbol> words = collect(pack.sets[number].members);
  const std::vector<Symbol> except = collect(pack.sets[number].except);
  std::erase_if(words, [&](Symbol word) { return Listed(except, word); });
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

}  // namespace

std::string_view ToString(Outcome outcome) {
  switch (outcome) {
    case Outcome::kNotOnRoute:
      return "not-on-route";
    case Outcome::kNoLicenceRequired:
      return "no-licence-required";
    case Outcome::kException:
      return "exception";
    case Outcome::kLicenceRequired:
      return "licence-required";
    case Outcome::kProhibited:
      return "prohibited";
    case Outcome::kUnknown:
      return "unknown";
  }
  return "?";
}

std::string_view ConditionWord(Truth met) {
  return met == Truth::kTrue ? "met" : met == Truth::kFalse ? "failed" : "open";
}

void Places::Restrict(Truth fires, bool bars, std::vector<Symbol> places) {
  if (fires != Truth::kFalse) rules_.push_back({fires, bars, std::move(places)});
}

Truth Places::Permits(std::optional<Symbol> place) const {
  Truth permitted = Truth::kTrue;
  for (const Rule& rule : rules_) {
    if (!place) return Truth::kUnknown;
    const bool allowed = Listed(rule.places, *place) != rule.bars;
    // A rule that may not apply cannot make a place surely forbidden.
    permitted = And(permitted, Or(ToTruth(allowed), Not(rule.fires)));
  }
  return permitted;
}

Snapshot TakeSnapshot(const Pack& pack, Date as_of, Date known_at, Reading reading) {
  Snapshot snapshot{&pack, as_of, known_at, reading, {}, {}};
  for (std::size_t i = 0; i < pack.provisions.size(); ++i) {
    if (pack.provisions[i].validity.InForce(as_of, known_at, reading)) {
      snapshot.in_force.push_back(static_cast<int>(i));
    }
  }
  for (std::size_t i = 0; i < pack.sets.size(); ++i) {
    snapshot.sets.push_back(MembersOf(pack, i, snapshot));
  }
  return snapshot;
}

Determination Determine(const Snapshot& snapshot, const Schema& schema, Facts* facts) {
  return Walk(snapshot, schema, facts).RunAll();
}

Determination Classify(const Snapshot& snapshot, const Schema& schema, Facts* facts) {
  return Walk(snapshot, schema, facts).RunClassify();
}

}  // namespace licet
