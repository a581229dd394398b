// What changes in a regime, day by day: provisions that begin, fall due, end or
// come back, and sets that gain or lose members.
//
// Thread safety: pure functions.

#ifndef LICET_REGIME_CALENDAR_H_
#define LICET_REGIME_CALENDAR_H_

#include <string>
#include <vector>

#include "licet/regime/pack.h"

namespace licet {

enum class Change {
  kBegins,   // a provision's first day
  kDue,      // the first day it is enforced, where that is later
  kEnds,     // the first day it no longer binds
  kReturns,  // what set it aside has ended, and it binds again
  kJoins,    // members of a set
  kLeaves,
};
std::string_view ToString(Change change);  // "begins", "falls due", ...

struct CalendarEvent {
  Date day;
  Change change = Change::kBegins;
  int provision = -1;              // or -1
  int set = -1;                    // kJoins, kLeaves
  int by = -1;                     // kReturns: the provision that has ended
  std::vector<std::string> words;  // kJoins, kLeaves: members; "set X" for those of another set
  int patched = -1;                // kJoins, kLeaves: number of the pack's change that does it
};

// Events of days in `days`, by day; as known at `known_at`. Days that a pack
// calls "always" are no events.
std::vector<CalendarEvent> CalendarOf(const Pack& pack, const Schema& schema, Interval days,
                                      Date known_at, Reading reading);

// "us-ear.3A090.c", "D:5": what the event is about.
std::string SubjectOf(const Pack& pack, const CalendarEvent& event);
// What to say of it besides: what it gives and sets aside, who joins.
std::string DetailOf(const Pack& pack, const CalendarEvent& event);
// "overlay NAME" when a patch edits the set; else "".
std::string OriginOf(const Pack& pack, const CalendarEvent& event);
const Cite& CiteOf(const Pack& pack, const CalendarEvent& event);

}  // namespace licet

#endif  // LICET_REGIME_CALENDAR_H_
