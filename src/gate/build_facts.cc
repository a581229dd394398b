#include "build_facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "licet/base/text.h"

namespace licet {

namespace {

const std::vector<std::string> kItemFacts = {"item.type",
                                             "item.model",
                                             "item.vendor",
                                             "item.kind",
                                             "item.designed_for_datacenter",
                                             "item.tpp",
                                             "item.total_tpp",
                                             "item.peak_tops",
                                             "item.logic_area",
                                             "item.interconnect",
                                             "item.memory_bandwidth",
                                             "item.memory_capacity",
                                             "item.memory_area",
                                             "item.contains_codes",
                                             "item.other_codes",
                                             "item.process_node"};
const std::vector<std::string> kTransactionFacts = {
    "transaction.activity",     "transaction.origin",  "transaction.destination",
    "transaction.place_of_use", "transaction.end_use", "transaction.quantity",
    "transaction.unit_price",   "transaction.value",   "transaction.total_tpp"};
const std::vector<std::string> kPartyFields = {
    "entity", "lineage", "country",         "headquarters", "parent_headquarters",
    "tier",   "flags",   "listed_ownership"};
const std::vector<std::string> kRoles = {"exporter", "purchaser", "consignee", "end_user"};

// Sets facts by name; CheckFilledFacts has seen that they exist.
class Writer {
 public:
  Writer(const Schema& schema, Facts* facts) : schema_(schema), facts_(facts) {}

  void Number(std::string_view name, const Range& range) { Slot(name).number = range; }
  void Truth(std::string_view name, licet::Truth truth) { Slot(name).truth = truth; }
  void Word(std::string_view name, const std::string& word) {
    if (!word.empty()) Slot(name).symbol = schema_.symbols().Intern(word);
  }
  KleeneSet Words(const std::vector<std::string>& words) const {
    KleeneSet set = KleeneSet::Of({});
    for (const std::string& word : words) {
      set.Add(schema_.symbols().Intern(word), licet::Truth::kTrue);
    }
    return set;
  }

 private:
  Value& Slot(std::string_view name) { return (*facts_)[schema_.Find(name)]; }

  const Schema& schema_;
  Facts* facts_;
};

std::unexpected<Error> InColumn(const Order& order, std::string_view column, const Error& error) {
  return Fail(error.code(), fmt::format("column '{}': {}", column, error.sentence()),
              order.PlaceOf(column));
}

class OrderFiller {
 public:
  OrderFiller(const Schema& schema, const PartyBook& parties, const Order& order, Facts* facts,
              std::vector<std::string>* assumptions)
      : schema_(schema),
        book_(parties),
        order_(order),
        facts_(*facts),
        write_(schema, facts),
        assumptions_(*assumptions) {}

  Status Run(const Item& item) {
    for (const OrderWord& word : OrderWords()) LICET_RETURN_IF_ERROR(SetWord(word));
    LICET_RETURN_IF_ERROR(SetAmounts(item));
    LICET_RETURN_IF_ERROR(SetParties());
    return SetEvidence();
  }

  std::unexpected<Error> InColumn(std::string_view column, const Error& error) const {
    return licet::InColumn(order_, column, error);
  }

  Status SetWord(const OrderWord& word) {
    const std::string& text = order_.*word.text;
    if (text.empty()) return {};
    if (word.column == "end_use") {
      SetEndUse();
      return {};
    }
    const int number = schema_.Find(word.fact);
    auto value =
        ParseValue(schema_.facts()[static_cast<std::size_t>(number)], text, schema_.symbols());
    if (!value) return InColumn(word.column, value.error());
    facts_[number] = *value;
    return {};
  }

  // An end use in other words is not refused, but nothing follows from it.
  void SetEndUse() {
    const int number = schema_.Find("transaction.end_use");
    const FactDecl& decl = schema_.facts()[static_cast<std::size_t>(number)];
    auto value = ParseValue(decl, AsciiLower(order_.end_use), schema_.symbols());
    if (value) {
      facts_[number] = *value;
    } else {
      assumptions_.push_back(
          fmt::format("the end use {} is not one the rules know{}; taken as "
                      "unknown",
                      Quoted(order_.end_use), DidYouMean(order_.end_use, decl.values)));
    }
  }

  Status SetAmounts(const Item& item) {
    return FillAmounts(AmountFacts(schema_), order_, item, &facts_);
  }

  Status SetParties() {
    const std::string ids[] = {order_.exporter, order_.purchaser, order_.consignee,
                               order_.end_user};
    for (std::size_t i = 0; i < kRoles.size(); ++i) {
      LICET_RETURN_IF_ERROR(SetParty(kRoles[i], ids[i]));
    }
    // The list holds each buyer-side party once, named by its last role: the
    // end user's name comes before the consignee's and the purchaser's.
    for (std::size_t i = kRoles.size(); i-- > 1;) {
      std::size_t same = kRoles.size();
      for (std::size_t j = i + 1; j < kRoles.size(); ++j) {
        if (!ids[i].empty() && ids[j] == ids[i]) same = std::min(same, j);
      }
      if (same < kRoles.size()) {
        auto known = facts_.same_party.find(kRoles[same]);
        facts_.same_party[kRoles[i]] =
            known == facts_.same_party.end() ? kRoles[same] : known->second;
        continue;
      }
      const auto start = facts_.values.begin() + schema_.RoleStart(kRoles[i]);
      facts_.parties.emplace_back(
          start, start + static_cast<std::ptrdiff_t>(schema_.party_fields().size()));
      facts_.party_roles.push_back(kRoles[i]);
    }
    return {};
  }

  Status SetParty(const std::string& role, const std::string& id) {
    if (id.empty()) return {};
    auto party = book_.Find(id);
    if (!party) return InColumn(role, party.error());
    const Party& p = **party;
    const Lineage lineage = book_.LineageOf(p);
    std::string name = role + ".";
    auto field = [&name, length = name.size()](std::string_view field_name) -> const std::string& {
      name.resize(length);
      return name += field_name;
    };
    write_.Word(field("entity"), p.entity);
    write_.Word(field("country"), p.country);
    write_.Word(field("headquarters"), p.headquarters);
    if (lineage.ultimate_headquarters) {
      write_.Word(field("parent_headquarters"), *lineage.ultimate_headquarters);
    }
    KleeneSet& entities = facts_[schema_.Find(field("lineage"))].set;
    entities = write_.Words(lineage.entities);
    entities.open = lineage.parent_unknown;
    facts_[schema_.Find(field("flags"))].set = FlagsOf(p);
    SetTier(p, field("tier"));
    const FactDecl& shares =
        schema_
            .party_fields()[static_cast<std::size_t>(schema_.FindPartyField("listed_ownership"))];
    write_.Number(field("listed_ownership"),
                  book_.ListedOwnership(p, order_.date, shares.owners_with));
    if (role != "exporter" && p.parent.empty() && assumed_.insert(p.id).second) {
      assumptions_.push_back(
          fmt::format("no parent is on file for '{}'; taken as its own ultimate parent", p.id));
    }
    return {};
  }

  // Those on file, and those that a screening found; a near name gives them
  // perhaps.
  KleeneSet FlagsOf(const Party& party) const {
    KleeneSet flags = write_.Words(party.flags);
    for (const ScreenedFlag& flag : party.screened) {
      if (!flag.valid.Contains(order_.date)) continue;
      flags.Add(schema_.symbols().Intern(flag.flag), flag.truth);
    }
    return flags;
  }

  void SetTier(const Party& party, const std::string& fact) {
    const TierFinding found = book_.TierOf(party, order_.date);
    if (found.tier.empty()) return;
    const int number = schema_.Find(fact);
    const FactDecl& decl = schema_.facts()[static_cast<std::size_t>(number)];
    auto value = ParseValue(decl, found.tier, schema_.symbols());
    if (value) facts_[number] = *value;
    if (!assumed_.insert("tier " + party.id).second) return;
    if (!value) {
      assumptions_.push_back(
          fmt::format("the tier {} of '{}' is not one the rules know; taken as "
                      "unknown",
                      Quoted(found.tier), party.id));
    } else if (found.from == TierFinding::From::kEntity) {
      assumptions_.push_back(fmt::format("the tier {} of '{}' is that of {} in data/entities.csv",
                                         found.tier, party.id, party.entity));
    } else if (found.from == TierFinding::From::kOwners) {
      assumptions_.push_back(
          fmt::format("'{}' counts as {}: firms of that tier or of T5 own at least half of it",
                      party.id, found.tier));
    }
  }

  Status SetEvidence() {
    std::set<int> given;
    for (const auto& [id, text] : order_.evidence) {
      std::string name = "evidence." + id;
      std::replace(name.begin(), name.end(), '-', '_');
      const int number = schema_.Find(name);
      if (number < 0) {
        assumptions_.push_back(
            fmt::format("the evidence {} is not one the rules ask for{}; it "
                        "decided nothing",
                        Quoted(id), DidYouMean(id, EvidenceIds())));
        continue;
      }
      if (!given.insert(number).second) {
        return InColumn("evidence",
                        Error(ErrorCode::kDuplicate, Quoted(id) + " is given twice; keep one"));
      }
      LICET_RETURN_IF_ERROR(SetOneEvidence(number, id, text));
    }
    return {};
  }

  std::vector<std::string> EvidenceIds() const {
    std::vector<std::string> ids;
    for (const FactDecl& decl : schema_.facts()) {
      if (!decl.is_evidence()) continue;
      ids.push_back(decl.name.substr(std::string("evidence.").size()));
      std::replace(ids.back().begin(), ids.back().end(), '_', '-');
    }
    return ids;
  }

  Status SetOneEvidence(int number, const std::string& id, const std::string& text) {
    const FactDecl& decl = schema_.facts()[static_cast<std::size_t>(number)];
    auto bad = [&](ErrorCode code, const std::string& what) {
      return Fail(code, fmt::format("column 'evidence', '{}': {}", id, what),
                  order_.PlaceOf("evidence"));
    };
    if (decl.type == FactType::kBool && text.empty()) {
      facts_[number].truth = Truth::kTrue;
      return {};
    }
    if (text.empty())
      return bad(ErrorCode::kInvalidArgument, "give a value, as in 'site-built=25'");
    if (decl.given_as_date) {
      auto day = Date::Parse(text);
      if (!day) return bad(day.error().code(), day.error().sentence());
      if (*day > order_.date) {
        return bad(ErrorCode::kInvalidArgument, "the day lies after the order's date");
      }
      facts_[number].number = Range::Exactly(Decimal::FromInt(order_.date.days() - day->days()));
      return {};
    }
    auto value = ParseValue(decl, text, schema_.symbols());
    if (!value) return bad(value.error().code(), value.error().sentence());
    facts_[number] = *value;
    return {};
  }

 private:
  const Schema& schema_;
  const PartyBook& book_;
  const Order& order_;
  Facts& facts_;
  Writer write_;
  std::vector<std::string>& assumptions_;
  std::set<std::string> assumed_;
};

}  // namespace

Status CheckFilledFacts(const Schema& schema) {
  std::vector<std::string> names = kItemFacts;
  names.insert(names.end(), kTransactionFacts.begin(), kTransactionFacts.end());
  for (const std::string& role : kRoles) {
    for (const std::string& field : kPartyFields) names.push_back(role + "." + field);
  }
  for (const std::string& name : names) {
    if (schema.Find(name) < 0) {
      return Fail(ErrorCode::kUnknownName,
                  fmt::format("schema.yaml does not declare '{}', which every order has", name));
    }
  }
  return {};
}

void FillNoFoundry(const Schema& schema, Facts* facts) {
  (*facts)[schema.Find("exporter.flags")].set = KleeneSet::Of({});
}

void FillUnknownBuyer(const Schema& schema, Facts* facts) {
  FillNoFoundry(schema, facts);
  (*facts)[schema.Find("item.other_codes")].set = KleeneSet::Of({});
  facts->parties.assign(1, std::vector<Value>(schema.party_fields().size()));
  facts->party_roles = {"end_user"};
  facts->same_party = {{"purchaser", "end_user"}, {"consignee", "end_user"}};
}

void FillItem(const Schema& schema, const Item& item, Facts* facts) {
  Writer write(schema, facts);
  write.Word("item.type", std::string(ToString(item.type)));
  write.Word("item.model", item.model);
  write.Word("item.vendor", item.vendor);
  write.Word("item.kind", item.kind);
  write.Truth("item.designed_for_datacenter", item.designed_for_datacenter);
  const Metrics& m = item.metrics;
  write.Number("item.tpp", m.tpp);
  write.Number("item.total_tpp", m.total_tpp);
  write.Number("item.peak_tops", m.peak_tops);
  write.Number("item.logic_area", m.logic_area);
  write.Number("item.interconnect", m.interconnect);
  write.Number("item.memory_bandwidth", m.memory_bandwidth);
  write.Number("item.memory_capacity", m.memory_capacity);
  write.Number("item.memory_area", m.memory_area);
  write.Number("item.process_node", item.process_nm);
  // The catalogue holds accelerators, which no other entry names first.
  (*facts)[schema.Find("item.other_codes")].set = KleeneSet::Of({});
  // Nothing inside, until the regime has classified what an assembly holds.
  (*facts)[schema.Find("item.contains_codes")].set = KleeneSet::Of({});
}

const std::vector<OrderWord>& OrderWords() {
  static const std::vector<OrderWord> kWords = {
      {"transaction.activity", "activity", &Order::activity},
      {"transaction.origin", "origin", &Order::origin},
      {"transaction.destination", "destination", &Order::destination},
      {"transaction.place_of_use", "place_of_use", &Order::place_of_use},
      {"transaction.end_use", "end_use", &Order::end_use}};
  return kWords;
}

const std::vector<std::string>& OrderRoles() { return kRoles; }

AmountFacts::AmountFacts(const Schema& schema)
    : quantity(schema.Find("transaction.quantity")),
      unit_price(schema.Find("transaction.unit_price")),
      value(schema.Find("transaction.value")),
      total_tpp(schema.Find("transaction.total_tpp")) {}

Status FillAmounts(const AmountFacts& numbers, const Order& order, const Item& item, Facts* facts) {
  (*facts)[numbers.quantity].number = Range::Exactly(order.quantity);
  auto tpp = Scale(item.metrics.total_tpp, order.quantity);
  if (!tpp) return InColumn(order, "quantity", tpp.error());
  (*facts)[numbers.total_tpp].number = *tpp;
  Range& price = (*facts)[numbers.unit_price].number = {};
  Range& total = (*facts)[numbers.value].number = {};
  if (!order.unit_price) return {};
  auto value = Multiply(order.quantity, *order.unit_price);
  if (!value) return InColumn(order, "unit_price_usd", value.error());
  price = Range::Exactly(*order.unit_price);
  total = Range::Exactly(*value);
  return {};
}

namespace {
const PartyBook& NoParties() {
  static const PartyBook kNone;
  return kNone;
}
}  // namespace

Status FillWord(const Schema& schema, const Order& order, const OrderWord& word, Facts* facts,
                std::vector<std::string>* assumptions) {
  std::vector<std::string> unused;
  if (assumptions == nullptr) assumptions = &unused;
  return OrderFiller(schema, NoParties(), order, facts, assumptions).SetWord(word);
}

Status FillParty(const Schema& schema, const PartyBook& parties, const Order& order,
                 const std::string& role, const std::string& id, Facts* facts,
                 std::vector<std::string>* assumptions) {
  std::vector<std::string> unused;
  if (assumptions == nullptr) assumptions = &unused;
  return OrderFiller(schema, parties, order, facts, assumptions).SetParty(role, id);
}

Status FillEvidence(const Schema& schema, const Order& order, Facts* facts,
                    std::vector<std::string>* assumptions) {
  std::vector<std::string> unused;
  if (assumptions == nullptr) assumptions = &unused;
  return OrderFiller(schema, NoParties(), order, facts, assumptions).SetEvidence();
}

Status FillOrder(const Schema& schema, const PartyBook& parties, const Order& order,
                 const Item& item, Facts* facts, std::vector<std::string>* assumptions) {
  return OrderFiller(schema, parties, order, facts, assumptions).Run(item);
}

}  // namespace licet
