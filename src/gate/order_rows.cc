#include "order_rows.h"

#include <algorithm>
#include <unordered_map>

#include "amount_lines.h"
#include "ask.h"
#include "build_facts.h"
#include "key_table.h"
#include "licet/base/text_table.h"

namespace licet {

namespace {

// Evidence texts are as varied as their writers: past this many the column is
// forgotten and begun again.
constexpr std::size_t kEvidenceMax = 200'000;

// Instead of an instance: the papers name a day, so that they are asked for
// again with the order's own.
constexpr std::uint32_t kDated = 0xFFFFFFFF;

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
        party_days_(engine.parties().ChangeDays()),
        amount_facts_(schema_),
        lines_(schema_, atoms_,
               {amount_facts_.quantity, amount_facts_.unit_price, amount_facts_.value,
                amount_facts_.total_tpp},
               [this](int group, std::uint32_t instance, int fact) -> const Value& {
                 return ValueOf(group, instance, fact);
               }) {
    MakeColumns();
    for (const Pack& pack : engine.packs()) packs_.push_back(&pack);
    FindNumbers();
    contents_.emplace_back(nullptr, nullptr);
  }

  Column& column(int group) { return *columns_[static_cast<std::size_t>(group)]; }

  std::uint32_t Contents(const Snapshot* snapshot, const Item* item) {
    contents_.emplace_back(snapshot, item);
    return static_cast<std::uint32_t>(contents_.size() - 1);
  }

  void Forget() {
    numbers_used_ = 0;
    if (evidence_instances_.size() + plain_instances_.size() < kEvidenceMax) return;
    plain_texts_.Clear();
    plain_instances_.clear();
    evidence_texts_.Clear();
    evidence_instances_.clear();
    evidence_orders_.clear();
    columns_[kGroupEvidence] = MakeColumn(kGroupEvidence);
    values_.clear();
    lines_.Forget();
  }

  const std::string& Number(const OrderRow& row, std::size_t regime) const {
    return numbers_[row.numbers + regime];
  }

  bool IsOpenAmount(const OrderRow& row, int fact) const {
    if (fact == amount_facts_.quantity) return false;
    if (fact == amount_facts_.total_tpp) return !row.item->metrics.total_tpp.IsExact();
    return !row.unit_price;
  }

  const Party* PartyOf(const OrderRow& row, std::size_t role) const {
    const std::uint32_t instance = row.instance[kGroupExporter + static_cast<int>(role)];
    return instance == 0 ? nullptr : parties_[role][instance - 1].first;
  }

  void MixedTruths(const OrderRow& row, std::uint64_t* truths) {
    (void)FillAmounts(row);
    lines_.Truths(row.instance, &amounts_, truths);
  }

  bool Resolve(const Order& order, OrderRow* row) {
    OrderTextViews texts{
        order.item, {order.exporter, order.purchaser, order.consignee, order.end_user}, {}};
    for (std::size_t i = 0; i < kWordCount; ++i) texts.words[i] = order.*OrderWords()[i].text;
    Begin({order.date, order.quantity, order.unit_price, order.known_at}, row);
    return ResolveTexts(texts, row) && ResolveEvidence(order.evidence, row) && FillAmounts(*row);
  }

  bool Resolve(const OrderNumbers& numbers, const OrderRecord& record, OrderRow* row) {
    constexpr OrderColumn kParties[kRoleCount] = {kColumnExporter, kColumnPurchaser,
                                                  kColumnConsignee, kColumnEndUser};
    constexpr OrderColumn kWords[kWordCount] = {kColumnActivity, kColumnOrigin, kColumnDestination,
                                                kColumnPlaceOfUse, kColumnEndUse};
    OrderTextViews texts;
    texts.item = record.fields[kColumnItem].text;
    for (std::size_t i = 0; i < kRoleCount; ++i) {
      texts.parties[i] = record.fields[kParties[i]].text;
    }
    for (std::size_t i = 0; i < kWordCount; ++i) texts.words[i] = record.fields[kWords[i]].text;
    Begin(numbers, row);
    return ResolveTexts(texts, row) && ResolveEvidence(record.fields[kColumnEvidence].text, row) &&
           FillAmounts(*row);
  }

 private:
  using Evidence = std::vector<std::pair<std::string, std::string>>;

  bool FillAmounts(const OrderRow& row) {
    amount_order_.quantity = row.quantity;
    amount_order_.unit_price = row.unit_price;
    return licet::FillAmounts(amount_facts_, amount_order_, *row.item, &amounts_).has_value();
  }

  // The value of a fact in an instance; found once.
  const Value& ValueOf(int group, std::uint32_t instance, int fact) {
    const std::uint64_t key = std::uint64_t{instance} << 32 | static_cast<std::uint32_t>(fact);
    auto [found, added] = values_.try_emplace(key);
    if (added) {
      Facts facts(schema_);
      FillInstance(group, instance, &facts);
      found->second = facts[fact];
    }
    return found->second;
  }

  std::unique_ptr<Column> MakeColumn(int group) {
    return std::make_unique<Column>(schema_, atoms_, group,
                                    [this, group](std::uint32_t instance, Facts* facts) {
                                      FillInstance(group, instance, facts);
                                    });
  }
  void MakeColumns() {
    for (int group = 0; group < kGroupCount; ++group) columns_.push_back(MakeColumn(group));
    for (std::size_t i = 0; i < kWordCount; ++i) word_orders_[i].emplace_back();
    for (TextTable& texts : word_texts_) texts.Number("");
    for (auto& instances : party_instances_) {
      instances.assign(engine_.parties().parties().size() * (party_days_.size() + 1), 0);
    }
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

  static void Begin(const OrderNumbers& numbers, OrderRow* row) {
    row->date = numbers.date;
    row->known_at = numbers.known_at;
    row->quantity = numbers.quantity;
    row->unit_price = numbers.unit_price;
    row->numbered = 0;
  }

  bool ResolveTexts(const OrderTextViews& texts, OrderRow* row) {
    return ResolveItem(texts.item, row) && ResolveParties(texts.parties, row) &&
           ResolveWords(texts.words, row);
  }

  bool ResolveItem(std::string_view name, OrderRow* row) {
    const std::uint32_t known = item_texts_.Find(name);
    if (known != TextTable::kNone) {
      row->instance[kGroupItem] = item_numbers_[known];
    } else {
      auto item = engine_.catalog().Find(std::string(name));
      if (!item) return false;
      const auto& items = engine_.catalog().items();
      row->instance[kGroupItem] = static_cast<std::uint32_t>(*item - items.data());
      item_texts_.Number(name);
      item_numbers_.push_back(row->instance[kGroupItem]);
    }
    row->item = &engine_.catalog().items()[row->instance[kGroupItem]];
    return true;
  }

  bool ResolveParties(const std::string_view (&ids)[kRoleCount], OrderRow* row) {
    std::uint32_t party = TextTable::kNone;
    for (std::size_t role = 0; role < kRoleCount; ++role) {
      if (!ids[role].empty() && (role == 0 || ids[role] != ids[role - 1])) {
        party = PartyOf(ids[role]);
        if (party == TextTable::kNone) return false;
      }
      row->instance[kGroupExporter + static_cast<int>(role)] =
          ids[role].empty() ? 0 : InstanceOf(role, party, row->date);
    }
    auto same = [&](std::size_t a, std::size_t b) {
      return !ids[a].empty() && ids[a] == ids[b] ? 1U : 0U;
    };
    row->same_roles = same(1, 2) | same(1, 3) << 1 | same(2, 3) << 2;
    return true;
  }

  // A party's number in the book, or kNone.
  std::uint32_t PartyOf(std::string_view id) {
    const std::uint32_t known = party_texts_.Find(id);
    if (known != TextTable::kNone) return party_numbers_[known];
    auto party = engine_.parties().Find(std::string(id));
    if (!party) return TextTable::kNone;
    const auto& parties = engine_.parties().parties();
    party_texts_.Number(id);
    party_numbers_.push_back(static_cast<std::uint32_t>(*party - parties.data()));
    return party_numbers_.back();
  }

  std::uint32_t InstanceOf(std::size_t role, std::uint32_t party, Date date) {
    // Shares and listings change on a few days; between two of them a party stays the same.
    const auto period = static_cast<std::size_t>(
        std::upper_bound(party_days_.begin(), party_days_.end(), date) - party_days_.begin());
    std::uint32_t& known = party_instances_[role][party * (party_days_.size() + 1) + period];
    if (known == 0) {
      parties_[role].emplace_back(&engine_.parties().parties()[party], date);
      known = static_cast<std::uint32_t>(parties_[role].size());
    }
    return known;
  }

  bool ResolveWords(const std::string_view (&words)[kWordCount], OrderRow* row) {
    for (std::size_t i = 0; i < kWordCount; ++i) {
      std::uint32_t number = word_texts_[i].Find(words[i]);
      if (number == TextTable::kNone) {
        const OrderWord& word = OrderWords()[i];
        Order order;
        order.*word.text = words[i];
        Facts facts(schema_);
        if (!FillWord(schema_, order, word, &facts)) return false;
        number = word_texts_[i].Number(words[i]).first;
        word_orders_[i].push_back(std::move(order));
      }
      row->instance[kGroupActivity + static_cast<int>(i)] = number;
    }
    return true;
  }

  // Rules that ask for a licence's number itself keep it in the column.
  void FindNumbers() {
    for (const Pack* pack : packs_) {
      std::string id;
      if (pack->authorisation >= 0) {
        id = schema_.facts()[static_cast<std::size_t>(pack->authorisation)].name.substr(9);
        std::replace(id.begin(), id.end(), '_', '-');
      }
      number_ids_.push_back(id);
      const bool read = std::any_of(packs_.begin(), packs_.end(), [&](const Pack* other) {
        return Reads(*other, pack->authorisation);
      });
      number_is_read_.push_back(read ? 1 : 0);
    }
  }

  bool Reads(const Pack& pack, int fact) const {
    auto reads = [&](const Expression& expression) {
      const auto refs = expression.FactsRead(schema_);
      return std::find(refs.begin(), refs.end(), FactRef{fact, false}) != refs.end();
    };
    return reads(pack.applies) ||
           std::any_of(pack.provisions.begin(), pack.provisions.end(), [&](const Provision& p) {
             return reads(p.when) || (p.gives && p.gives->test && reads(*p.gives->test));
           });
  }

  // The same text gives the same instance, unless a number or a day is in it.
  bool ResolveEvidence(std::string_view text, OrderRow* row) {
    row->instance[kGroupEvidence] = 0;
    if (text.empty()) return true;
    const std::uint32_t known = plain_texts_.Find(text);
    if (known != TextTable::kNone) {
      row->instance[kGroupEvidence] = plain_instances_[known];
      return true;
    }
    evidence_dated_ = false;
    if (!ResolveEvidence(ParseEvidence(text), row)) return false;
    if (row->numbered == 0 && !evidence_dated_) {
      plain_texts_.Number(text);
      plain_instances_.push_back(row->instance[kGroupEvidence]);
    }
    return true;
  }

  // The same papers give the same facts, but for those given as a day: then the
  // order's own day counts too.
  bool ResolveEvidence(const Evidence& evidence, OrderRow* row) {
    row->instance[kGroupEvidence] = 0;
    if (evidence.empty()) return true;
    NameEvidence(evidence, row);
    std::uint32_t known = evidence_texts_.Find(evidence_key_);
    const std::size_t undated = evidence_key_.size();
    if (known != TextTable::kNone && evidence_instances_[known] == kDated) {
      evidence_dated_ = true;
      evidence_key_ += row->date.ToString();
      known = evidence_texts_.Find(evidence_key_);
    }
    if (known != TextTable::kNone) {
      row->instance[kGroupEvidence] = evidence_instances_[known];
      return true;
    }
    Order order;
    order.date = row->date;
    order.evidence = evidence;
    Facts facts(schema_);
    if (!FillEvidence(schema_, order, &facts)) return false;
    bool dated = false;
    for (std::size_t i = 0; i < facts.values.size(); ++i) {
      dated = dated || (schema_.facts()[i].given_as_date && !facts.values[i].number.IsUnknown());
    }
    evidence_dated_ = evidence_dated_ || dated;
    if (dated && evidence_key_.size() == undated) {
      evidence_texts_.Number(evidence_key_);
      evidence_instances_.push_back(kDated);
      evidence_key_ += order.date.ToString();
    }
    evidence_orders_.push_back(std::move(order));
    evidence_texts_.Number(evidence_key_);
    evidence_instances_.push_back(static_cast<std::uint32_t>(evidence_orders_.size()));
    row->instance[kGroupEvidence] = evidence_instances_.back();
    return true;
  }

  // The papers as one text, a mark for an authorisation's number, which goes to
  // the row instead.
  void NameEvidence(const Evidence& evidence, OrderRow* row) {
    evidence_key_.clear();
    for (const auto& [id, text] : evidence) {
      evidence_key_ += id;
      evidence_key_ += '=';
      bool number = false;
      for (std::size_t pack = 0; pack < packs_.size(); ++pack) {
        if (!SameId(id, number_ids_[pack]) || text.empty() || SaysNone(text)) continue;
        KeepNumber(pack, text, row);
        number = number || number_is_read_[pack] == 0;
      }
      evidence_key_ += number ? std::string_view("\x02") : std::string_view(text);
      evidence_key_ += ';';
    }
  }

  void KeepNumber(std::size_t pack, const std::string& text, OrderRow* row) {
    if (row->numbered == 0) {
      row->numbers = static_cast<std::uint32_t>(numbers_used_);
      numbers_used_ += packs_.size();
      if (numbers_.size() < numbers_used_) numbers_.resize(numbers_used_);
    }
    row->numbered |= 1U << pack;
    numbers_[row->numbers + pack] = text;
  }

  // Evidence may be written with '_' or '-'.
  static bool SameId(std::string_view a, std::string_view b) {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
             return x == y || (x == '_' && y == '-');
           });
  }

  Engine& engine_;
  const Schema& schema_;
  const AtomTable& atoms_;
  const Facts given_;
  Facts amounts_;  // scratch
  const std::vector<Date> party_days_;
  const AmountFacts amount_facts_;
  std::vector<const Pack*> packs_;
  std::vector<std::string> number_ids_;  // by regime: evidence that holds the number
  std::vector<char> number_is_read_;     // by regime: whether rules ask for it

  std::vector<std::unique_ptr<Column>> columns_;
  TextTable item_texts_;
  std::vector<std::uint32_t> item_numbers_;
  TextTable party_texts_;
  std::vector<std::uint32_t> party_numbers_;
  std::vector<std::uint32_t> party_instances_[kRoleCount];  // by party and period; 0 none yet
  std::vector<std::pair<const Party*, Date>> parties_[kRoleCount];
  TextTable word_texts_[kWordCount];
  std::vector<Order> word_orders_[kWordCount];
  TextTable plain_texts_;  // of whole columns
  std::vector<std::uint32_t> plain_instances_;
  bool evidence_dated_ = false;  // whether the last papers give a day
  TextTable evidence_texts_;
  std::vector<std::uint32_t> evidence_instances_;
  std::vector<Order> evidence_orders_;
  std::string evidence_key_;
  std::vector<std::string> numbers_;  // of authorisations: by order, then by regime
  std::size_t numbers_used_ = 0;
  std::vector<std::pair<const Snapshot*, const Item*>> contents_;
  Order amount_order_;                               // scratch
  std::unordered_map<std::uint64_t, Value> values_;  // by instance and fact
  AmountLines lines_;
};

OrderRows::OrderRows(Engine& engine, const AtomTable& atoms)
    : impl_(std::make_unique<Impl>(engine, atoms)) {}
OrderRows::~OrderRows() = default;

bool OrderRows::Resolve(const Order& order, OrderRow* row) { return impl_->Resolve(order, row); }
bool OrderRows::Resolve(const OrderNumbers& numbers, const OrderRecord& record, OrderRow* row) {
  return impl_->Resolve(numbers, record, row);
}
Column& OrderRows::column(int group) { return impl_->column(group); }
std::uint32_t OrderRows::Contents(const Snapshot* snapshot, const Item* item) {
  return impl_->Contents(snapshot, item);
}
const Party* OrderRows::PartyOf(const OrderRow& row, std::size_t role) const {
  return impl_->PartyOf(row, role);
}
void OrderRows::MixedTruths(const OrderRow& row, std::uint64_t* truths) {
  impl_->MixedTruths(row, truths);
}
bool OrderRows::IsOpenAmount(const OrderRow& row, int fact) const {
  return impl_->IsOpenAmount(row, fact);
}
const std::string& OrderRows::Number(const OrderRow& row, std::size_t regime) const {
  return impl_->Number(row, regime);
}
void OrderRows::Forget() { impl_->Forget(); }

}  // namespace licet
