#include "order_text.h"

#include <algorithm>
#include <array>

#include "build_facts.h"
#include "json_parts.h"
#include "licet/gate/json.h"
#include "screening_json.h"

namespace licet {

namespace {

constexpr std::size_t kEntryBytes = 128;  // of a map's node

void AppendOrNull(std::string_view text, std::string* out) {
  if (text.empty()) {
    *out += "null";
  } else {
    AppendJsonString(text, out);
  }
}

void AppendQuoted(Decimal number, std::string* out) {
  *out += '"';
  *out += number.ToString();
  *out += '"';
}

void AppendQuoted(Date day, std::string* out) {
  *out += '"';
  day.AppendTo(out);
  *out += '"';
}

// Each sentence with a comma after.
std::string Sentences(const std::vector<std::string>& sentences) {
  std::string text;
  for (const std::string& sentence : sentences) {
    AppendJsonString(sentence, &text);
    text += ',';
  }
  return text;
}

void AppendAmounts(const Order& order, const Item& item, std::string* out) {
  *out += ",\"quantity\":";
  AppendQuoted(order.quantity, out);
  *out += ",\"unit_price_usd\":";
  const char* value = "null";
  std::string text;
  if (order.unit_price) {
    AppendQuoted(*order.unit_price, out);
    if (auto product = Multiply(order.quantity, *order.unit_price)) {
      AppendQuoted(*product, &text);
      value = text.c_str();
    }
  } else {
    *out += "null";
  }
  *out += ",\"value_usd\":";
  *out += value;
  *out += ",\"total_tpp\":";
  const auto total = Scale(item.metrics.total_tpp, order.quantity);
  AppendOrNull(total && !total->IsUnknown() ? total->ToString() : "", out);
}

void AppendEvidence(const Order& order, std::string* out) {
  *out += ",\"evidence\":[";
  std::string both;
  for (const auto& [id, value] : order.evidence) {
    if (&id != &order.evidence.front().first) *out += ',';
    both = id;
    if (!value.empty()) both.append("=").append(value);
    AppendJsonString(both, out);
  }
  *out += ']';
}

}  // namespace

OrderTexts::OrderTexts(const Engine& engine)
    : engine_(engine),
      overlays_(",\"overlays\":" + Dump(OverlaysJson(engine)) + ",\"item\":"),
      screening_(ScreeningHead(engine)),
      party_days_(engine.parties().ChangeDays()) {}

// The same instance, the same firm.
void OrderTexts::Begin(const Order& order, const std::uint32_t* parties) {
  static const PartyText kNone{"null", "null", "", "", ""};
  const std::string* ids[] = {&order.exporter, &order.purchaser, &order.consignee, &order.end_user};
  for (std::size_t role = 0; role < own_.size(); ++role) {
    own_[role] = &kNone;
    if (ids[role]->empty()) continue;
    std::vector<const PartyText*>& known = by_instance_[role];
    if (known.size() <= parties[role]) known.resize(parties[role] + std::size_t{1});
    const PartyText*& party = known[parties[role]];
    if (party == nullptr) party = &OfParty(*ids[role], order.date);
    own_[role] = party;
  }
}

void OrderTexts::AppendHead(const Order& order, const Item& item, const OrderClocks& clocks,
                            std::string* out) {
  *out += "{\"order\":";
  AppendJsonString(order.id, out);
  *out += ",\"date\":";
  AppendQuoted(order.date, out);
  *out += ",\"as_of\":";
  AppendQuoted(clocks.as_of, out);
  *out += ",\"known_at\":";
  if (clocks.known_at == Date::Max()) {
    *out += "null";
  } else {
    AppendQuoted(clocks.known_at, out);
  }
  *out += ",\"reading\":\"";
  *out += ToString(clocks.reading);
  *out += '"';
  *out += overlays_;
  *out += ItemText(item);
  AppendAmounts(order, item, out);
  *out += ",\"activity\":";
  AppendOrNull(order.activity, out);
  static constexpr std::string_view kRoles[][2] = {{",\"exporter\":", ",\"exporter_name\":"},
                                                   {",\"purchaser\":", ",\"purchaser_name\":"},
                                                   {",\"consignee\":", ",\"consignee_name\":"},
                                                   {",\"end_user\":", ",\"end_user_name\":"}};
  for (std::size_t role = 0; role < own_.size(); ++role) {
    *out += kRoles[role][0];
    *out += own_[role]->id;
    *out += kRoles[role][1];
    *out += own_[role]->name;
  }
  for (const auto& [name, text] : {std::pair(",\"origin\":", &order.origin),
                                   std::pair(",\"destination\":", &order.destination),
                                   std::pair(",\"place_of_use\":", &order.place_of_use),
                                   std::pair(",\"end_use\":", &order.end_use)}) {
    *out += name;
    AppendOrNull(*text, out);
  }
  AppendEvidence(order, out);
  for (const auto& [name, text] :
       {std::pair(",\"source\":", &order.source), std::pair(",\"note\":", &order.note)}) {
    if (text->empty()) continue;
    *out += name;
    AppendJsonString(*text, out);
  }
  *out += ',';
}

// As ScreeningJson.
void OrderTexts::AppendScreening(std::string* out) const {
  *out += screening_;
  if (engine_.screening() == nullptr) return;
  bool first = true;
  for (std::size_t role = 0; role < own_.size(); ++role) {
    if (own_[role]->screened.empty()) continue;
    if (std::find(own_.begin(), own_.begin() + role, own_[role]) != own_.begin() + role) continue;
    *out += first ? "{\"roles\":[" : ",{\"roles\":[";
    first = false;
    for (std::size_t other = role; other < own_.size(); ++other) {
      if (own_[other] != own_[role]) continue;
      *out += other == role ? "\"" : ",\"";
      *out += OrderRoles()[other];
      *out += '"';
    }
    *out += "],";
    *out += own_[role]->screened;
  }
  *out += "]}";
}

void OrderTexts::AppendAssumptions(const Order& order, std::string* out) {
  if (!order.end_use.empty()) *out += OfEndUse(order.end_use);
  // Of a firm in several roles it is said once.
  for (std::size_t role = 0; role < own_.size(); ++role) {
    auto said = [&](std::size_t first) {
      return std::find(own_.begin() + first, own_.begin() + role, own_[role]) !=
             own_.begin() + role;
    };
    if (!own_[role]->tier.empty() && !said(0)) *out += own_[role]->tier;
    if (role > 0 && !own_[role]->parent.empty() && !said(1)) *out += own_[role]->parent;
  }
  for (const auto& [id, value] : order.evidence) *out += OfEvidence(id);
}

// ---- made once -------------------------------------------------------------

const OrderTexts::PartyText& OrderTexts::OfParty(const std::string& id, Date day) {
  const auto period = std::upper_bound(party_days_.begin(), party_days_.end(), day);
  const std::string key = id + '\n' + std::to_string(period - party_days_.begin());
  if (const auto found = parties_.find(key); found != parties_.end()) return found->second;
  PartyText text;
  AppendJsonString(id, &text.id);
  const auto party = engine_.parties().Find(id);
  AppendOrNull(party ? (*party)->name : "", &text.name);
  Facts facts(engine_.schema());
  std::vector<std::string> selling;
  std::vector<std::string> buying;
  Order order;
  order.date = day;
  (void)FillParty(engine_.schema(), engine_.parties(), order, OrderRoles()[0], id, &facts,
                  &selling);
  (void)FillParty(engine_.schema(), engine_.parties(), order, OrderRoles()[1], id, &facts, &buying);
  text.tier = Sentences(selling);
  buying.erase(buying.begin(), buying.begin() + static_cast<std::ptrdiff_t>(selling.size()));
  text.parent = Sentences(buying);
  if (party) {
    const Json screened = ScreenedPartyJson(engine_, **party, day);
    if (!screened.is_null()) text.screened = Dump(screened).substr(1);
  }
  bytes_ += kEntryBytes + text.id.size() * 2 + text.name.size() + text.tier.size() +
            text.parent.size() + text.screened.size();
  return parties_.emplace(key, std::move(text)).first->second;
}

const std::string& OrderTexts::ItemText(const Item& item) {
  std::string& text = items_[&item];
  if (text.empty()) {
    AppendJsonString(item.model, &text);
    text += ",\"vendor\":";
    AppendJsonString(item.vendor, &text);
  }
  return text;
}

const std::string& OrderTexts::OfEndUse(const std::string& end_use) {
  if (const auto found = end_uses_.find(end_use); found != end_uses_.end()) return found->second;
  Facts facts(engine_.schema());
  std::vector<std::string> assumed;
  Order order;
  order.end_use = end_use;
  (void)FillWord(engine_.schema(), order, OrderWords().back(), &facts, &assumed);
  return Keep(&end_uses_, end_use, Sentences(assumed));
}

const std::string& OrderTexts::OfEvidence(const std::string& id) {
  if (const auto found = evidence_.find(id); found != evidence_.end()) return found->second;
  Facts facts(engine_.schema());
  std::vector<std::string> assumed;
  Order order;
  order.evidence.emplace_back(id, "");
  // Whether the value is right is another matter.
  (void)FillEvidence(engine_.schema(), order, &facts, &assumed);
  return Keep(&evidence_, id, Sentences(assumed));
}

const std::string& OrderTexts::Keep(ByText* texts, const std::string& key, std::string text) {
  bytes_ += kEntryBytes + key.size() + text.size();
  return texts->emplace(key, std::move(text)).first->second;
}

void OrderTexts::Clear() {
  by_instance_ = {};
  parties_.clear();
  end_uses_.clear();
  evidence_.clear();
  bytes_ = 0;
}

}  // namespace licet
