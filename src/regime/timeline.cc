#include "licet/regime/timeline.h"

#include <algorithm>

namespace licet {

namespace {

using Intervals = std::vector<Interval>;

Intervals Without(const Intervals& spans, const Interval& gone) {
  Intervals left;
  for (const Interval& span : spans) {
    for (const Interval& part : {Interval{span.from, std::min(span.to, gone.from)},
                                 Interval{std::max(span.from, gone.to), span.to}}) {
      if (!part.Empty()) left.push_back(part);
    }
  }
  return left;
}

// Times in which a switch is on: in force, and not itself set aside. Defeaters
// form no circles.
Intervals EffectOf(const Pack& pack, int number, Date known_at, Reading reading) {
  const Provision& p = pack.provisions[static_cast<std::size_t>(number)];
  const Interval binding = p.validity.Binding(known_at, reading);
  Intervals spans;
  if (!binding.Empty()) spans.push_back(binding);
  for (int defeater : p.unless) {
    if (spans.empty()) break;
    if (SwitchOf(pack.provisions[static_cast<std::size_t>(defeater)]) != Switch::kAside) continue;
    for (const Interval& off : EffectOf(pack, defeater, known_at, reading)) {
      spans = Without(spans, off);
    }
  }
  return spans;
}

}  // namespace

std::string TopicOf(const Provision& provision) {
  if (!provision.overlay.empty()) return "overlay " + provision.overlay;
  std::string topic = provision.place.file.substr(provision.place.file.rfind('/') + 1);
  return topic.substr(0, topic.rfind('.'));
}

Switch SwitchOf(const Provision& defeater) {
  const Node& root = defeater.when.root();
  if (defeater.gives) return Switch::kNone;
  if (root.op == Op::kOpenPoint) return Switch::kDoubt;
  return root.op == Op::kConstant && root.truth == Truth::kTrue ? Switch::kAside : Switch::kNone;
}

std::vector<TimelineBar> TimelineOf(const Pack& pack, Date known_at, Reading reading) {
  std::vector<TimelineBar> bars;
  for (std::size_t i = 0; i < pack.provisions.size(); ++i) {
    const Provision& p = pack.provisions[i];
    TimelineBar bar{static_cast<int>(i), TopicOf(p), p.validity.Binding(known_at, reading), {}};
    for (int defeater : p.unless) {
      const Switch kind = SwitchOf(pack.provisions[static_cast<std::size_t>(defeater)]);
      if (kind == Switch::kNone) continue;
      for (const Interval& on : EffectOf(pack, defeater, known_at, reading)) {
        if (!on.Overlaps(bar.binding)) continue;
        bar.suspensions.push_back(
            {{std::max(on.from, bar.binding.from), std::min(on.to, bar.binding.to)},
             defeater,
             kind == Switch::kDoubt});
      }
    }
    bars.push_back(std::move(bar));
  }
  std::stable_sort(bars.begin(), bars.end(),
                   [](const auto& a, const auto& b) { return a.topic < b.topic; });
  return bars;
}

}  // namespace licet
