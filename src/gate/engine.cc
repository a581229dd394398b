#include "licet/gate/engine.h"

#include <fmt/format.h>

#include <algorithm>

#include "build_facts.h"
#include "licet/base/text.h"
#include "licet/rules/domain.h"

namespace licet {

namespace {

// The catalogue of the repository, or a file of the user's own with the
// repository's assemblies and aliases only where their items exist there.
CatalogFiles FilesOf(const EngineFiles& files) {
  if (!files.chips.empty()) return {files.chips, "", "", ""};
  const std::string data = files.home + "/data/";
  return {data + "chips.csv", data + "hbm.csv", data + "assemblies.csv", data + "aliases.csv"};
}

Date Floor(const std::vector<Date>& days, Date day) {
  auto after = std::upper_bound(days.begin(), days.end(), day);
  return after == days.begin() ? Date::Min() : *(after - 1);
}

}  // namespace

std::vector<Date> ChangeDays(const Pack& pack) {
  std::vector<Date> days;
  auto note = [&days](const Validity& v) {
    for (Date day : {v.announced, v.effective, v.compliance, v.ends, v.ends_announced}) {
      if (day != Date::Min() && day != Date::Max()) days.push_back(day);
    }
  };
  if (pack.covers != Date::Min()) days.push_back(pack.covers);
  for (const Provision& p : pack.provisions) note(p.validity);
  for (const NamedSet& set : pack.sets) {
    for (const SetMember& member : set.members) note(member.validity);
    for (const SetMember& member : set.except) note(member.validity);
  }
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  return days;
}

Result<Engine> Engine::Load(Disk& disk, const EngineFiles& files) {
  Engine engine;
  LICET_ASSIGN_OR_RETURN(std::vector<Country> countries,
                         LoadCountries(disk, files.home + "/data/countries.csv"));
  std::vector<std::string> codes;
  for (const Country& country : countries) codes.push_back(country.code);
  LICET_ASSIGN_OR_RETURN(Schema schema,
                         Schema::Load(disk, files.home + "/regimes/schema.yaml", codes));
  LICET_RETURN_IF_ERROR(CheckFilledFacts(schema));
  engine.schema_ = std::make_shared<Schema>(std::move(schema));
  engine.packs_ = std::make_shared<std::deque<Pack>>();
  engine.others_ = std::make_shared<std::deque<Pack>>();
  engine.home_ = files.home;
  LICET_RETURN_IF_ERROR(engine.LoadOverlays(disk, files.overlays));
  LICET_ASSIGN_OR_RETURN(std::vector<std::string> folders,
                         disk.ListFolders(files.home + "/regimes"));
  for (const std::string& folder : folders) {
    LICET_ASSIGN_OR_RETURN(Pack pack, Pack::Load(disk, files.home + "/regimes/" + folder,
                                                 *engine.schema_, engine.overlays_));
    engine.packs_->push_back(std::move(pack));
  }
  LICET_RETURN_IF_ERROR(engine.CheckOverlays());
  for (const std::string& domain : files.domains) {
    LICET_RETURN_IF_ERROR(StateDomain(domain, engine.schema_.get()));
  }
  // The side the goods leave from is asked first.
  std::stable_sort(engine.packs_->begin(), engine.packs_->end(),
                   [](const Pack& a, const Pack& b) { return a.gate < b.gate; });
  for (const Pack& pack : *engine.packs_) engine.change_days_[&pack] = ChangeDays(pack);
  LICET_ASSIGN_OR_RETURN(engine.catalog_, Catalog::Load(disk, FilesOf(files)));
  if (!files.parties.empty()) {
    LICET_ASSIGN_OR_RETURN(
        engine.parties_,
        PartyBook::Load(disk, {files.parties, files.owners, files.home + "/data/entities.csv"},
                        codes));
  }
  return engine;
}

Status Engine::LoadOverlays(Disk& disk, const std::vector<std::string>& paths) {
  for (const std::string& path : paths) {
    LICET_ASSIGN_OR_RETURN(Overlay overlay, Overlay::Load(disk, path, *schema_));
    for (const Overlay& other : overlays_) {
      if (other.name() != overlay.name()) continue;
      return Fail(ErrorCode::kDuplicate,
                  fmt::format("two overlays are called {} (the other is {}); rename one",
                              Quoted(overlay.name()), other.place().file),
                  overlay.place());
    }
    for (const auto& [fact, value] : overlay.parameters()) {
      schema_->SetDefault(fact, std::make_shared<const Value>(value));
    }
    overlays_.push_back(std::move(overlay));
  }
  return {};
}

// What an overlay says of a regime that is not on file would be lost without a word.
Status Engine::CheckOverlays() const {
  std::vector<std::string> regimes;
  for (const Pack& pack : *packs_) regimes.push_back(pack.regime);
  auto known = [&](const std::string& name) {
    return std::find(regimes.begin(), regimes.end(), name) != regimes.end();
  };
  for (const Overlay& overlay : overlays_) {
    if (known(overlay.name())) {
      return Fail(ErrorCode::kDuplicate,
                  fmt::format("a regime is called {} already; name the overlay otherwise",
                              Quoted(overlay.name())),
                  overlay.place());
    }
    for (const Yaml::Entry& entry : overlay.regimes()) {
      if (known(entry.key)) continue;
      std::string hint = DidYouMean(entry.key, regimes);
      if (hint.empty()) hint = "; there are " + Join(regimes, ", ");
      return Fail(ErrorCode::kUnknownName, "no regime is called " + Quoted(entry.key) + hint,
                  entry.place);
    }
  }
  return {};
}

void Engine::Use(std::shared_ptr<const PartyScreening> screening) {
  parties_.SetScreened(screening->flags());
  screening_ = std::move(screening);
}

const std::vector<PartyHit>* Engine::HitsOf(const Party& party) const {
  if (screening_ == nullptr) return nullptr;
  const auto number = static_cast<std::size_t>(&party - parties_.parties().data());
  const std::vector<PartyHit>& hits = screening_->hits()[number];
  return hits.empty() ? nullptr : &hits;
}

Result<const Pack*> Engine::FindPack(std::string_view regime) const {
  std::vector<std::string> names;
  for (const Pack& pack : *packs_) {
    if (pack.regime == regime) return &pack;
    names.push_back(pack.regime);
  }
  std::string hint = DidYouMean(regime, names);
  if (hint.empty()) hint = "; there are " + Join(names, ", ");
  return Fail(ErrorCode::kUnknownName, "no regime is called " + Quoted(regime) + hint);
}

Result<const Pack*> Engine::PackUnder(Disk& disk, const std::string& regime,
                                      const std::vector<Overlay>& overlays) {
  LICET_RETURN_IF_ERROR(FindPack(regime));
  LICET_ASSIGN_OR_RETURN(Pack pack,
                         Pack::Load(disk, home_ + "/regimes/" + regime, *schema_, overlays));
  const Pack* other = &others_->emplace_back(std::move(pack));
  change_days_[other] = ChangeDays(*other);
  return other;
}

const Snapshot& Engine::SnapshotOf(const Pack& pack, Date as_of, Date known_at, Reading reading) {
  const std::vector<Date>& days = change_days_[&pack];
  const Date day = Floor(days, as_of);
  const Date known = Floor(days, known_at);
  const auto key = std::tuple(&pack, day, known, reading);
  auto found = snapshots_.find(key);
  if (found == snapshots_.end()) {
    found = snapshots_.emplace(key, TakeSnapshot(pack, day, known, reading)).first;
  }
  return found->second;
}

}  // namespace licet
