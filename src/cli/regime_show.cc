// licet regime show: a regime, one of its provisions, or one of its sets.

#include <fmt/format.h>

#include <algorithm>

#include "commands.h"
#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "licet/gate/coverage.h"
#include "licet/regime/calendar.h"
#include "regime_text.h"
#include "table.h"

namespace licet {

namespace {

std::string_view HitName(Hit hit) {
  return hit == Hit::kCollect ? "collect" : hit == Hit::kFirst ? "first" : "priority";
}

class Shower {
 public:
  Shower(Console& console, Engine& engine, OutputFormat format, Date as_of, const Clocks& clocks,
         const std::vector<CaseResult>& cases)
      : console_(console),
        engine_(engine),
        format_(format),
        as_of_(as_of),
        clocks_(clocks),
        cases_(cases) {}

  void Regime(const Pack& pack) {
    const Snapshot& now = SnapshotOf(pack);
    switch (format_) {
      case OutputFormat::kTable:
        RegimeText(pack, now);
        break;
      case OutputFormat::kJson:
        RegimeJson(pack, now);
        break;
      case OutputFormat::kCsv:
        RegimeCsv(pack, now);
        break;
    }
  }

  void Provision1(const Pack& pack, int number) {
    if (format_ == OutputFormat::kTable) {
      ProvisionText(pack, number);
    } else if (format_ == OutputFormat::kJson) {
      console_.out << Dumped(FullJson(pack, number)) << "\n";
    } else {
      RegimeCsv(pack, {&pack, as_of_, clocks_.known_at, clocks_.reading, {number}, {}});
    }
  }

  void Set(const Pack& pack, int number) {
    const auto members = MembersOf(pack, number);
    auto events = CalendarOf(pack, engine_.schema(), {}, clocks_.known_at, clocks_.reading);
    std::erase_if(events, [&](const CalendarEvent& event) { return event.set != number; });
    const NamedSet& set = pack.sets[static_cast<std::size_t>(number)];
    switch (format_) {
      case OutputFormat::kTable:
        SetText(pack, set, members, events, number);
        break;
      case OutputFormat::kJson:
        SetJson(pack, set, members, events);
        break;
      case OutputFormat::kCsv:
        SetCsv(set, members);
        break;
    }
  }

 private:
  const Snapshot& SnapshotOf(const Pack& pack) {
    return engine_.SnapshotOf(pack, as_of_, clocks_.known_at, clocks_.reading);
  }
  const Schema& schema() const { return engine_.schema(); }
  const Provision& At(const Pack& pack, int number) const {
    return pack.provisions[static_cast<std::size_t>(number)];
  }

  void Line(int depth, const std::string& text, Colour colour = Colour::kPlain) {
    const int indent = depth * 2;
    console_.out << std::string(static_cast<std::size_t>(indent), ' ')
                 << Paint(console_, colour, Wrap(text, console_.width, indent + 2)) << "\n";
  }
  void Labelled(const std::string& label, const std::string& text) {
    if (!text.empty()) Line(1, label + ": " + text);
  }

  // --- a regime

  void RegimeText(const Pack& pack, const Snapshot& now) {
    console_.out << Paint(console_, Colour::kBold, pack.regime) << "  " << pack.title << "\n";
    Line(1, fmt::format("{}; {} side{}", pack.authority, pack.gate,
                        pack.covers == Date::Min()
                            ? ""
                            : "; speaks for the days from " + pack.covers.ToString()));
    if (!pack.overlays.empty()) Line(1, "With the overlay " + Join(pack.overlays, ", "));
    Line(1, fmt::format("{} of {} provisions in force {}", now.in_force.size(),
                        pack.provisions.size(), ClocksText(as_of_, clocks_)));
    for (int stage = 0; stage < kStageCount; ++stage) StageText(pack, now, Stage(stage));
    console_.out << "\n";
    Line(0, fmt::format("Sets: {}.", Join(pack.SetNamesList(), ", ")));
  }

  void StageText(const Pack& pack, const Snapshot& now, Stage stage) {
    bool first = true;
    for (int number : now.in_force) {
      const Provision& p = At(pack, number);
      if (p.stage != stage) continue;
      if (first) {
        console_.out << "\n"
                     << Paint(console_, Colour::kBold, ToString(stage)) << " ("
                     << HitName(pack.hit[static_cast<std::size_t>(stage)]) << ")\n";
        first = false;
      }
      const std::string gives = GivesText(schema(), pack, p);
      Line(1, p.id + (gives.empty() ? "  (sets others aside)" : "  " + gives));
      std::string source = CiteText(p.cite);
      if (p.confidence != Confidence::kPrimary)
        source += fmt::format(", {}", ToString(p.confidence));
      if (!p.overlay.empty()) source += fmt::format(", overlay {}", p.overlay);
      Line(2, source, Colour::kDim);
    }
  }

  void RegimeJson(const Pack& pack, const Snapshot& now) {
    OrderedJson json = {{"regime", pack.regime},          {"title", pack.title},
                        {"authority", pack.authority},    {"gate", pack.gate},
                        {"covers", DayJson(pack.covers)}, {"overlays", pack.overlays}};
    json.update(ClocksJson(as_of_, clocks_));
    json["in_force"] = OrderedJson::array();
    for (int number : now.in_force) {
      json["in_force"].push_back(ProvisionJson(pack, At(pack, number)));
    }
    json["sets"] = pack.SetNamesList();
    console_.out << Dumped(json) << "\n";
  }

  void RegimeCsv(const Pack& pack, const Snapshot& now) {
    std::string csv;
    CsvWriter writer(&csv);
    writer.Write({"provision", "stage", "gives", "ref", "doc", "url", "announced", "effective",
                  "ends", "reading", "confidence", "when"});
    for (int number : now.in_force) {
      const Provision& p = At(pack, number);
      const Validity& v = p.validity;
      writer.Write({p.id, std::string(ToString(p.stage)), p.gives ? p.gives->name : "", p.cite.ref,
                    p.cite.doc, p.cite.url, v.announced.ToString(), v.effective.ToString(),
                    v.ends == Date::Max() ? "" : v.ends.ToString(), ReadingOf(v),
                    std::string(ToString(p.confidence)), p.when.text()});
    }
    console_.out << csv;
  }

  // --- a provision

  std::vector<std::string> DefeatersOf(const Pack& pack, int number) const {
    std::vector<std::string> ids;
    for (int defeater : At(pack, number).unless) ids.push_back(At(pack, defeater).id);
    return ids;
  }
  static std::vector<std::string> DefeatedBy(const Pack& pack, int number) {
    std::vector<std::string> ids;
    for (const Provision& p : pack.provisions) {
      if (std::find(p.unless.begin(), p.unless.end(), number) != p.unless.end()) {
        ids.push_back(p.id);
      }
    }
    return ids;
  }

  std::vector<const CaseResult*> CasesWith(std::set<std::string> CaseResult::* shown,
                                           const std::string& id) const {
    std::vector<const CaseResult*> found;
    for (const CaseResult& one : cases_) {
      if ((one.*shown).contains(id)) found.push_back(&one);
    }
    return found;
  }

  std::string StateOf(const Pack& pack, int number) {
    const Validity& v = At(pack, number).validity;
    const bool in_force = v.InForce(as_of_, clocks_.known_at, clocks_.reading);
    return fmt::format("{} {}", in_force ? "in force" : "not in force",
                       ClocksText(as_of_, clocks_)) +
           (pack.covers <= as_of_ ? "" : "; the regime's record begins later");
  }

  void ProvisionText(const Pack& pack, int number) {
    const Provision& p = At(pack, number);
    const Validity& v = p.validity;
    const std::string gives = GivesText(schema(), pack, p);
    console_.out << Paint(console_, Colour::kBold, p.id) << "  "
                 << (gives.empty() ? "(sets others aside)" : gives) << "\n";
    Line(1, fmt::format("{}, stage {}", pack.title, ToString(p.stage)));
    Line(1, StateOf(pack, number));
    if (!p.overlay.empty()) Labelled("overlay", p.overlay);
    Labelled("source", CiteText(p.cite));
    if (!p.cite.url.empty()) console_.out << "    " << p.cite.url << "\n";
    Labelled("confidence", std::string(ToString(p.confidence)));
    Labelled("reading", ReadingOf(v));
    Labelled("announced", v.announced.ToString());
    Labelled("effective", v.effective.ToString());
    if (v.compliance != Date::Min()) Labelled("enforced from", v.compliance.ToString());
    Labelled("ends", v.ends == Date::Max() ? "open" : v.ends.ToString());
    if (v.ends != Date::Max() && v.ends_announced != v.announced) {
      Labelled("end announced", v.ends_announced.ToString());
    }
    Labelled("when", p.when.text());
    if (p.gives && p.gives->test) {
      Labelled("test", p.gives->test->text());
      Labelled("duty", p.gives->duty);
      Labelled("for", p.gives->for_exception.empty() ? "the licence route"
                                                     : "exception " + p.gives->for_exception);
    }
    if (p.gives && p.gives->bars_exceptions) Labelled("bars", "exceptions");
    Labelled("unless", Join(DefeatersOf(pack, number), ", "));
    Labelled("sets aside", Join(DefeatedBy(pack, number), ", "));
    Labelled("note", p.note);
    Labelled("written in", ShortPlace(p.place));
    CasesText("it fires in", CasesWith(&CaseResult::fired, p.id));
    CasesText("it just does not fire in", CasesWith(&CaseResult::just_not, p.id));
  }

  void CasesText(const std::string& label, const std::vector<const CaseResult*>& cases) {
    constexpr std::size_t kMost = 5;
    if (cases_.empty()) return;
    Line(1, fmt::format("{} {} {}", label, cases.size(), cases.size() == 1 ? "case" : "cases"));
    for (std::size_t i = 0; i < std::min(cases.size(), kMost); ++i) {
      Line(2, fmt::format("{} {}", ShortPlace(cases[i]->place), cases[i]->title), Colour::kDim);
    }
    if (cases.size() > kMost) Line(2, "...", Colour::kDim);
  }

  static OrderedJson CasesJson(const std::vector<const CaseResult*>& cases) {
    OrderedJson list = OrderedJson::array();
    for (const CaseResult* one : cases) {
      list.push_back({{"file", one->place.file}, {"line", one->place.line}, {"case", one->title}});
    }
    return list;
  }

  OrderedJson FullJson(const Pack& pack, int number) {
    const Provision& p = At(pack, number);
    OrderedJson json = ProvisionJson(pack, p);
    json.update(ClocksJson(as_of_, clocks_));
    json["in_force"] = p.validity.InForce(as_of_, clocks_.known_at, clocks_.reading);
    json["when"] = p.when.text();
    if (p.gives && p.gives->test) {
      json["test"] = p.gives->test->text();
      json["duty"] = p.gives->duty;
    }
    json["unless"] = DefeatersOf(pack, number);
    json["sets_aside"] = DefeatedBy(pack, number);
    json["note"] = p.note.empty() ? OrderedJson() : OrderedJson(p.note);
    json["file"] = p.place.file;
    json["line"] = p.place.line;
    json["fires_in"] = CasesJson(CasesWith(&CaseResult::fired, p.id));
    json["just_not_in"] = CasesJson(CasesWith(&CaseResult::just_not, p.id));
    return json;
  }

  // --- a set

  std::vector<std::string> MembersOf(const Pack& pack, int number) {
    std::vector<std::string> words;
    for (Symbol word : SnapshotOf(pack).sets[static_cast<std::size_t>(number)]) {
      words.push_back(schema().symbols().Text(word));
    }
    std::sort(words.begin(), words.end());
    return words;
  }

  // Provisions whose condition, test or places name the set.
  static std::vector<std::string> UsersOf(const Pack& pack, int number) {
    auto reads = [number](const Expression& expression) {
      return std::any_of(expression.nodes().begin(), expression.nodes().end(),
                         [number](const Node& node) { return node.set == number; });
    };
    std::vector<std::string> ids;
    for (const Provision& p : pack.provisions) {
      const bool test = p.gives && p.gives->test && reads(*p.gives->test);
      const bool place = p.gives && p.gives->place_set == number;
      if (test || place || reads(p.when)) ids.push_back(p.id);
    }
    return ids;
  }

  void SetText(const Pack& pack, const NamedSet& set, const std::vector<std::string>& members,
               const std::vector<CalendarEvent>& events, int number) {
    console_.out << Paint(console_, Colour::kBold, set.name) << "  set of " << pack.regime << "\n";
    Labelled("source", CiteText(set.cite));
    if (!set.cite.url.empty()) console_.out << "    " << set.cite.url << "\n";
    Line(1, fmt::format("{} {} {}", members.size(), members.size() == 1 ? "member" : "members",
                        ClocksText(as_of_, clocks_)));
    if (!members.empty()) Line(2, Join(members, ", "));
    Labelled("used by", Join(UsersOf(pack, number), ", "));
    Line(1, events.empty() ? "no dated change" : "changes");
    for (const CalendarEvent& event : events) {
      Line(2, fmt::format("{} {}: {}", event.day.ToString(), ToString(event.change),
                          DetailOf(pack, event)));
    }
    Labelled("written in", ShortPlace(set.place));
  }

  void SetJson(const Pack& pack, const NamedSet& set, const std::vector<std::string>& members,
               const std::vector<CalendarEvent>& events) {
    OrderedJson json = {{"regime", pack.regime}, {"set", set.name}, {"cite", CiteJson(set.cite)}};
    json.update(ClocksJson(as_of_, clocks_));
    json["members"] = members;
    json["changes"] = OrderedJson::array();
    for (const CalendarEvent& event : events) {
      OrderedJson change = {{"day", event.day.ToString()},
                            {"change", ToString(event.change)},
                            {"words", event.words}};
      if (event.patched >= 0) change["origin"] = OriginOf(pack, event);
      json["changes"].push_back(std::move(change));
    }
    console_.out << Dumped(json) << "\n";
  }

  void SetCsv(const NamedSet& set, const std::vector<std::string>& members) {
    std::string csv;
    CsvWriter writer(&csv);
    writer.Write({"set", "member"});
    for (const std::string& member : members) writer.Write({set.name, member});
    console_.out << csv;
  }

  Console& console_;
  Engine& engine_;
  const OutputFormat format_;
  const Date as_of_;
  const Clocks clocks_;
  const std::vector<CaseResult>& cases_;
};

// What an id names: a whole pack, or one provision or set of it.
struct Named {
  const Pack* pack = nullptr;
  int provision = -1;
  int set = -1;
};

Result<Named> FindNamed(const Engine& engine, const std::string& id) {
  std::vector<std::string> known;
  for (const Pack& pack : engine.packs()) {
    if (pack.regime == id) return Named{&pack};
    if (const int number = pack.Find(id); number >= 0) return Named{&pack, number, -1};
    known.push_back(pack.regime);
    for (const Provision& p : pack.provisions) known.push_back(p.id);
  }
  for (const Pack& pack : engine.packs()) {
    const auto names = pack.SetNamesList();
    const auto found = std::find(names.begin(), names.end(), id);
    if (found != names.end()) return Named{&pack, -1, static_cast<int>(found - names.begin())};
    known.insert(known.end(), names.begin(), names.end());
  }
  return Fail(ErrorCode::kUnknownName, fmt::format("no regime, provision or set is called {}{}",
                                                   Quoted(id), DidYouMean(id, known)));
}

}  // namespace

int RunRegimeShow(Console& console, const RegimeOptions& options) {
  auto clocks = ReadClocks(console, options.common);
  if (!clocks) return Report(console, clocks.error());
  auto as_of = ReadAsOf(console, options.common);
  if (!as_of) return Report(console, as_of.error());
  const std::string folder = console.home + "/cases";
  const bool has_cases = console.disk.IsFolder(folder);
  auto engine = has_cases ? LoadEngineForCases(console, options.common)
                          : LoadEngine(console, options.common, {});
  if (!engine) return Report(console, engine.error());
  auto named = FindNamed(*engine, options.names.empty() ? "" : options.names.front());
  if (!named) return Report(console, named.error());
  std::vector<CaseResult> cases;
  if (has_cases && named->provision >= 0) {
    auto results = RunCaseFolder(console, *engine, folder);
    if (!results) return Report(console, results.error());
    cases = std::move(*results);
  }
  Shower shower(console, *engine, options.common.format, *as_of, *clocks, cases);
  if (named->provision >= 0) {
    shower.Provision1(*named->pack, named->provision);
  } else if (named->set >= 0) {
    shower.Set(*named->pack, named->set);
  } else {
    shower.Regime(*named->pack);
  }
  return kExitOk;
}

}  // namespace licet
