// Everything a decision needs, loaded once: schema, regimes, catalogue, parties.
//
// Thread safety: one engine, one thread (it caches snapshots as it goes).

#ifndef LICET_GATE_ENGINE_H_
#define LICET_GATE_ENGINE_H_

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "licet/base/error.h"
#include "licet/base/seams.h"
#include "licet/catalog/item.h"
#include "licet/gate/party_screening.h"
#include "licet/parties/party.h"
#include "licet/regime/determine.h"
#include "licet/regime/overlay.h"
#include "licet/regime/pack.h"
#include "licet/rules/schema.h"

namespace licet {

struct EngineFiles {
  std::string home;                        // the folder that holds regimes/ and data/
  std::string chips;                       // "" means home/data/chips.csv with its companions
  std::string parties;                     // "" means no parties
  std::string owners;                      // "" means no ownership shares on file
  std::vector<std::string> overlays = {};  // files of private rules, laid over the packs in order
  std::vector<std::string> domains = {};   // FACT=VALUES, for a solver (rules/domain.h)
};

class Engine {
 public:
  static Result<Engine> Load(Disk& disk, const EngineFiles& files);

  const Schema& schema() const { return *schema_; }
  const Catalog& catalog() const { return catalog_; }
  const PartyBook& parties() const { return parties_; }
  const std::deque<Pack>& packs() const { return *packs_; }
  const std::vector<Overlay>& overlays() const { return overlays_; }
  // A regime under some of the engine's overlays only, in their order in `overlays`:
  // the other side of a comparison. It is read under the engine's schema, whose
  // parameters are those of all its overlays. Lives as long as the engine.
  Result<const Pack*> PackUnder(Disk& disk, const std::string& regime,
                                const std::vector<Overlay>& overlays);
  // Keeps the packs where they are, even without the engine.
  std::shared_ptr<const void> law() const { return packs_; }
  Result<const Pack*> FindPack(std::string_view regime) const;

  // What a screening of this engine's parties found becomes theirs.
  void Use(std::shared_ptr<const PartyScreening> screening);
  // Null: names were not screened.
  const std::shared_ptr<const PartyScreening>& screening() const { return screening_; }
  // Authorisations that orders name have been looked up in a ledger.
  void UseLedger() { uses_ledger_ = true; }
  bool uses_ledger() const { return uses_ledger_; }
  // Null where nothing was found.
  const std::vector<PartyHit>* HitsOf(const Party& party) const;

  // The pack as in force. Snapshots are kept per interval between the dates
  // that the pack names, so that a thousand orders of a quiet year share one.
  const Snapshot& SnapshotOf(const Pack& pack, Date as_of, Date known_at, Reading reading);

 private:
  Status LoadOverlays(Disk& disk, const std::vector<std::string>& paths);
  Status CheckOverlays() const;

  // Behind pointers, so that snapshots and conditions may point at them after
  // the engine has moved.
  std::shared_ptr<Schema> schema_;
  std::shared_ptr<std::deque<Pack>> packs_;
  std::shared_ptr<std::deque<Pack>> others_;  // of PackUnder()
  std::string home_;
  std::vector<Overlay> overlays_;
  Catalog catalog_;
  PartyBook parties_;
  std::shared_ptr<const PartyScreening> screening_;
  bool uses_ledger_ = false;
  std::map<const Pack*, std::vector<Date>> change_days_;
  std::map<std::tuple<const Pack*, Date, Date, Reading>, Snapshot> snapshots_;
};

// Days on which something of the pack becomes known, starts or ends; sorted.
std::vector<Date> ChangeDays(const Pack& pack);

}  // namespace licet

#endif  // LICET_GATE_ENGINE_H_
