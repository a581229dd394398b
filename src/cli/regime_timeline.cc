// licet regime timeline: what was in force when, as known on a day.

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "commands.h"
#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "licet/regime/timeline.h"
#include "regime_text.h"
#include "report.h"
#include "table.h"

namespace licet {

namespace {

struct Regime {
  const Pack* pack;
  std::vector<TimelineBar> bars;
};

const Provision& ProvisionOf(const Regime& regime, const TimelineBar& bar) {
  return regime.pack->provisions[static_cast<std::size_t>(bar.provision)];
}

int YearOf(Date day) { return std::stoi(day.ToString().substr(0, 4)); }
Date NewYear(int year) { return *Date::FromCivil(year, 1, 1); }

// The days drawn: those asked for, or whole years around all that is dated.
Result<Interval> Span(const std::vector<Regime>& regimes, const RegimeOptions& options,
                      Date today) {
  Date first = today;
  Date last = today;
  auto note = [&](Date day) {
    if (day == Date::Min() || day == Date::Max()) return;
    first = std::min(first, day);
    last = std::max(last, day);
  };
  for (const Regime& regime : regimes) {
    for (const TimelineBar& bar : regime.bars) {
      if (bar.binding.Empty()) continue;
      note(ProvisionOf(regime, bar).validity.announced);
      note(bar.binding.from);
      note(bar.binding.to);
    }
  }
  Interval days;
  LICET_ASSIGN_OR_RETURN(days.from, ReadDay(options.from, "--from", NewYear(YearOf(first))));
  LICET_ASSIGN_OR_RETURN(days.to, ReadDay(options.to, "--to", NewYear(YearOf(last) + 1)));
  if (days.Empty()) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("--to {} is not after --from {}; give the first day first",
                            days.to.ToString(), days.from.ToString()));
  }
  return days;
}

// The chart for a terminal: a line for each provision, or for those of a topic
// that have the same days.
class Chart {
 public:
  Chart(Console& console, Interval days, Date as_of)
      : console_(console), days_(days), as_of_(as_of) {
    label_ = std::max(console.width * 3 / 8, 24);
    columns_ = std::max(console.width - label_ - 1, 20);
  }

  void Draw(const Regime& regime) const {
    console_.out << Paint(console_, Colour::kBold, regime.pack->regime) << "  "
                 << regime.pack->title << "\n";
    Axis();
    std::string topic;
    std::set<std::size_t> drawn;
    for (std::size_t i = 0; i < regime.bars.size(); ++i) {
      const TimelineBar& bar = regime.bars[i];
      if (bar.binding.Empty() || !drawn.insert(i).second) continue;
      if (bar.topic != topic) {
        topic = bar.topic;
        console_.out << Paint(console_, Colour::kBold, topic) << "\n";
      }
      int more = 0;
      for (std::size_t j = i + 1; j < regime.bars.size(); ++j) {
        if (!SameDays(regime, bar, regime.bars[j])) continue;
        drawn.insert(j);
        ++more;
      }
      Lane(regime, bar, more);
    }
  }

 private:
  static bool SameDays(const Regime& regime, const TimelineBar& a, const TimelineBar& b) {
    auto days = [](const TimelineBar& bar) {
      std::vector<std::pair<Date, Date>> all = {{bar.binding.from, bar.binding.to}};
      for (const Suspension& one : bar.suspensions) {
        all.emplace_back(one.days.from, one.days.to);
        all.emplace_back(Date::FromDays(one.doubtful ? 1 : 0), Date::Max());
      }
      return all;
    };
    const Provision& p = ProvisionOf(regime, a);
    const Provision& q = ProvisionOf(regime, b);
    return a.topic == b.topic && p.stage == q.stage &&
           p.validity.announced == q.validity.announced && p.confidence == q.confidence &&
           days(a) == days(b);
  }

  Date DayAt(int column) const {
    const std::int64_t length = days_.to.days() - days_.from.days();
    return Date::FromDays(days_.from.days() +
                          static_cast<std::int32_t>(length * column / columns_));
  }
  Interval Column(int column) const {
    const Date from = DayAt(column);
    // On a chart of a few days several columns show one day.
    return {from, std::max(DayAt(column + 1), Date::FromDays(from.days() + 1))};
  }

  void Axis() const {
    std::string years(static_cast<std::size_t>(columns_), ' ');
    std::string marks(static_cast<std::size_t>(columns_), ' ');
    for (int column = 0; column < columns_; ++column) {
      const Interval span = Column(column);
      const int year = YearOf(Date::FromDays(span.to.days() - 1));
      const bool starts = column == 0 || span.Contains(NewYear(year));
      const std::string text = std::to_string(year);
      const auto at = static_cast<std::size_t>(column);
      const bool free = at == 0 || years[at - 1] == ' ';
      if (starts && free && at + text.size() <= years.size() && years[at] == ' ') {
        years.replace(at, text.size(), text);
      }
      if (span.Contains(as_of_)) marks[at] = 'v';
    }
    const std::string indent(static_cast<std::size_t>(label_ + 1), ' ');
    Put(indent + years, Colour::kDim);
    if (marks.find('v') != std::string::npos) Put(indent + marks, Colour::kYellow);
  }

  // '=' in force, '/' set aside, '?' in doubt, '-' announced and not yet in force.
  char Mark(const Validity& validity, const TimelineBar& bar, Interval span) const {
    for (const Suspension& one : bar.suspensions) {
      const Date middle =
          Date::FromDays(span.from.days() + (span.to.days() - span.from.days()) / 2);
      if (one.days.Contains(middle)) return one.doubtful ? '?' : '/';
    }
    if (bar.binding.Overlaps(span)) return '=';
    const Interval waiting{validity.announced, bar.binding.from};
    return waiting.Overlaps(span) ? '-' : ' ';
  }

  void Lane(const Regime& regime, const TimelineBar& bar, int more) const {
    const Provision& p = ProvisionOf(regime, bar);
    std::string name = p.id;
    const std::string prefix = regime.pack->regime + ".";
    if (name.starts_with(prefix)) name.erase(0, prefix.size());
    const std::string count = more > 0 ? fmt::format(" +{}", more) : "";
    const auto room = static_cast<std::size_t>(label_ - 2) - count.size();
    if (name.size() > room) name = name.substr(0, room - 1) + "~";
    std::string marks;
    for (int column = 0; column < columns_; ++column) {
      marks += Mark(p.validity, bar, Column(column));
    }
    const std::string label = "  " + name + count;
    Put(label + std::string(static_cast<std::size_t>(label_ + 1) - label.size(), ' ') + marks,
        p.confidence == Confidence::kPrimary ? Colour::kPlain : Colour::kDim);
  }

  void Put(std::string line, Colour colour) const {
    while (!line.empty() && line.back() == ' ') line.pop_back();
    console_.out << Paint(console_, colour, line) << "\n";
  }

  Console& console_;
  const Interval days_;
  const Date as_of_;
  int label_ = 0;
  int columns_ = 0;
};

void PrintChart(Console& console, const std::vector<Regime>& regimes, Interval days, Date as_of,
                const Clocks& clocks) {
  const Chart chart(console, days, as_of);
  for (const Regime& regime : regimes) {
    chart.Draw(regime);
    console.out << "\n";
  }
  console.out
      << Wrap(fmt::format(
                  "= in force, / set aside, ? in doubt, - announced and not yet in force; v is "
                  "{}. +N: so many more of that file with the same days. Known {}, "
                  "{} reading.",
                  as_of.ToString(), clocks.known_at.ToString(), ToString(clocks.reading)),
              console.width)
      << "\n";
}

OrderedJson SuspensionsJson(const Regime& regime, const TimelineBar& bar) {
  OrderedJson list = OrderedJson::array();
  for (const Suspension& one : bar.suspensions) {
    list.push_back({{"from", DayJson(one.days.from)},
                    {"to", DayJson(one.days.to)},
                    {"by", regime.pack->provisions[static_cast<std::size_t>(one.by)].id},
                    {"doubtful", one.doubtful}});
  }
  return list;
}

void PrintJson(Console& console, const std::vector<Regime>& regimes, Interval days) {
  OrderedJson list = OrderedJson::array();
  for (const Regime& regime : regimes) {
    for (const TimelineBar& bar : regime.bars) {
      if (!bar.binding.Overlaps(days)) continue;
      OrderedJson json = ProvisionJson(*regime.pack, ProvisionOf(regime, bar));
      json["in_force_from"] = DayJson(bar.binding.from);
      json["in_force_to"] = DayJson(bar.binding.to);
      json["set_aside"] = SuspensionsJson(regime, bar);
      list.push_back(std::move(json));
    }
  }
  console.out << Dumped(list) << "\n";
}

void PrintCsv(Console& console, const std::vector<Regime>& regimes, Interval days) {
  auto text = [](Date day) {
    return day == Date::Min() || day == Date::Max() ? "" : day.ToString();
  };
  std::string csv;
  CsvWriter writer(&csv);
  writer.Write({"regime", "topic", "provision", "stage", "ref", "announced", "in_force_from",
                "in_force_to", "reading", "confidence", "set_aside"});
  for (const Regime& regime : regimes) {
    for (const TimelineBar& bar : regime.bars) {
      if (!bar.binding.Overlaps(days)) continue;
      const Provision& p = ProvisionOf(regime, bar);
      std::vector<std::string> aside;
      for (const Suspension& one : bar.suspensions) {
        aside.push_back(fmt::format("{}..{} by {}", text(one.days.from), text(one.days.to),
                                    regime.pack->provisions[static_cast<std::size_t>(one.by)].id));
      }
      writer.Write({regime.pack->regime, bar.topic, p.id, std::string(ToString(p.stage)),
                    p.cite.ref, text(p.validity.announced), text(bar.binding.from),
                    text(bar.binding.to), ReadingOf(p.validity),
                    std::string(ToString(p.confidence)), Join(aside, "; ")});
    }
  }
  console.out << csv;
}

// Everything on file, known or not: the page has the clock for known time itself.
std::string PageJson(const std::vector<Regime>& regimes, Date as_of, const Clocks& clocks,
                     Date today) {
  OrderedJson json = {{"timeline", 1}, {"title", "Rules in force"}};
  json["generated_on"] = today.ToString();
  json.update(ClocksJson(as_of, clocks));
  json["regimes"] = OrderedJson::array();
  for (const Regime& regime : regimes) {
    OrderedJson provisions = OrderedJson::array();
    for (const TimelineBar& bar : regime.bars) {
      const Provision& p = ProvisionOf(regime, bar);
      OrderedJson one = ProvisionJson(*regime.pack, p);
      one["note"] = p.note;
      one["when"] = p.when.text();
      OrderedJson aside = OrderedJson::array();
      for (int defeater : p.unless) {
        const Provision& d = regime.pack->provisions[static_cast<std::size_t>(defeater)];
        const Switch kind = SwitchOf(d);
        if (kind == Switch::kNone) continue;
        aside.push_back({{"provision", d.id}, {"doubtful", kind == Switch::kDoubt}});
      }
      one["set_aside_by"] = std::move(aside);
      provisions.push_back(std::move(one));
    }
    json["regimes"].push_back({{"regime", regime.pack->regime},
                               {"title", regime.pack->title},
                               {"authority", regime.pack->authority},
                               {"provisions", std::move(provisions)}});
  }
  return Dumped(json, -1);
}

Status Run(Console& console, const RegimeOptions& options) {
  LICET_ASSIGN_OR_RETURN(Clocks clocks, ReadClocks(console, options.common));
  LICET_ASSIGN_OR_RETURN(Date as_of, ReadAsOf(console, options.common));
  LICET_ASSIGN_OR_RETURN(Engine engine, LoadEngine(console, options.common, {}));
  LICET_ASSIGN_OR_RETURN(std::vector<const Pack*> packs, ChosenPacks(engine, options.names));
  std::vector<Regime> regimes;
  for (const Pack* pack : packs) {
    regimes.push_back({pack, TimelineOf(*pack, clocks.known_at, clocks.reading)});
  }
  LICET_ASSIGN_OR_RETURN(Interval days, Span(regimes, options, as_of));
  if (!options.file.empty()) {
    LICET_RETURN_IF_ERROR(console.disk.WriteAtomically(
        options.file, RenderReport(PageJson(regimes, as_of, clocks, console.clock.Today()))));
  }
  switch (options.common.format) {
    case OutputFormat::kTable:
      PrintChart(console, regimes, days, as_of, clocks);
      if (!options.file.empty()) console.out << "Report: " << options.file << "\n";
      break;
    case OutputFormat::kJson:
      PrintJson(console, regimes, days);
      break;
    case OutputFormat::kCsv:
      PrintCsv(console, regimes, days);
      break;
  }
  return {};
}

}  // namespace

int RunRegimeTimeline(Console& console, const RegimeOptions& options) {
  if (Status status = Run(console, options); !status) return Report(console, status.error());
  return kExitOk;
}

}  // namespace licet
