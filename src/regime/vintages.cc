#include "licet/regime/vintages.h"

#include <set>

namespace licet {

bool IsSameLaw(const Snapshot& a, const Snapshot& b) {
  return a.in_force == b.in_force && a.sets == b.sets;
}

std::vector<Snapshot> VintagesOf(const Pack& pack, Date known_at, Reading reading) {
  std::set<Date> days = {pack.covers};
  const auto add = [&](const Validity& validity) {
    for (const Date day : {validity.effective, validity.compliance, validity.ends}) {
      if (day > pack.covers && day < Date::Max()) days.insert(day);
    }
  };
  for (const Provision& provision : pack.provisions) add(provision.validity);
  for (const NamedSet& set : pack.sets) {
    for (const SetMember& member : set.members) add(member.validity);
    for (const SetMember& member : set.except) add(member.validity);
  }
  for (const LawChange& change : pack.changes) days.insert(change.day);
  std::vector<Snapshot> laws;
  for (const Date day : days) {
    Snapshot snapshot = TakeSnapshot(pack, day, known_at, reading);
    if (laws.empty() || !IsSameLaw(laws.back(), snapshot)) laws.push_back(std::move(snapshot));
  }
  return laws;
}

}  // namespace licet
