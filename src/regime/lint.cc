#include "licet/regime/lint.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "licet/base/text.h"

namespace licet {

namespace {

using Numbers = std::vector<std::size_t>;

bool IsYear(std::string_view word) {
  return word.size() == 4 &&
         std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// The id without the segments that name a vintage: "us-ear.744.23.a.1.2022" and
// "us-ear.744.23.a.1" are the same paragraph.
std::string StemOf(const std::string& id) {
  std::string stem;
  for (std::string_view word : Split(id, '.')) {
    if (!IsYear(word)) stem += (stem.empty() ? "" : ".") + std::string(word);
  }
  return stem;
}

// The citation without "as of 2022-10-07".
std::string ParagraphOf(const std::string& ref) {
  return std::string(Trim(std::string_view(ref).substr(0, ref.find(" as of "))));
}

// "15 CFR 744.23" of "15 CFR 744.23(a)(2)(i)".
std::string SectionOf(const std::string& ref) {
  return std::string(Trim(std::string_view(ref).substr(0, ref.find_first_of("(,;"))));
}

bool GoodId(const std::string& id) {
  for (std::string_view word : Split(id, '.')) {
    const bool good = !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    });
    if (!good) return false;
  }
  return true;
}

bool SharesReading(const Validity& a, const Validity& b) {
  return (a.enforced && b.enforced) || (a.codified && b.codified);
}

bool IsBySolver(const std::string& check) {
  const auto found = std::ranges::find(LintChecks(), check, &LintCheck::name);
  return found != LintChecks().end() && found->by_solver;
}

class Linter {
 public:
  Linter(const Pack& pack, const Schema& schema) : pack_(pack), schema_(schema) {}

  std::vector<LintFinding> Run() {
    NoteUses();
    for (std::size_t i = 0; i < pack_.provisions.size(); ++i) OneProvision(i);
    for (std::size_t i = 0; i < pack_.sets.size(); ++i) OneSet(i);
    Vintages();
    NoteUnneeded();
    std::stable_sort(findings_.begin(), findings_.end(), [](const auto& a, const auto& b) {
      return std::tie(a.place.file, a.place.line) < std::tie(b.place.file, b.place.line);
    });
    return std::move(findings_);
  }

 private:
  const Provision& At(std::size_t number) const { return pack_.provisions[number]; }

  template <typename Subject>  // Provision or NamedSet
  void Find(const Subject& subject, const std::string& name, const std::string& check,
            std::string sentence) {
    used_.insert({name, check});
    if (subject.lint.contains(check)) return;
    findings_.push_back({subject.place, check, name, std::move(sentence)});
  }
  void Find(const Provision& p, const std::string& check, std::string sentence) {
    Find(p, p.id, check, std::move(sentence));
  }

  void NoteUses() {
    auto read = [this](const Expression& expression) {
      for (const Node& node : expression.nodes()) {
        if (node.set >= 0) sets_used_.insert(node.set);
      }
    };
    read(pack_.applies);
    for (const Provision& p : pack_.provisions) {
      read(p.when);
      for (int defeater : p.unless) defeaters_.insert(defeater);
      if (!p.gives) continue;
      if (p.gives->test) read(*p.gives->test);
      if (p.gives->place_set >= 0) sets_used_.insert(p.gives->place_set);
    }
    for (const NamedSet& set : pack_.sets) {
      for (const auto* members : {&set.members, &set.except}) {
        for (const SetMember& member : *members) {
          if (member.set >= 0) sets_used_.insert(member.set);
        }
      }
    }
  }

  void OneProvision(std::size_t number) {
    const Provision& p = At(number);
    if (!GoodId(p.id)) {
      Find(p, "id", "an id is words of letters, digits and '-', parted by single points");
    }
    Source(p);
    if (!p.gives && !defeaters_.contains(static_cast<int>(number))) {
      Find(p, "unreferenced", "it gives nothing and no 'unless' names it, so that it does nothing");
    }
    Dates(p);
  }

  void Source(const Provision& p) {
    if (p.cite.ref.empty()) Find(p, "source", "'cite' has no 'ref'; say which text it is");
    // What an overlay cites is often a private paper.
    if (p.cite.url.empty() && p.overlay.empty()) {
      Find(p, "source", "'cite' has no 'url'; say where the text can be read");
    } else if (!p.cite.url.empty() && !p.cite.url.starts_with("https://") &&
               !p.cite.url.starts_with("http://")) {
      Find(p, "source", fmt::format("{} is not a web address", Quoted(p.cite.url)));
    }
  }

  void Dates(const Provision& p) {
    const Validity& v = p.validity;
    if (v.effective < v.announced && p.note.empty()) {
      Find(p, "announced-late",
           fmt::format("it was announced on {}, after it took effect on {}; say why in a 'note'",
                       v.announced.ToString(), v.effective.ToString()));
    }
    if (!(v.compliance < v.ends)) {
      Find(p, "dates", "'compliance' is not before 'ends': it is never enforced");
    }
    if (v.ends_announced < v.announced) {
      Find(p, "dates", "'ends_announced' lies before 'announced'");
    }
    if (v.ends != Date::Max() && v.ends < v.ends_announced && p.note.empty()) {
      Find(p, "announced-late",
           fmt::format("its end on {} was announced later, on {}; say why in a 'note'",
                       v.ends.ToString(), v.ends_announced.ToString()));
    }
  }

  void OneSet(std::size_t number) {
    const NamedSet& set = pack_.sets[number];
    if (!sets_used_.contains(static_cast<int>(number))) {
      Find(set, set.name, "unused-set", "no condition, place or set uses it");
    }
    if (set.cite.ref.empty() && set.overlay.empty()) {
      Find(set, set.name, "source", "the set has no 'cite' with a 'ref'; say where it comes from");
    }
  }

  // Provisions of one paragraph, by stem and by what they give and cite.
  void Vintages() {
    std::map<std::string, Numbers> groups;
    for (std::size_t i = 0; i < pack_.provisions.size(); ++i) {
      const Provision& p = At(i);
      groups[fmt::format("{} id {} of {}", ToString(p.stage), StemOf(p.id),
                         SectionOf(ParagraphOf(p.cite.ref)))]
          .push_back(i);
      if (p.gives && !p.gives->name.empty()) {
        groups[fmt::format("{} gives {} for {} by {}", ToString(p.stage), p.gives->name,
                           p.gives->for_exception, ParagraphOf(p.cite.ref))]
            .push_back(i);
      }
    }
    for (auto& [key, group] : groups) {
      if (group.size() < 2) continue;
      std::stable_sort(group.begin(), group.end(), [this](std::size_t a, std::size_t b) {
        return At(a).validity.effective < At(b).validity.effective;
      });
      Overlaps(group);
      Gaps(group);
    }
  }

  // Parts of one paragraph begin together and read different facts; a vintage
  // begins later, reads the same facts, and should find its forerunner ended.
  void Overlaps(const Numbers& group) {
    for (std::size_t j = 1; j < group.size(); ++j) {
      for (std::size_t i = 0; i < j; ++i) {
        const Provision& older = At(group[i]);
        const Provision& newer = At(group[j]);
        const Validity& a = older.validity;
        const Validity& b = newer.validity;
        if (a.effective == b.effective || !SharesReading(a, b) || !(b.effective < a.ends)) continue;
        if (older.when.FactsRead(schema_) != newer.when.FactsRead(schema_)) continue;
        if (!seen_.insert({group[i], group[j]}).second) continue;
        Find(newer, "overlap",
             fmt::format("it begins on {}, but {}, of the same paragraph, {}",
                         b.effective.ToString(), older.id,
                         a.ends == Date::Max() ? "has no end" : "ends on " + a.ends.ToString()));
      }
    }
  }

  void Gaps(const Numbers& group) {
    Date covered = At(group[0]).validity.ends;
    std::size_t last = group[0];
    for (std::size_t at = 1; at < group.size(); ++at) {
      const Validity& v = At(group[at]).validity;
      if (covered < v.effective && seen_.insert({last, group[at]}).second) {
        Find(At(group[at]), "gap",
             fmt::format("{}, of the same paragraph, ended on {}; nothing holds until {}",
                         At(last).id, covered.ToString(), v.effective.ToString()));
      }
      if (covered < v.ends) last = group[at];
      covered = std::max(covered, v.ends);
    }
  }

  // An allowance that allows nothing would hide the next mistake.
  void NoteUnneeded() {
    auto check = [this](const std::map<std::string, std::string>& lint, const std::string& name,
                        const Place& place) {
      for (const auto& [allowed, reason] : lint) {
        if (used_.contains({name, allowed}) || IsBySolver(allowed)) continue;
        findings_.push_back({place, "unneeded", name, UnneededSentence(allowed)});
      }
    };
    for (const Provision& p : pack_.provisions) check(p.lint, p.id, p.place);
    for (const NamedSet& set : pack_.sets) check(set.lint, set.name, set.place);
  }

  const Pack& pack_;
  const Schema& schema_;
  std::set<int> sets_used_;
  std::set<int> defeaters_;
  std::set<std::pair<std::string, std::string>> used_;  // name, check
  std::set<std::pair<std::size_t, std::size_t>> seen_;
  std::vector<LintFinding> findings_;
};

}  // namespace

const std::vector<LintCheck>& LintChecks() {
  static const std::vector<LintCheck> kChecks = {
      {"id", "an id that is not words parted by single points"},
      {"source", "a citation without a text or an address"},
      {"unused-set", "a set that nothing uses"},
      {"unreferenced", "a provision that gives nothing and defeats nothing"},
      {"overlap", "two vintages of one paragraph at the same time"},
      {"gap", "days between two vintages of one paragraph"},
      {"announced-late", "announced after it took effect, or its end after it ended, and no note"},
      {"dates", "dates of one provision that do not fit together"},
      {"unneeded", "a 'lint' allowance that allows nothing"},
      {"never-fires", "a provision that fires in no transaction on any day", true},
      {"masked", "one that never adds to the outcome, for another always fires too", true},
      {"both-fire", "two paragraphs of one entry for one item, and no order of them", true},
      {"between", "a gap between the paragraphs of an entry", true},
      {"unreachable", "an outcome that nobody reaches, though there are provisions for it", true},
      {"undecided", "a question that the time did not suffice for", true},
  };
  return kChecks;
}

std::string UnneededSentence(const std::string& check) {
  return fmt::format("'lint' allows '{}', which is not found here; take it out", check);
}

std::vector<LintFinding> Lint(const Pack& pack, const Schema& schema) {
  return Linter(pack, schema).Run();
}

}  // namespace licet
