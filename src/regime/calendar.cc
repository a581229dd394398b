#include "licet/regime/calendar.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "licet/base/text.h"
#include "licet/regime/timeline.h"

namespace licet {

namespace {

Date DayBefore(Date day) { return Date::FromDays(day.days() - 1); }

bool Listed(const std::vector<int>& numbers, int number) {
  return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
}

class Collector {
 public:
  Collector(const Pack& pack, const Schema& schema, Interval days, Date known_at, Reading reading)
      : pack_(pack), schema_(schema), days_(days), known_at_(known_at), reading_(reading) {}

  std::vector<CalendarEvent> Run() {
    for (std::size_t i = 0; i < pack_.provisions.size(); ++i) AddProvision(static_cast<int>(i));
    for (std::size_t i = 0; i < pack_.sets.size(); ++i) AddSet(static_cast<int>(i));
    std::stable_sort(events_.begin(), events_.end(),
                     [](const auto& a, const auto& b) { return a.day < b.day; });
    return std::move(events_);
  }

 private:
  Interval Binding(int provision) const {
    return pack_.provisions[static_cast<std::size_t>(provision)].validity.Binding(known_at_,
                                                                                  reading_);
  }
  void Add(CalendarEvent event) {
    const bool dated = event.day != Date::Min() && event.day != Date::Max();
    if (dated && days_.Contains(event.day)) events_.push_back(std::move(event));
  }
  void Add(Date day, Change change, int provision, int by = -1) {
    Add({day, change, provision, -1, by, {}, -1});
  }

  void AddProvision(int number) {
    const Interval binding = Binding(number);
    if (binding.Empty()) return;
    const Validity& v = pack_.provisions[static_cast<std::size_t>(number)].validity;
    Add(v.effective, Change::kBegins, number);
    if (v.effective < binding.from) Add(binding.from, Change::kDue, number);
    Add(binding.to, Change::kEnds, number);
    if (binding.to != Date::Max()) AddReturns(number, binding.to);
  }

  // What the ended provision set aside and what goes on without it.
  void AddReturns(int ended, Date day) {
    for (std::size_t i = 0; i < pack_.provisions.size(); ++i) {
      if (!Listed(pack_.provisions[i].unless, ended)) continue;
      const Interval binding = Binding(static_cast<int>(i));
      if (!binding.Contains(day) || !binding.Contains(DayBefore(day))) continue;
      Add(day, Change::kReturns, static_cast<int>(i), ended);
    }
  }

  // One event for all who join, or leave, a set on one day by one text.
  void AddSet(int number) {
    const NamedSet& set = pack_.sets[static_cast<std::size_t>(number)];
    std::map<std::tuple<Date, Change, int>, std::vector<std::string>> by_day;
    auto note = [&](const SetMember& member, Change in, Change out) {
      const Interval binding = member.validity.Binding(known_at_, reading_);
      if (binding.Empty()) return;
      const std::vector<std::string> words = WordsOf(member);
      for (const auto& [day, change] : {std::pair(binding.from, in), std::pair(binding.to, out)}) {
        auto& all = by_day[{day, change, member.patched}];
        all.insert(all.end(), words.begin(), words.end());
      }
    };
    for (const SetMember& member : set.members) note(member, Change::kJoins, Change::kLeaves);
    for (const SetMember& member : set.except) note(member, Change::kLeaves, Change::kJoins);
    for (auto& [key, words] : by_day) {
      const auto& [day, change, patched] = key;
      Add({day, change, -1, number, -1, std::move(words), patched});
    }
  }

  std::vector<std::string> WordsOf(const SetMember& member) const {
    if (member.set >= 0) {
      return {"set " + pack_.sets[static_cast<std::size_t>(member.set)].name};
    }
    std::vector<std::string> words;
    for (Symbol word : member.words) words.push_back(schema_.symbols().Text(word));
    return words;
  }

  const Pack& pack_;
  const Schema& schema_;
  const Interval days_;
  const Date known_at_;
  const Reading reading_;
  std::vector<CalendarEvent> events_;
};

// Ids of the provisions that this one defeats.
std::vector<std::string> DefeatedBy(const Pack& pack, int number) {
  std::vector<std::string> ids;
  for (const Provision& p : pack.provisions) {
    if (Listed(p.unless, number)) ids.push_back(p.id);
  }
  return ids;
}

}  // namespace

std::string_view ToString(Change change) {
  switch (change) {
    case Change::kBegins:
      return "begins";
    case Change::kDue:
      return "falls due";
    case Change::kEnds:
      return "ends";
    case Change::kReturns:
      return "returns";
    case Change::kJoins:
      return "joins";
    case Change::kLeaves:
      return "leaves";
  }
  return "?";
}

std::vector<CalendarEvent> CalendarOf(const Pack& pack, const Schema& schema, Interval days,
                                      Date known_at, Reading reading) {
  return Collector(pack, schema, days, known_at, reading).Run();
}

std::string SubjectOf(const Pack& pack, const CalendarEvent& event) {
  return event.set >= 0 ? pack.sets[static_cast<std::size_t>(event.set)].name
                        : pack.provisions[static_cast<std::size_t>(event.provision)].id;
}

std::string OriginOf(const Pack& pack, const CalendarEvent& event) {
  if (event.patched < 0) return "";
  return "overlay " + pack.changes[static_cast<std::size_t>(event.patched)].patch;
}

std::string DetailOf(const Pack& pack, const CalendarEvent& event) {
  if (event.set >= 0) {
    const std::string origin = event.patched >= 0 ? "; " + OriginOf(pack, event) : "";
    return Join(event.words, ", ") + origin;
  }
  if (event.change == Change::kReturns) {
    return "no longer set aside by " + pack.provisions[static_cast<std::size_t>(event.by)].id;
  }
  const Provision& p = pack.provisions[static_cast<std::size_t>(event.provision)];
  std::string detail(ToString(p.stage));
  if (p.gives && !p.gives->name.empty() && p.gives->name != p.id) detail += " " + p.gives->name;
  const auto defeated = DefeatedBy(pack, event.provision);
  if (defeated.empty() || event.change == Change::kEnds) return detail;
  const Switch kind = SwitchOf(p);
  detail += kind == Switch::kAside   ? "; sets aside "
            : kind == Switch::kDoubt ? "; puts in doubt "
                                     : "; narrows ";
  return detail + Join(defeated, ", ");
}

const Cite& CiteOf(const Pack& pack, const CalendarEvent& event) {
  if (event.patched >= 0) return pack.changes[static_cast<std::size_t>(event.patched)].cite;
  return event.set >= 0 ? pack.sets[static_cast<std::size_t>(event.set)].cite
                        : pack.provisions[static_cast<std::size_t>(event.provision)].cite;
}

}  // namespace licet
