#include "order_rows.h"

#include <algorithm>
#include <unordered_map>

#include "ask.h"
#include "build_facts.h"
#include "key_table.h"

namespace licet {

namespace {

// Finds text without making a string of it.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>()(text);
  }
};
using TextNumbers = std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>>;

// Evidence texts are as varied as their writers: past this many the column is
// forgotten and begun again.
constexpr std::size_t kEvidenceMax = 200'000;

constexpr std::size_t kRoleCount = 4;
constexpr std::size_t kWordCount = 5;

}  // namespace

class OrderRows::Impl {
 public:
  Impl(Engine& engine, const AtomTable& atoms)
      : engine_(engine),
        schema_(engine.schema()),
        atoms_(atoms),
        given_(schema_),
        amounts_(schema_),
        ownership_days_(engine.parties().OwnershipDays()),
        amount_facts_(schema_) {
    MakeColumns();
    for (const Pack& pack : engine.packs()) packs_.push_back(&pack);
    FindReadNumbers();
    contents_.emplace_back(nullptr, nullptr);
  }

  Column& column(int group) { return *columns_[static_cast<std::size_t>(group)]; }
  bool IsOnlyNumber(std::size_t regime) const { return !number_ids_[regime].empty(); }

  std::uint32_t Contents(const Snapshot* snapshot, const Item* item) {
    contents_.emplace_back(snapshot, item);
    return static_cast<std::uint32_t>(contents_.size() - 1);
  }

  void Forget() {
    if (evidence_.size() < kEvidenceMax) return;
    evidence_.clear();
    evidence_orders_.clear();
    columns_[kGroupEvidence] = MakeColumn(kGroupEvidence);
  }

  void MixedTruths(const Order& order, const OrderRow& row, std::uint64_t* truths) {
    static const SetMembers kNoSets;
    (void)FillAmounts(amount_facts_, order, *row.item, &amounts_);
    FillMixed(row);
    const World world{schema_, amounts_, kNoSets};
    const auto& atoms = atoms_.InGroup(kGroupMixed);
    for (std::size_t a = 0; a < atoms.size(); ++a) {
      const Truth truth = atoms_.Evaluate(atoms[a], world);
      if (truth == Truth::kUnknown) continue;
      truths[a / 64 * 2 + (truth == Truth::kTrue ? 0 : 1)] |= std::uint64_t{1} << (a % 64);
    }
  }

  // The other groups' facts that mixed atoms read.
  void FillMixed(const OrderRow& row) {
    for (int fact : atoms_.MixedFacts()) {
      const int group = atoms_.layout().group_of[static_cast<std::size_t>(fact)];
      if (group == kGroupMixed) continue;
      const auto key = std::uint64_t{row.instance[group]} << 32 | static_cast<std::uint32_t>(fact);
      auto [found, added] = mixed_values_.try_emplace(key);
      if (added) {
        Facts facts(schema_);
        FillInstance(group, row.instance[group], &facts);
        found->second = facts[fact];
      }
      amounts_[fact] = found->second;
    }
  }

  // False when something about the order cannot be right.
  bool Resolve(const Order& order, OrderRow* row) {
    row->numbers.assign(packs_.size(), {});
    row->numbered = false;
    return ResolveItem(order, row) && ResolveParties(order, row) && ResolveWords(order, row) &&
           ResolveEvidence(order, row) &&
           FillAmounts(amount_facts_, order, *row->item, &amounts_).has_value();
  }

 private:
  std::unique_ptr<Column> MakeColumn(int group) {
    return std::make_unique<Column>(schema_, atoms_, group,
                                    [this, group](std::uint32_t instance, Facts* facts) {
                                      FillInstance(group, instance, facts);
                                    });
  }
  void MakeColumns() {
    for (int group = 0; group < kGroupCount; ++group) columns_.push_back(MakeColumn(group));
    for (std::size_t i = 0; i < kWordCount; ++i) word_orders_[i].emplace_back();
    for (auto& numbers : word_numbers_) numbers.emplace("", 0);
  }

  // Facts start from what the schema and overlays give them.
  void Reset(int group, Facts* facts) const {
    for (std::size_t i = 0; i < facts->values.size(); ++i) {
      if (atoms_.layout().group_of[i] == group) facts->values[i] = given_.values[i];
    }
  }

  void FillInstance(int group, std::uint32_t instance, Facts* facts) {
    Reset(group, facts);
    if (group == kGroupItem) {
      FillItem(schema_, engine_.catalog().items()[instance], facts);
    } else if (group == kGroupContents) {
      const auto& [snapshot, item] = contents_[instance];
      (*facts)[schema_.Find("item.contains_codes")].set = KleeneSet::Of({});
      if (item != nullptr) FillContents(engine_, *snapshot, *item, facts);
    } else if (group >= kGroupExporter && group < kGroupActivity) {
      const auto role = static_cast<std::size_t>(group - kGroupExporter);
      if (instance == 0) return;  // not stated
      const auto& [party, day] = parties_[role][instance - 1];
      Order order;
      order.date = day;
      // Known to be on file: Resolve has looked it up.
      (void)FillParty(schema_, engine_.parties(), order, OrderRoles()[role], party->id, facts);
    } else if (group >= kGroupActivity && group < kGroupEvidence) {
      const auto word = static_cast<std::size_t>(group - kGroupActivity);
      (void)FillWord(schema_, word_orders_[word][instance], OrderWords()[word], facts);
    } else if (group == kGroupEvidence) {
      if (instance > 0) (void)FillEvidence(schema_, evidence_orders_[instance - 1], facts);
    }
  }

  bool ResolveItem(const Order& order, OrderRow* row) {
    auto found = item_numbers_.find(std::string_view(order.item));
    if (found == item_numbers_.end()) {
      auto item = engine_.catalog().Find(order.item);
      if (!item) return false;
      const auto number = static_cast<std::uint32_t>(*item - engine_.catalog().items().data());
      found = item_numbers_.emplace(order.item, number).first;
    }
    row->instance[kGroupItem] = found->second;
    row->item = &engine_.catalog().items()[found->second];
    return true;
  }

  bool ResolveParties(const Order& order, OrderRow* row) {
    const std::string* ids[kRoleCount] = {&order.exporter, &order.purchaser, &order.consignee,
                                          &order.end_user};
    for (std::size_t role = 0; role < kRoleCount; ++role) {
      if (!ResolveParty(role, *ids[role], order.date, row)) return false;
    }
    auto same = [&](std::size_t a, std::size_t b) {
      return !ids[a]->empty() && *ids[a] == *ids[b] ? 1U : 0U;
    };
    row->same_roles = same(1, 2) | same(1, 3) << 1 | same(2, 3) << 2;
    return true;
  }

  bool ResolveParty(std::size_t role, const std::string& id, Date date, OrderRow* row) {
    std::uint32_t& instance = row->instance[kGroupExporter + static_cast<int>(role)];
    instance = 0;
    if (id.empty()) return true;
    auto found = party_numbers_.find(std::string_view(id));
    if (found == party_numbers_.end()) {
      auto party = engine_.parties().Find(id);
      if (!party) return false;
      const auto number = static_cast<std::uint32_t>(*party - engine_.parties().parties().data());
      found = party_numbers_.emplace(id, number).first;
    }
    // Shares change on a few days; between two of them a party stays the same.
    const auto period = static_cast<std::uint64_t>(
        std::upper_bound(ownership_days_.begin(), ownership_days_.end(), date) -
        ownership_days_.begin());
    const std::uint64_t key = std::uint64_t{found->second} << 32 | period;
    const auto [number, added] = party_instances_[role].Number({&key, 1});
    if (added) parties_[role].emplace_back(&engine_.parties().parties()[found->second], date);
    instance = number + 1;
    return true;
  }

  bool ResolveWords(const Order& order, OrderRow* row) {
    for (std::size_t i = 0; i < kWordCount; ++i) {
      const OrderWord& word = OrderWords()[i];
      const std::string& text = order.*word.text;
      auto found = word_numbers_[i].find(std::string_view(text));
      if (found == word_numbers_[i].end()) {
        Facts facts(schema_);
        if (!FillWord(schema_, order, word, &facts)) return false;
        const auto number = static_cast<std::uint32_t>(word_orders_[i].size());
        found = word_numbers_[i].emplace(text, number).first;
        word_orders_[i].emplace_back();
        word_orders_[i].back().*word.text = text;
      }
      row->instance[kGroupActivity + static_cast<int>(i)] = found->second;
    }
    return true;
  }

  // Rules that ask for a licence's number itself keep it in the column.
  void FindReadNumbers() {
    for (const Pack* pack : packs_) {
      bool read = false;
      for (const Pack* other : packs_) {
        for (const Provision& p : other->provisions) {
          for (FactRef ref : p.when.FactsRead(schema_)) {
            read = read || (!ref.of_party && ref.fact == pack->authorisation);
          }
        }
      }
      std::string id;
      if (!read && pack->authorisation >= 0) {
        id = schema_.facts()[static_cast<std::size_t>(pack->authorisation)].name.substr(9);
        std::replace(id.begin(), id.end(), '_', '-');
      }
      number_ids_.push_back(id);
    }
  }

  bool ResolveEvidence(const Order& order, OrderRow* row) {
    row->instance[kGroupEvidence] = 0;
    if (order.evidence.empty()) return true;
    evidence_key_.clear();
    for (const auto& [id, text] : order.evidence) {
      evidence_key_ += id;
      evidence_key_ += '=';
      bool number = false;
      for (std::size_t pack = 0; pack < packs_.size(); ++pack) {
        if (!SameId(id, number_ids_[pack]) || text.empty() || SaysNone(text)) continue;
        row->numbers[pack] = text;
        row->numbered = number = true;
      }
      evidence_key_ += number ? std::string_view("\x02") : std::string_view(text);
      evidence_key_ += ';';
    }
    auto found = evidence_.find(std::string_view(evidence_key_));
    if (found != evidence_.end() && !found->second.dated) {
      row->instance[kGroupEvidence] = found->second.instance;
      return true;
    }
    const std::string undated = evidence_key_;
    evidence_key_ += order.date.ToString();
    if (auto dated = evidence_.find(std::string_view(evidence_key_)); dated != evidence_.end()) {
      row->instance[kGroupEvidence] = dated->second.instance;
      return true;
    }
    Facts facts(schema_);
    if (!FillEvidence(schema_, order, &facts)) return false;
    bool dated = false;
    for (std::size_t i = 0; i < facts.values.size(); ++i) {
      dated = dated || (schema_.facts()[i].given_as_date && !facts.values[i].number.IsUnknown());
    }
    Order keep;
    keep.date = order.date;
    keep.evidence = order.evidence;
    evidence_orders_.push_back(std::move(keep));
    const EvidenceNumber number{static_cast<std::uint32_t>(evidence_orders_.size()), dated};
    evidence_[undated] = number;
    if (dated) evidence_[evidence_key_] = number;
    row->instance[kGroupEvidence] = number.instance;
    return true;
  }

  // Evidence may be written with '_' or '-'.
  static bool SameId(std::string_view a, std::string_view b) {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
             return x == y || (x == '_' && y == '-');
           });
  }

  struct EvidenceNumber {
    std::uint32_t instance = 0;
    bool dated = false;
  };

  Engine& engine_;
  const Schema& schema_;
  const AtomTable& atoms_;
  const Facts given_;
  Facts amounts_;  // scratch
  const std::vector<Date> ownership_days_;
  const AmountFacts amount_facts_;
  std::vector<const Pack*> packs_;
  std::vector<std::string> number_ids_;  // by regime: evidence that is only a number

  std::vector<std::unique_ptr<Column>> columns_;
  TextNumbers item_numbers_;
  TextNumbers party_numbers_;
  KeyTable party_instances_[kRoleCount];
  std::vector<std::pair<const Party*, Date>> parties_[kRoleCount];
  TextNumbers word_numbers_[kWordCount];
  std::vector<Order> word_orders_[kWordCount];
  std::unordered_map<std::string, EvidenceNumber, TextHash, std::equal_to<>> evidence_;
  std::vector<Order> evidence_orders_;
  std::string evidence_key_;
  std::vector<std::pair<const Snapshot*, const Item*>> contents_;
  std::unordered_map<std::uint64_t, Value> mixed_values_;
};

OrderRows::OrderRows(Engine& engine, const AtomTable& atoms)
    : impl_(std::make_unique<Impl>(engine, atoms)) {}
OrderRows::~OrderRows() = default;

bool OrderRows::Resolve(const Order& order, OrderRow* row) { return impl_->Resolve(order, row); }
Column& OrderRows::column(int group) { return impl_->column(group); }
std::uint32_t OrderRows::Contents(const Snapshot* snapshot, const Item* item) {
  return impl_->Contents(snapshot, item);
}
void OrderRows::MixedTruths(const Order& order, const OrderRow& row, std::uint64_t* truths) {
  impl_->MixedTruths(order, row, truths);
}
bool OrderRows::IsOnlyNumber(std::size_t regime) const { return impl_->IsOnlyNumber(regime); }
void OrderRows::Forget() { impl_->Forget(); }

}  // namespace licet
