// What was in force when, as known on a day: a bar for each provision, with the
// times in which another one set it aside.
//
// Thread safety: pure functions.

#ifndef LICET_REGIME_TIMELINE_H_
#define LICET_REGIME_TIMELINE_H_

#include <string>
#include <vector>

#include "licet/regime/pack.h"

namespace licet {

struct Suspension {
  Interval days;
  int by = -1;            // number of the provision that sets aside
  bool doubtful = false;  // the law leaves open whether it does
};

struct TimelineBar {
  int provision = -1;
  std::string topic;  // the file it stands in; "overlay NAME"
  Interval binding;   // empty when it was not known or is not of the reading
  std::vector<Suspension> suspensions;
};

// The file of the pack that a provision stands in, without folder and ending.
std::string TopicOf(const Provision& provision);

// What a defeater does whatever the facts are. One that asks for facts narrows
// what it defeats and does not suspend it.
enum class Switch { kNone, kAside, kDoubt };
Switch SwitchOf(const Provision& defeater);

// By topic, then in the pack's order.
std::vector<TimelineBar> TimelineOf(const Pack& pack, Date known_at, Reading reading);

}  // namespace licet

#endif  // LICET_REGIME_TIMELINE_H_
