#include "licet/regime/compile.h"

#include <algorithm>
#include <string>
#include <utility>

namespace licet {

namespace {

using Says = CompiledSnapshot::Says;
using B = CircuitBuilder;

// The provision, its defeaters and the makers of the results it asks for, and
// theirs: where what an unknown one lacks is looked for.
std::vector<int> Behind(const Snapshot& snapshot, const Schema& schema, int provision) {
  const auto& provisions = snapshot.pack->provisions;
  std::vector<char> seen(provisions.size(), 0);
  std::vector<int> found;
  std::vector<std::string_view> stages;  // whose makers are found
  auto visit = [&](int number) {
    if (std::exchange(seen[static_cast<std::size_t>(number)], 1) == 0) found.push_back(number);
  };
  visit(provision);
  for (std::size_t i = 0; i < found.size(); ++i) {
    const Provision& p = provisions[static_cast<std::size_t>(found[i])];
    for (int defeater : p.unless) visit(defeater);
    for (FactRef ref : p.when.FactsRead(schema)) {
      if (ref.of_party) continue;
      const std::string& stage = schema.facts()[static_cast<std::size_t>(ref.fact)].stage;
      if (stage.empty() || std::find(stages.begin(), stages.end(), stage) != stages.end()) continue;
      stages.push_back(stage);
      for (int number : snapshot.in_force) {
        if (ToString(provisions[static_cast<std::size_t>(number)].stage) == stage) visit(number);
      }
    }
  }
  return found;
}

// Follows Walk in determine.cc step by step; where that computes a truth, this
// adds gates.
class Compiler {
 public:
  Compiler(const Snapshot& snapshot, int place_of_use, const Schema& schema, AtomTable* atoms,
           PatternDetail detail)
      : detail_(detail),
        snapshot_(snapshot),
        pack_(*snapshot.pack),
        schema_(schema),
        place_of_use_(place_of_use),
        atoms_(*atoms),
        when_(pack_.provisions.size()),
        fires_(pack_.provisions.size()),
        taken_(pack_.provisions.size()),
        done_(pack_.provisions.size(), 0),
        skeletons_(pack_.provisions.size() + 1) {
    results_ = [this](int fact, const std::vector<Symbol>& words) { return Found(fact, words); };
  }

  CompiledSnapshot Run() {
    const KleeneWire applies = Compile(pack_.applies, &skeletons_.back());
    on_route_ = B::Not(applies.no);
    if (snapshot_.as_of < pack_.covers) {
      outcome_[CompiledSnapshot::kUnknown] = on_route_;
      return Finish(kWireTrue, kWireFalse);
    }
    for (stage_ = 0; stage_ < static_cast<int>(Stage::kClock); ++stage_) {
      RunStage(static_cast<Stage>(stage_));
    }
    SetOutcome();
    // Whether the regime governs at all is open: so is its answer.
    for (Wire& wire : outcome_) wire = builder_.And(wire, applies.yes);
    const Wire doubtful = builder_.And(on_route_, B::Not(applies.yes));
    outcome_[CompiledSnapshot::kUnknown] =
        builder_.Or(outcome_[CompiledSnapshot::kUnknown], doubtful);
    for (ExceptionWire& e : exceptions_) e.chosen = builder_.And(e.chosen, applies.yes);
    RunStage(Stage::kClock);  // stage_ stands there
    const KleeneWire place = Place();
    SetUnmet();
    switch (detail_) {
      case PatternDetail::kAll:
        MarkAll();
        break;
      case PatternDetail::kVerdict:
        MarkVerdict();
        break;
      case PatternDetail::kFires:
        MarkEach();
        break;
    }
    return Finish(builder_.Or(place.yes, B::Not(on_route_)), builder_.And(place.no, on_route_));
  }

 private:
  struct ExceptionWire {
    int provision;
    Wire chosen;
  };

  const Provision& At(int number) const {
    return pack_.provisions[static_cast<std::size_t>(number)];
  }
  template <typename T>
  static auto& Of(T& wires, int number) {
    return wires[static_cast<std::size_t>(number)];
  }
  KleeneWire Compile(const Expression& expression, Skeleton* skeleton = nullptr) {
    return atoms_.Compile(expression, snapshot_.sets, results_, &builder_, skeleton);
  }
  bool Is(int number, Stage stage) const { return At(number).stage == stage; }

  // What earlier stages found. A stage sees nothing of its own and of later ones.
  KleeneWire Found(int fact, const std::vector<Symbol>& words) {
    const std::string& stage = schema_.facts()[static_cast<std::size_t>(fact)].stage;
    KleeneWire wire;
    for (int number : snapshot_.in_force) {
      const Provision& p = At(number);
      if (ToString(p.stage) != stage || static_cast<int>(p.stage) >= stage_) continue;
      if (!p.gives || p.gives->name.empty()) continue;
      if (std::find(words.begin(), words.end(), p.gives->word) == words.end()) continue;
      wire = builder_.Or(wire, Of(taken_, number));
    }
    return wire;
  }

  KleeneWire Fire(int number) {
    if (Of(done_, number)) return Of(fires_, number);
    Of(done_, number) = 1;
    const Provision& p = At(number);
    if (!p.validity.InForce(snapshot_.as_of, snapshot_.known_at, snapshot_.reading)) {
      return Of(fires_, number);
    }
    KleeneWire wire = Of(when_, number) = Compile(p.when, &Of(skeletons_, number));
    if (p.stage == Stage::kClock) {  // not asked where no licence is required
      const Wire asked = outcome_[CompiledSnapshot::kLicenceRequired];
      wire = builder_.And(wire, KleeneWire{asked, B::Not(asked)});
    }
    for (int defeater : p.unless) {
      const bool earlier = At(defeater).stage != p.stage;
      wire = builder_.And(wire, B::Not(earlier ? Of(fires_, defeater) : Fire(defeater)));
    }
    return Of(fires_, number) = wire;
  }

  void RunStage(Stage stage) {
    KleeneWire earlier;
    const bool first = pack_.hit[static_cast<std::size_t>(stage)] == Hit::kFirst;
    for (int number : snapshot_.in_force) {
      if (!Is(number, stage)) continue;
      KleeneWire wire = Fire(number);
      if (!At(number).gives) continue;
      if (first) {
        wire = builder_.And(wire, B::Not(earlier));
        earlier = builder_.Or(earlier, Of(fires_, number));
      }
      Of(taken_, number) = wire;
    }
  }

  std::vector<int> InOrder(Stage stage) const {
    std::vector<int> numbers;
    for (int number : snapshot_.in_force) {
      if (Is(number, stage) && At(number).gives) numbers.push_back(number);
    }
    if (pack_.hit[static_cast<std::size_t>(stage)] == Hit::kPriority) {
      const auto& order = pack_.order[static_cast<std::size_t>(stage)];
      auto rank = [&](int number) {
        return std::find(order.begin(), order.end(), At(number).gives->name) - order.begin();
      };
      std::stable_sort(numbers.begin(), numbers.end(),
                       [&](int a, int b) { return rank(a) < rank(b); });
    }
    return numbers;
  }

  template <typename Want>
  KleeneWire Any(Stage stage, Want want) {
    KleeneWire wire;
    for (int number : snapshot_.in_force) {
      if (!Is(number, stage) || !At(number).gives || !want(*At(number).gives)) continue;
      wire = builder_.Or(wire, Of(taken_, number));
    }
    return wire;
  }

  static bool Always(const Gives&) { return true; }

  void SetOutcome() {
    const KleeneWire prohibited = Any(Stage::kRestrict, [](const Gives& g) { return g.prohibits; });
    outcome_[CompiledSnapshot::kProhibited] = prohibited.yes;
    const KleeneWire required =
        builder_.Or(Any(Stage::kRequire, Always), Any(Stage::kRestrict, Always));
    outcome_[CompiledSnapshot::kNoLicenceRequired] = builder_.And(prohibited.no, required.no);

    const KleeneWire barred =
        Any(Stage::kRestrict, [](const Gives& g) { return g.bars_exceptions; });
    Wire left = builder_.And(prohibited.no, required.yes);  // lanes not yet settled
    Wire doubtful = kWireFalse;
    Wire excepted = kWireFalse;
    for (int number : InOrder(Stage::kExcept)) {
      const KleeneWire available = builder_.And(Of(fires_, number), B::Not(barred));
      const Wire candidate = builder_.And(left, B::Not(Of(taken_, number).no));
      const Wire chosen = builder_.And(candidate, available.yes);
      const Wire open =
          builder_.And(candidate, builder_.And(B::Not(available.yes), B::Not(available.no)));
      exceptions_.push_back({number, chosen});
      excepted = builder_.Or(excepted, chosen);
      doubtful = builder_.Or(doubtful, open);
      left = builder_.And(left, builder_.And(B::Not(chosen), B::Not(open)));
    }
    outcome_[CompiledSnapshot::kException] = excepted;
    outcome_[CompiledSnapshot::kLicenceRequired] = left;
    Wire unknown = kWireTrue;
    for (Wire settled : {outcome_[0], outcome_[1], outcome_[2], outcome_[3]}) {
      unknown = builder_.And(unknown, B::Not(settled));
    }
    outcome_[CompiledSnapshot::kUnknown] = unknown;
  }

  // As Places::Permits for the transaction's own place.
  KleeneWire Place() {
    KleeneWire permitted = B::Constant(Truth::kTrue);
    for (int number : snapshot_.in_force) {
      const Provision& p = At(number);
      if (p.stage != Stage::kPlace || !p.gives) continue;
      const Gives& gives = *p.gives;
      std::vector<Symbol> words = gives.place_set < 0
                                      ? gives.places
                                      : snapshot_.sets[static_cast<std::size_t>(gives.place_set)];
      // No country bears this word: a place that is known is not among them.
      if (words.empty()) words.push_back(schema_.AnotherWord());
      KleeneWire allowed = atoms_.WordIn(place_of_use_, std::move(words), &builder_);
      if (gives.bars_places) allowed = B::Not(allowed);
      permitted = builder_.And(permitted, builder_.Or(allowed, B::Not(Of(taken_, number))));
    }
    return permitted;
  }

  Wire Relevant(const Gives& gives) {
    return gives.for_exception.empty() ? outcome_[CompiledSnapshot::kLicenceRequired]
                                       : Chosen(gives.for_exception);
  }

  void SetUnmet() {
    for (int number : snapshot_.in_force) {
      if (!Is(number, Stage::kCondition) || !At(number).gives) continue;
      const Wire shown = builder_.And(Relevant(*At(number).gives), B::Not(Of(taken_, number).no));
      const KleeneWire test = Compile(*At(number).gives->test);
      unmet_ = builder_.Or(unmet_, builder_.And(shown, B::Not(test.yes)));
    }
  }

  // Codes, places and reviews count when they may fire, the others when they
  // do; as GroundsOf chooses what an answer rests on.
  void MarkVerdict() {
    for (int number : snapshot_.in_force) {
      const Provision& p = At(number);
      const Wire fires = builder_.And(on_route_, Of(fires_, number).yes);
      if (!p.gives) {
        MarkFired(number, builder_.And(fires, Matters(number)));
        continue;
      }
      switch (p.stage) {
        case Stage::kClassify:
        case Stage::kPlace:
          MarkFires(number, on_route_);
          break;
        case Stage::kReview:
          MarkFires(number, outcome_[CompiledSnapshot::kLicenceRequired]);
          MarkFired(number, builder_.And(fires, Matters(number)));
          break;
        case Stage::kExcept:
          MarkFired(number,
                    builder_.And(fires, builder_.Or(Chosen(p.gives->name), Matters(number))));
          break;
        case Stage::kCondition:
        case Stage::kClock:
          MarkFired(number, builder_.And(fires, Matters(number)));
          break;
        default:
          MarkFired(number, fires);
      }
    }
    open_ = kWireFalse;
  }

  void MarkFired(int number, Wire wire) {
    if (wire != kWireFalse) Put(number, Says::kFired, {wire});
  }

  // Some exception of that name is the answer.
  Wire Chosen(const std::string& name) {
    Wire wire = kWireFalse;
    for (const ExceptionWire& e : exceptions_) {
      if (At(e.provision).gives->name == name) wire = builder_.Or(wire, e.chosen);
    }
    return wire;
  }

  // It keeps from firing what would otherwise fire.
  Wire Matters(int defeater) {
    Wire wire = kWireFalse;
    for (int number : snapshot_.in_force) {
      const auto& unless = At(number).unless;
      if (!At(number).gives || std::find(unless.begin(), unless.end(), defeater) == unless.end()) {
        continue;
      }
      wire = builder_.Or(wire, builder_.And(Of(when_, number).yes, B::Not(Of(fires_, number).yes)));
    }
    return wire;
  }

  void MarkEach() {
    for (int number : snapshot_.in_force) {
      if (At(number).gives && !Is(number, Stage::kCondition)) MarkFires(number, on_route_);
    }
    open_ = kWireFalse;
  }

  void MarkAll() {
    for (int number : snapshot_.in_force) {
      const Provision& p = At(number);
      if (!p.gives) continue;
      switch (p.stage) {
        case Stage::kCondition:
          MarkState(number);
          break;
        case Stage::kExcept:
          MarkFires(number, builder_.Or(outcome_[CompiledSnapshot::kException],
                                        outcome_[CompiledSnapshot::kUnknown]));
          break;
        case Stage::kReview:
          MarkFires(number, outcome_[CompiledSnapshot::kLicenceRequired]);
          break;
        default:
          MarkFires(number, on_route_);
      }
    }
    MarkDefeats();
  }

  void MarkFires(int number, Wire mask) {
    const Wire may = builder_.And(mask, B::Not(Of(fires_, number).no));
    const Wire unsure = builder_.And(may, B::Not(Of(fires_, number).yes));
    Put(number, Says::kMayFire, {may, unsure});
    if (Is(number, Stage::kClassify) || Is(number, Stage::kReview)) {
      open_ = builder_.Or(open_, unsure);
    }
  }

  void MarkState(int number) {
    const KleeneWire taken = Of(taken_, number);
    const Wire shown = builder_.And(Relevant(*At(number).gives), B::Not(taken.no));
    const KleeneWire test = Compile(*At(number).gives->test);
    const Wire failed = builder_.And(test.no, taken.yes);
    Put(number, Says::kState,
        {builder_.And(shown, B::Not(failed)), builder_.And(shown, B::Not(test.yes))});
  }

  // A provision whose condition holds and that does not fire, and what kept it.
  void MarkDefeats() {
    std::vector<Wire> matters(pack_.provisions.size(), kWireFalse);
    for (int number : snapshot_.in_force) {
      const Provision& p = At(number);
      if (!p.gives || p.unless.empty()) continue;
      const Wire defeated = builder_.And(
          on_route_, builder_.And(Of(when_, number).yes, B::Not(Of(fires_, number).yes)));
      Put(number, Says::kDefeated, {defeated});
      for (int defeater : p.unless)
        Of(matters, defeater) = builder_.Or(Of(matters, defeater), defeated);
    }
    for (int number : snapshot_.in_force) {
      if (Of(matters, number) == kWireFalse) continue;
      const Wire may = builder_.And(Of(matters, number), B::Not(Of(fires_, number).no));
      Put(number, Says::kDefeats, {may, builder_.And(may, B::Not(Of(fires_, number).yes))});
    }
  }

  // What an open answer may turn on: its codes, what decides an unknown
  // outcome, the review of a licence and all that an open review rests on.
  void MarkUnsure() {
    const Wire licence = outcome_[CompiledSnapshot::kLicenceRequired];
    std::vector<Wire> asked(pack_.provisions.size(), kWireFalse);
    for (int number : snapshot_.in_force) {
      const Stage stage = At(number).stage;
      if (stage == Stage::kClassify) Of(asked, number) = kWireTrue;
      if (stage >= Stage::kRequire && stage <= Stage::kExcept) {
        Of(asked, number) = outcome_[CompiledSnapshot::kUnknown];
      }
    }
    for (int number : snapshot_.in_force) {
      if (!Is(number, Stage::kReview)) continue;
      const Wire open = builder_.And(licence, Unsure(number));
      for (int behind : Behind(snapshot_, schema_, number)) {
        Of(asked, behind) = builder_.Or(Of(asked, behind), open);
      }
    }
    for (int number : snapshot_.in_force) {
      const Wire wire = builder_.And(open_, builder_.And(Unsure(number), Of(asked, number)));
      if (wire != kWireFalse) Put(number, Says::kUnsure, {wire});
    }
  }

  Wire Unsure(int number) {
    const KleeneWire fires = Of(fires_, number);
    return builder_.And(B::Not(fires.yes), B::Not(fires.no));
  }

  void Put(int number, Says says, std::initializer_list<Wire> wires) {
    marks_.push_back({number, says, CompiledSnapshot::kHeadPlanes + later_.size()});
    later_.insert(later_.end(), wires);
  }

  CompiledSnapshot Finish(Wire place_allowed, Wire place_forbidden) {
    if (detail_ == PatternDetail::kAll) {
      open_ = builder_.And(on_route_, builder_.Or(open_, outcome_[CompiledSnapshot::kUnknown]));
      MarkUnsure();
    }
    for (Wire wire : outcome_) builder_.Output(wire);
    for (Wire wire : {open_, place_allowed, place_forbidden, unmet_}) builder_.Output(wire);
    for (Wire wire : later_) builder_.Output(wire);
    return {&snapshot_, builder_.Build(), std::move(marks_), std::move(skeletons_)};
  }

  const PatternDetail detail_;
  const Snapshot& snapshot_;
  const Pack& pack_;
  const Schema& schema_;
  const int place_of_use_;
  AtomTable& atoms_;
  AtomTable::ResultTruth results_;
  CircuitBuilder builder_;
  int stage_ = 0;
  Wire on_route_ = kWireFalse;
  Wire open_ = kWireFalse;
  Wire unmet_ = kWireFalse;
  Wire outcome_[CompiledSnapshot::kUnknown + 1] = {};
  std::vector<ExceptionWire> exceptions_;
  std::vector<KleeneWire> when_;  // by provision number
  std::vector<KleeneWire> fires_;
  std::vector<KleeneWire> taken_;
  std::vector<char> done_;
  std::vector<Skeleton> skeletons_;
  std::vector<CompiledSnapshot::Mark> marks_;
  std::vector<Wire> later_;
};

// The naive determination, looked at through the same marks.
class PatternReader {
 public:
  PatternReader(const CompiledSnapshot& compiled, const World& world, const Determination& d)
      : compiled_(compiled), snapshot_(*compiled.snapshot), world_(world), d_(d) {}

  std::vector<bool> Run(Truth place) {
    std::vector<bool> bits(compiled_.planes(), false);
    const bool on_route = d_.outcome != Outcome::kNotOnRoute;
    if (on_route) bits[static_cast<std::size_t>(d_.outcome) - 1] = true;
    for (const CompiledSnapshot::Mark& mark : compiled_.marks) {
      if (on_route) Set(mark, &bits);
    }
    const bool open = on_route && (open_ || d_.outcome == Outcome::kUnknown);
    bits[CompiledSnapshot::kOpen] = open;
    for (const CompiledSnapshot::Mark& mark : compiled_.marks) {
      if (mark.says == Says::kUnsure) {
        bits[mark.plane] =
            open && Asked(mark.provision) && Fires(mark.provision) == Truth::kUnknown;
      }
    }
    bits[CompiledSnapshot::kUnmet] =
        std::any_of(d_.conditions.begin(), d_.conditions.end(),
                    [](const ConditionState& state) { return state.met != Truth::kTrue; });
    bits[CompiledSnapshot::kPlaceAllowed] = !on_route || place == Truth::kTrue;
    bits[CompiledSnapshot::kPlaceForbidden] = on_route && place == Truth::kFalse;
    return bits;
  }

 private:
  const Provision& At(int number) const {
    return snapshot_.pack->provisions[static_cast<std::size_t>(number)];
  }
  Truth Fires(int number) const { return d_.fires[static_cast<std::size_t>(number)]; }

  bool Asked(int number) const {
    const Stage stage = At(number).stage;
    if (stage == Stage::kClassify) return true;
    if (stage <= Stage::kExcept && d_.outcome == Outcome::kUnknown) return true;
    if (d_.outcome != Outcome::kLicenceRequired) return false;
    return std::any_of(snapshot_.in_force.begin(), snapshot_.in_force.end(), [&](int review) {
      if (At(review).stage != Stage::kReview || Fires(review) != Truth::kUnknown) return false;
      const std::vector<int> behind = Behind(snapshot_, world_.schema, review);
      return std::find(behind.begin(), behind.end(), number) != behind.end();
    });
  }

  bool Masked(const Provision& p) const {
    if (p.stage == Stage::kReview) return d_.outcome != Outcome::kLicenceRequired;
    if (p.stage != Stage::kExcept) return false;
    return d_.outcome != Outcome::kException && d_.outcome != Outcome::kUnknown;
  }
  bool Defeated(int number) const {
    return Evaluate(At(number).when, world_) == Truth::kTrue && Fires(number) != Truth::kTrue;
  }
  bool Defeats(int number) const {
    return std::any_of(snapshot_.in_force.begin(), snapshot_.in_force.end(), [&](int other) {
      const auto& unless = At(other).unless;
      return At(other).gives && std::find(unless.begin(), unless.end(), number) != unless.end() &&
             Defeated(other);
    });
  }

  void Set(const CompiledSnapshot::Mark& mark, std::vector<bool>* bits) {
    const Provision& p = At(mark.provision);
    switch (mark.says) {
      case Says::kMayFire: {
        const bool may = Fires(mark.provision) != Truth::kFalse && !Masked(p);
        const bool unsure = may && Fires(mark.provision) != Truth::kTrue;
        (*bits)[mark.plane] = may;
        (*bits)[mark.plane + 1] = unsure;
        if (p.stage == Stage::kClassify || p.stage == Stage::kReview) open_ = open_ || unsure;
        break;
      }
      case Says::kState:
        for (const ConditionState& state : d_.conditions) {
          if (state.provision != mark.provision) continue;
          (*bits)[mark.plane] = state.met != Truth::kFalse;
          (*bits)[mark.plane + 1] = state.met != Truth::kTrue;
        }
        break;
      case Says::kDefeated:
        (*bits)[mark.plane] = Defeated(mark.provision);
        break;
      case Says::kUnsure:
        break;  // once it is known whether the answer is open
      case Says::kFired:
        break;  // not among all detail
      case Says::kDefeats: {
        const bool may = Fires(mark.provision) != Truth::kFalse && Defeats(mark.provision);
        (*bits)[mark.plane] = may;
        (*bits)[mark.plane + 1] = may && Fires(mark.provision) != Truth::kTrue;
        break;
      }
    }
  }

  const CompiledSnapshot& compiled_;
  const Snapshot& snapshot_;
  const World& world_;
  const Determination& d_;
  bool open_ = false;
};

}  // namespace

CompiledOracle::CompiledOracle(const CompiledSnapshot& compiled, const Schema& schema,
                               const AtomTable& atoms)
    : compiled_(compiled),
      schema_(schema),
      atoms_(atoms),
      known_(atoms.size()),
      inputs_(atoms.size() * 2),
      outputs_(compiled.planes()) {
  for (std::uint32_t plane : compiled.circuit.inputs()) {
    if (read_.empty() || read_.back() != plane / 2) read_.push_back(plane / 2);
  }
}

void CompiledOracle::Put(std::uint32_t atom, std::size_t lane, const Facts& facts) {
  const Truth truth = atoms_.Evaluate(atom, {schema_, facts, compiled_.snapshot->sets});
  const std::uint64_t bit = std::uint64_t{1} << (lane % 64);
  for (const auto& [plane, on] : {std::pair(atom * 2, truth == Truth::kTrue),
                                  std::pair(atom * 2 + 1, truth == Truth::kFalse)}) {
    std::uint64_t& word = inputs_[plane].words[lane / 64];
    word = on ? word | bit : word & ~bit;
  }
}

// What does not vary is the same in every lane.
void CompiledOracle::Begin(const Facts& facts, const std::vector<std::string>& varied) {
  lanes_ = 0;
  if (facts_ != &facts) {
    facts_ = &facts;
    for (std::uint32_t atom : read_) {
      known_[atom] = atoms_.Evaluate(atom, {schema_, facts, compiled_.snapshot->sets});
      Fill(atom);
    }
  }
  for (std::uint32_t atom : varied_) Fill(atom);
  varied_.clear();
  std::vector<char> varies(schema_.facts().size(), 0);
  for (const std::string& name : varied) {
    // A party's fact is the same fact in every role that the party fills.
    const std::size_t dot = name.find('.');
    const bool of_party = dot != std::string::npos && schema_.RoleStart(name.substr(0, dot)) >= 0;
    if (!of_party) varies[static_cast<std::size_t>(schema_.Find(name))] = 1;
    for (const std::string& role : schema_.party_roles()) {
      const int fact = of_party ? schema_.Find(role + name.substr(dot)) : -1;
      if (fact >= 0) varies[static_cast<std::size_t>(fact)] = 1;
    }
  }
  for (std::uint32_t atom : read_) {
    const std::vector<int>& read = atoms_.FactsOf(atom);
    if (std::any_of(read.begin(), read.end(),
                    [&](int fact) { return varies[static_cast<std::size_t>(fact)] != 0; })) {
      varied_.push_back(atom);
    }
  }
}

// The same truth in every lane.
void CompiledOracle::Fill(std::uint32_t atom) {
  const Truth truth = known_[atom];
  for (std::uint64_t& word : inputs_[atom * 2].words) word = truth == Truth::kTrue ? ~0ULL : 0;
  for (std::uint64_t& word : inputs_[atom * 2 + 1].words) word = truth == Truth::kFalse ? ~0ULL : 0;
}

void CompiledOracle::Add(const Facts& variant) {
  for (std::uint32_t atom : varied_) Put(atom, lanes_, variant);
  ++lanes_;
}

bool CompiledOracle::Settled(int* budget) {
  if (lanes_ == 0) return true;
  compiled_.circuit.Run(inputs_.data(), &scratch_, outputs_.data());
  const Plane& unknown = outputs_[CompiledSnapshot::kUnknown];
  const std::size_t lanes = std::exchange(lanes_, 0);
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    if (--*budget < 0) return false;
    if (((unknown.words[lane / 64] >> (lane % 64)) & 1U) != 0) return false;
  }
  return true;
}

std::vector<bool> PatternOf(const CompiledSnapshot& compiled, const Schema& schema,
                            int place_of_use, const Determination& determination,
                            const Facts& facts) {
  const World world{schema, facts, compiled.snapshot->sets};
  const Truth place = determination.places.Permits(facts[place_of_use].symbol);
  return PatternReader(compiled, world, determination).Run(place);
}

CompiledSnapshot CompileSnapshot(const Snapshot& snapshot, const Schema& schema, int place_of_use,
                                 AtomTable* atoms, PatternDetail detail) {
  return Compiler(snapshot, place_of_use, schema, atoms, detail).Run();
}

}  // namespace licet
