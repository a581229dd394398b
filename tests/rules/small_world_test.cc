// Every condition up to a small size on every state of knowledge of a small
// world, in the manner of RE2's exhaustive tester. What a condition should say
// is defined here once more, from first principles: a leaf by looking at every
// way the facts may turn out, the connectives by Kleene's tables.

#include "small_world.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "licet/rules/evaluate.h"
#include "licet/rules/explain.h"

namespace licet {
namespace {

std::size_t Slot(int number) { return static_cast<std::size_t>(number); }

// A condition without connectives outside a quantifier.
struct Atom {
  std::string text;
  std::vector<int> vars;
  std::function<bool(const Index& points)> holds;  // once everything is known
  // Interval arithmetic may leave a sum or a density open that looking at every
  // way settles; the table then only bounds the answer.
  bool exact = true;
  bool constant = false;
  bool quantifier = false;
  std::function<Truth(const Index& known)> kleene = {};  // quantifiers: from their parts
  std::vector<Truth> table = {};                         // by the known states of vars
};

struct Program {
  char op = 'a';  // 'a' atom, '!', '&', '|'
  int left = -1;  // atom or program
  int right = -1;
  int leaves = 1;
};

class SmallWorldTest : public ::testing::Test {
 protected:
  SmallWorldTest() {
    AddAtoms();
    for (Atom& atom : atoms_) FillTable(&atom);
  }

  const SmallWorld world_;
  std::vector<Atom> atoms_;
  std::vector<int> core_;  // the atoms that longer programs are made of
  std::vector<Program> programs_;
  long worlds_ = 0;
  long explained_ = 0;
  int failures_ = 0;

  int Number(const Index& points, int var) const { return world_.number(var, points[Slot(var)]); }

  void Add(Atom atom, bool core = false) {
    if (core) core_.push_back(static_cast<int>(atoms_.size()));
    atoms_.push_back(std::move(atom));
  }

  void AddNumbers() {
    auto x = [this](const Index& p) { return Number(p, kX); };
    auto y = [this](const Index& p) { return Number(p, kY); };
    Add({"x < 1", {kX}, [x](const Index& p) { return x(p) < 1; }}, true);
    Add({"x <= 1", {kX}, [x](const Index& p) { return x(p) <= 1; }});
    Add({"x > 1", {kX}, [x](const Index& p) { return x(p) > 1; }});
    Add({"x >= 1", {kX}, [x](const Index& p) { return x(p) >= 1; }}, true);
    Add({"x == 1", {kX}, [x](const Index& p) { return x(p) == 1; }}, true);
    Add({"x != 1", {kX}, [x](const Index& p) { return x(p) != 1; }}, true);
    Add({"1 < x", {kX}, [x](const Index& p) { return x(p) > 1; }});
    Add({"x + y >= 2", {kX, kY}, [x, y](const Index& p) { return x(p) + y(p) >= 2; }}, true);
    Add({"2 * x < y + 1", {kX, kY}, [x, y](const Index& p) { return 2 * x(p) < y(p) + 1; }});
    Add({"x - x >= 0", {kX}, [](const Index&) { return true; }, false});
    Add({"x + x != 2", {kX}, [x](const Index& p) { return x(p) != 1; }, false});
    auto d = [this](const Index& p) { return Number(p, kD); };
    // x / d compared with 1; with d = 0 nothing holds.
    auto ratio = [&](const char* text, auto holds, bool core = false) {
      Add({text, {kX, kD}, [=](const Index& p) { return d(p) > 0 && holds(x(p), d(p)); }, false},
          core);
    };
    ratio("r >= 1", [](int n, int m) { return n >= m; }, true);
    ratio("r < 1", [](int n, int m) { return n < m; });
    ratio("r == 1", [](int n, int m) { return n == m; });
    ratio("r != 1", [](int n, int m) { return n != m; });
    ratio("r > 0", [](int n, int) { return n > 0; });
    ratio("0.5 >= r", [](int n, int m) { return 2 * n <= m; });
  }

  void AddWords() {
    Add({"s in [\"A\"]", {kS}, [](const Index& p) { return p[kS] == 0; }}, true);
    Add({"s != \"B\"", {kS}, [](const Index& p) { return p[kS] != 1; }});
    Add({"s in [\"A\", \"B\"]", {kS}, [](const Index& p) { return p[kS] < 2; }});
    Add({"s == t", {kS, kT}, [](const Index& p) { return p[kS] == p[kT]; }}, true);
    Add({"s != t", {kS, kT}, [](const Index& p) { return p[kS] != p[kT]; }});
    Add({"s == s", {kS}, [](const Index&) { return true; }, false});
    Add({"\"A\" in w", {kW}, [](const Index& p) { return (p[kW] & 1) != 0; }}, true);
    Add({"sets.intersects(w, [\"A\", \"B\"])", {kW}, [](const Index& p) { return p[kW] != 0; }},
        true);
    Add({"sets.intersects(w, [])", {kW}, [](const Index&) { return false; }});
  }

  void AddAtoms() {
    Add({"b", {kB}, [](const Index& p) { return p[kB] == 1; }}, true);
    AddNumbers();
    AddWords();
    Add({"unknown(\"?\")", {kOpen}, [](const Index& p) { return p[kOpen] == 1; }}, true);
    Add({"true", {}, [](const Index&) { return true; }, true, true}, true);
    Add({"false", {}, [](const Index&) { return false; }, true, true}, true);
    AddQuantifiers();
  }

  // The bodies are defined on one known party and on one real one.
  void AddQuantifiers() {
    struct Body {
      std::string text;
      bool with_b;
      std::function<Truth(Truth f, Truth n, Truth b)> kleene;  // n: p.n >= 1
    };
    const std::vector<Body> bodies = {
        {"p.f", false, [](Truth f, Truth, Truth) { return f; }},
        {"p.n >= 1", false, [](Truth, Truth n, Truth) { return n; }},
        {"p.f && p.n >= 1", false, [](Truth f, Truth n, Truth) { return std::min(f, n); }},
        {"p.f || !(p.n < 1)", false, [](Truth f, Truth n, Truth) { return std::max(f, n); }},
        {"p.f && b", true, [](Truth f, Truth, Truth b) { return std::min(f, b); }}};
    for (const Body& body : bodies) {
      for (bool exists : {true, false}) {
        auto fold = [exists](Truth so_far, Truth one) {
          return exists ? std::max(so_far, one) : std::min(so_far, one);
        };
        auto real = [this, body, exists, fold](const Index& p) {
          Truth truth = ToTruth(!exists);
          for (const RealParty& party : world_.parties(p[kPs])) {
            truth = fold(truth, body.kleene(ToTruth(party.f == 1), ToTruth(party.n >= 1),
                                            ToTruth(p[kB] == 1)));
          }
          return truth == Truth::kTrue;
        };
        Atom atom{std::string("ps.") + (exists ? "exists" : "all") + "(p, " + body.text + ")",
                  {kPs},
                  real,
                  true,
                  false,
                  true};
        if (body.with_b) atom.vars.push_back(kB);
        atom.kleene = [this, body, exists, fold](const Index& k) {
          Truth truth = ToTruth(!exists);
          const Truth b = static_cast<Truth>(k[kB]);  // the states of b are in this order
          for (const KnownParty& party : world_.known(kPs)[Slot(k[kPs])].parties) {
            truth = fold(truth,
                         body.kleene(static_cast<Truth>(party.f), static_cast<Truth>(party.n), b));
          }
          return truth;
        };
        Add(std::move(atom), exists ? body.text == "p.f" : body.text == "p.n >= 1");
      }
    }
  }

  // Visits every combination of the states that `count` gives for the vars.
  template <typename Count, typename Visit>
  static void ForEach(const std::vector<int>& vars, Count count, Visit visit) {
    Index index{};
    while (true) {
      visit(static_cast<const Index&>(index));
      std::size_t at = 0;
      while (at < vars.size()) {
        int& digit = index[Slot(vars[at])];
        if (++digit < count(vars[at])) break;
        digit = 0;
        ++at;
      }
      if (at == vars.size()) return;
    }
  }

  int KnownCount(int var) const { return static_cast<int>(world_.known(var).size()); }

  // First var fastest, as ForEach counts.
  template <typename Count>
  static std::size_t Flat(const std::vector<int>& vars, const Count& count, const Index& index) {
    std::size_t flat = 0;
    for (std::size_t i = vars.size(); i-- > 0;) {
      flat = flat * Slot(count(vars[i])) + Slot(index[Slot(vars[i])]);
    }
    return flat;
  }

  // Whether `holds` is the same over every way the known states may turn out.
  Truth Supervaluation(const Atom& atom, const Index& known) const {
    bool some = false;
    bool none = false;
    Index points{};
    std::function<void(std::size_t)> visit = [&](std::size_t at) {
      if (at == atom.vars.size()) {
        (atom.holds(points) ? some : none) = true;
        return;
      }
      const int var = atom.vars[at];
      for (int point : world_.known(var)[Slot(known[Slot(var)])].points) {
        points[Slot(var)] = point;
        visit(at + 1);
      }
    };
    visit(0);
    return some && none ? Truth::kUnknown : ToTruth(some);
  }

  void FillTable(Atom* atom) {
    auto count = [this](int var) { return KnownCount(var); };
    Facts facts(world_.schema());
    const auto compiled = Expression::Compile(atom->text, world_.schema(), {});
    ASSERT_TRUE(compiled) << atom->text << ": " << compiled.error().ToString();
    ForEach(atom->vars, count, [&](const Index& known) {
      for (int var : atom->vars) world_.Put(var, known[Slot(var)], &facts);
      const Truth got = Evaluate(*compiled, {world_.schema(), facts, {}});
      const Truth every = Supervaluation(*atom, known);
      Truth want = atom->quantifier ? atom->kleene(known) : every;
      if (!atom->exact && got == Truth::kUnknown) want = Truth::kUnknown;
      EXPECT_EQ(ToString(got), ToString(want)) << atom->text << Describe(atom->vars, known);
      if (got != Truth::kUnknown) {
        EXPECT_EQ(ToString(got), ToString(every)) << "unsound: " << atom->text;
      }
      atom->table.push_back(want);
    });
  }

  std::string Describe(const std::vector<int>& vars, const Index& known) const {
    std::string text = " with";
    const char* names[] = {"b", "x", "y", "d", "s", "t", "w", "ps", "?"};
    for (int var : vars) {
      text += std::string(" ") + names[var] + "=" + std::to_string(known[Slot(var)]);
    }
    return text;
  }

  // ------------------------------------------------------------- programs
  int AddProgram(Program program) {
    if (program.op == '!') program.leaves = programs_[Slot(program.left)].leaves;
    if (program.op == '&' || program.op == '|') {
      program.leaves = programs_[Slot(program.left)].leaves + programs_[Slot(program.right)].leaves;
    }
    programs_.push_back(program);
    return static_cast<int>(programs_.size()) - 1;
  }

  void Enumerate() {
    std::vector<int> leaves;
    for (std::size_t i = 0; i < atoms_.size(); ++i) {
      leaves.push_back(AddProgram({'a', static_cast<int>(i)}));
    }
    auto is_core = [this](int leaf) {
      return std::find(core_.begin(), core_.end(), leaf) != core_.end();
    };
    std::vector<int> small;  // core programs of one connective
    for (int left : leaves) {
      const int negated = AddProgram({'!', left});
      AddProgram({'!', negated});
      if (is_core(left)) small.push_back(negated);
      for (int right : leaves) {
        for (char op : {'&', '|'}) {
          const int both = AddProgram({op, left, right});
          AddProgram({'!', both});
          if (is_core(left) && is_core(right)) small.push_back(both);
        }
      }
    }
    for (int part : small) {
      for (int leaf : core_) {
        for (char op : {'&', '|'}) {
          AddProgram({op, part, leaf});
          AddProgram({op, leaf, part});
        }
      }
    }
  }

  std::string Text(const Program& p) const {
    if (p.op == 'a') return atoms_[Slot(p.left)].text;
    auto part = [this](int number) {
      const Program& inner = programs_[Slot(number)];
      return inner.op == 'a' ? Text(inner) : "(" + Text(inner) + ")";
    };
    if (p.op == '!') return "!(" + Text(programs_[Slot(p.left)]) + ")";
    return part(p.left) + (p.op == '&' ? " && " : " || ") + part(p.right);
  }

  template <typename Visit>
  void Atoms(const Program& p, Visit visit) const {
    if (p.op == 'a') return visit(atoms_[Slot(p.left)]);
    Atoms(programs_[Slot(p.left)], visit);
    if (p.right >= 0) Atoms(programs_[Slot(p.right)], visit);
  }

  Truth Kleene(const Program& p, const Index& known) const {
    if (p.op == 'a') {
      const Atom& atom = atoms_[Slot(p.left)];
      return atom.table[Flat(atom.vars, [this](int var) { return KnownCount(var); }, known)];
    }
    const Truth left = Kleene(programs_[Slot(p.left)], known);
    if (p.op == '!') {
      return left == Truth::kTrue    ? Truth::kFalse
             : left == Truth::kFalse ? Truth::kTrue
                                     : Truth::kUnknown;
    }
    const Truth right = Kleene(programs_[Slot(p.right)], known);
    const Truth strong = p.op == '&' ? Truth::kFalse : Truth::kTrue;
    if (left == strong || right == strong) return strong;
    return left == Truth::kUnknown || right == Truth::kUnknown ? Truth::kUnknown : left;
  }

  bool Holds(const Program& p, const Index& points) const {
    if (p.op == 'a') return atoms_[Slot(p.left)].holds(points);
    const bool left = Holds(programs_[Slot(p.left)], points);
    if (p.op == '!') return !left;
    const bool right = Holds(programs_[Slot(p.right)], points);
    return p.op == '&' ? left && right : left || right;
  }

  // ---------------------------------------------------------------- checks
  void Check(const Program& program) {
    const std::string text = Text(program);
    const auto compiled = Expression::Compile(text, world_.schema(), {});
    ASSERT_TRUE(compiled) << text << ": " << compiled.error().ToString();
    std::set<int> read;
    bool plain = true;  // neither constants nor quantifiers
    Atoms(program, [&](const Atom& atom) {
      read.insert(atom.vars.begin(), atom.vars.end());
      plain = plain && !atom.constant && !atom.quantifier;
    });
    const std::vector<int> vars(read.begin(), read.end());
    auto point_count = [this](int var) { return world_.points(var); };
    auto known_count = [this](int var) { return KnownCount(var); };
    std::vector<char> real;
    ForEach(vars, point_count, [&](const Index& p) { real.push_back(Holds(program, p)); });
    const std::vector<char> ever = OverWays(vars, real, 1);
    const std::vector<char> always = OverWays(vars, real, 0);

    Facts facts(world_.schema());
    const World world{world_.schema(), facts, {}};
    Index last;
    last.fill(-1);
    std::vector<Truth> got;
    ForEach(vars, known_count, [&](const Index& known) {
      for (int var : vars) {
        if (known[Slot(var)] != last[Slot(var)]) world_.Put(var, known[Slot(var)], &facts);
      }
      last = known;
      const Truth truth = Evaluate(*compiled, world);
      const std::size_t at = got.size();
      got.push_back(truth);
      if (truth != Kleene(program, known)) Report("not Kleene's answer", text, vars, known);
      if ((truth == Truth::kTrue && !always[at]) || (truth == Truth::kFalse && ever[at])) {
        Report("sure and wrong", text, vars, known);
      }
      // Explaining costs a hundred times as much as deciding.
      constexpr std::size_t kStride = 211;
      if (program.leaves == 1 || got.size() % kStride == 0) {
        CheckExplanation(*compiled, world, truth, plain, text, vars, known);
      }
    });
    worlds_ += static_cast<long>(got.size());
    CheckMonotone(vars, got, text);
  }

  // From the truth at every point to that over all the ways each state of
  // knowledge may turn out: 1 whether it ever holds, 0 whether it always does.
  // One variable after the other, so that each step is small.
  std::vector<char> OverWays(const std::vector<int>& vars, std::vector<char> at, char stop) const {
    std::size_t inner = 1;  // states of the variables done
    for (int var : vars) {
      const std::size_t points = Slot(world_.points(var));
      const std::size_t outer = at.size() / inner / points;
      std::vector<char> next;
      next.reserve(outer * Slot(KnownCount(var)) * inner);
      for (std::size_t o = 0; o < outer; ++o) {
        for (const Known& known : world_.known(var)) {
          for (std::size_t i = 0; i < inner; ++i) {
            char value = static_cast<char>(1 - stop);
            for (int point : known.points) {
              if (at[(o * points + Slot(point)) * inner + i] == stop) value = stop;
            }
            next.push_back(value);
          }
        }
      }
      inner *= Slot(KnownCount(var));
      at = std::move(next);
    }
    return at;
  }

  // Knowing more never turns true into false or false into true.
  void CheckMonotone(const std::vector<int>& vars, const std::vector<Truth>& got,
                     const std::string& text) {
    auto count = [this](int var) { return KnownCount(var); };
    std::size_t flat = 0;
    ForEach(vars, count, [&](const Index& known) {
      const Truth truth = got[flat++];
      if (truth == Truth::kUnknown) return;
      std::size_t stride = 1;
      for (int var : vars) {
        const int now = known[Slot(var)];
        for (int finer : world_.sharper(var, now)) {
          const std::size_t other = flat - 1 - Slot(now) * stride + Slot(finer) * stride;
          if (got[other] != truth) Report("not monotone", text, vars, known);
        }
        stride *= Slot(count(var));
      }
    });
  }

  void CheckExplanation(const Expression& compiled, const World& world, Truth truth, bool plain,
                        const std::string& text, const std::vector<int>& vars, const Index& known) {
    ++explained_;
    const Trace trace = Explain(compiled, world, {});
    if (trace.truth != truth) Report("explained as another truth", text, vars, known);
    const std::vector<Observation> seen = DecisiveObservations(trace);
    if (plain && seen.empty()) Report("nothing decisive", text, vars, known);
    if (plain) CheckDecisiveSuffices(compiled, world, truth, seen, text, vars, known);
    Missing missing;
    CollectMissing(compiled, world, &missing);
    const bool lacks = !missing.facts.empty() || !missing.open_points.empty();
    if (lacks != (truth == Truth::kUnknown)) {
      Report("what is missing does not fit the truth", text, vars, known);
    }
  }

  // With nothing known but what the explanation names, a sure answer stays.
  void CheckDecisiveSuffices(const Expression& compiled, const World& world, Truth truth,
                             const std::vector<Observation>& seen, const std::string& text,
                             const std::vector<int>& vars, const Index& known) {
    if (truth == Truth::kUnknown) return;
    Facts fewer(world_.schema());
    auto keep = [&](const std::string& name) {
      const int fact = world_.schema().Find(name);
      if (fact >= 0) fewer[fact] = world.facts[fact];
    };
    for (const Observation& o : seen) {
      keep(o.fact);
      if (o.fact == "r") {
        keep("x");
        keep("d");
      }
    }
    if (Evaluate(compiled, {world_.schema(), fewer, {}}) != truth) {
      Report("the decisive facts do not suffice", text, vars, known);
    }
  }

  void Report(const char* what, const std::string& text, const std::vector<int>& vars,
              const Index& known) {
    constexpr int kShown = 20;
    if (++failures_ <= kShown) ADD_FAILURE() << what << ": " << text << Describe(vars, known);
  }
};

TEST_F(SmallWorldTest, EveryProgramOnEveryWorld) {
  Enumerate();
  for (const Program& program : programs_) {
    Check(program);
    if (HasFatalFailure()) return;
  }
  EXPECT_EQ(failures_, 0);
  EXPECT_GT(programs_.size(), 30'000u);
  std::printf("%zu programs, %ld programs x worlds, %ld explained\n", programs_.size(), worlds_,
              explained_);
}

}  // namespace
}  // namespace licet
