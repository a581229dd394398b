#include "licet/ledger/filings.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "licet/base/decimal.h"
#include "licet/base/text.h"
#include "licet/ledger/record.h"
#include "licet/ledger/state.h"
#include "rules.h"

namespace licet {
namespace {

constexpr std::string_view kStatement =
    "These items are controlled by the U.S. Government and authorized for export only to the "
    "country of ultimate destination for use by the ultimate consignee or end-user(s) herein "
    "identified. They may not be resold, transferred, or otherwise disposed of, to any other "
    "country or to any person other than the authorized ultimate consignee or end-user(s), either "
    "in their original form or after being incorporated into other items, without first obtaining "
    "approval from the U.S. government or as otherwise authorized by U.S. law and regulations.";

// 15 CFR 758.6(a)(2), those that the ledger's goods may be.
constexpr std::string_view kShownEccns[] = {"3A001.z", "3A090",   "4A003.z", "4A004.z", "4A005.z",
                                            "4A090",   "5A002.z", "5A004.z", "5A992.z"};

std::string DollarText(std::int64_t cents) {
  return fmt::format("{}.{:02}", cents / 100, cents % 100);
}

std::string TppText(std::int64_t thousandths) {
  return Decimal::FromMicros(thousandths * 1000).ToString();
}

// Builds a form; a value that the user gave stands for the ledger's.
class Form {
 public:
  Form(const FilingValues& values, const FilingParties& parties)
      : values_(values), parties_(parties) {}

  void Add(std::string block, std::string field, std::string means, std::string value,
           std::string note = "") {
    FilingField one{
        .block = std::move(block), .field = std::move(field), .means = std::move(means)};
    const auto given = values_.find(one.field);
    one.value = given != values_.end() ? given->second : std::move(value);
    one.status = one.value.empty() ? FieldStatus::kOpen : FieldStatus::kFilled;
    one.note = std::move(note);
    fields_.push_back(std::move(one));
  }
  // Parties of the ledger, by name; the note says which they are and where.
  void AddParties(std::string block, std::string field, std::string means,
                  const std::vector<std::string>& ids) {
    std::vector<std::string> names;
    std::vector<std::string> notes;
    for (const std::string& id : ids) {
      if (id.empty()) continue;
      const auto party = parties_.find(id);
      const bool named = party != parties_.end() && !party->second.name.empty();
      names.push_back(named ? party->second.name : id);
      notes.push_back(
          named ? NoteOf(id, party->second)
                : fmt::format("{} is the ledger's id; no file of parties names it", Quoted(id)));
    }
    const bool given = values_.contains(field);
    Add(std::move(block), std::move(field), std::move(means), Join(names, "; "),
        given ? "" : Join(notes, "; "));
  }
  void MarkUnverified() { fields_.back().status = FieldStatus::kUnverified; }
  std::string Given(std::string_view field) const {
    const auto found = values_.find(field);
    return found == values_.end() ? "" : found->second;
  }
  std::vector<FilingField> Take() { return std::move(fields_); }

 private:
  static std::string NoteOf(const std::string& id, const FilingParty& party) {
    std::string note = fmt::format("{} in the ledger", Quoted(id));
    for (const std::string& part : {party.address, party.country}) {
      if (!part.empty()) note += ", " + part;
    }
    return note;
  }

  const FilingValues& values_;
  const FilingParties& parties_;
  std::vector<FilingField> fields_;
};

bool NeedsPurchaseOrder(std::string_view eccn) {
  return eccn.starts_with("3A090.a") || eccn.starts_with("4A090.a") || eccn.ends_with(".z");
}

// A price a unit that makes the total to the cent, or nothing.
std::string UnitPrice(const ApplyFor& asked) {
  if (asked.units <= 0 || asked.value <= 0 || asked.value % asked.units != 0) return "";
  return DollarText(asked.value / asked.units);
}

// Total TPP of the line, where the TPP of one is given.
std::string TotalTpp(const ApplyFor& asked, const std::string& tpp) {
  const auto one = Decimal::Parse(tpp);
  if (!one || asked.units <= 0) return "";
  const auto total = Multiply(*one, Decimal::FromInt(asked.units));
  return total ? total->ToString() : "";
}

void AddItemBlocks(const ApplyFor& asked, bool notice, Form* form) {
  const std::string eccn = form->Given("eccn");
  form->Add("22(a)", "eccn", "ECCN", "");
  if (!notice) form->Add("22(b)", "ctp-app", "CTP or APP", "", "of computers only");
  form->Add("22(e)", "quantity", "quantity", asked.units > 0 ? std::to_string(asked.units) : "");
  form->Add("22(f)", "unit", "units", asked.units > 0 ? "number" : "");
  form->Add("22(g)", "unit-price", "unit price (USD)", UnitPrice(asked));
  form->Add("22(h)", "total-price", "total price (USD)",
            asked.value > 0 ? DollarText(asked.value) : "");
  form->Add("22(i)", "manufacturer", "manufacturer", "");
  form->Add("22(j)", "description", "technical description", Join(asked.scope.items, "; "));
  form->Add("22(j)", "total-tpp", "aggregated TPP of the line", TotalTpp(asked, form->Given("tpp")),
            "for 3A090.a, 4A090.a and .z items (748 Supp. 2(c)(4))");
}

}  // namespace

const std::vector<std::string>& FilingFieldNames() {
  static const std::vector<std::string> names = {"type",
                                                 "special-purpose",
                                                 "applicant",
                                                 "purchaser",
                                                 "intermediate-consignee",
                                                 "consignee",
                                                 "end-user",
                                                 "end-use",
                                                 "eccn",
                                                 "ctp-app",
                                                 "quantity",
                                                 "unit",
                                                 "unit-price",
                                                 "total-price",
                                                 "manufacturer",
                                                 "description",
                                                 "tpp",
                                                 "total-tpp",
                                                 "total-value",
                                                 "purchase-order",
                                                 "additional",
                                                 "usppi",
                                                 "destination",
                                                 "port",
                                                 "carrier",
                                                 "schedule-b",
                                                 "value",
                                                 "licence-code",
                                                 "licence-number",
                                                 "consignee-type",
                                                 "itn",
                                                 "export-date"};
  return names;
}

std::vector<FilingField> ApplicationFields(const Authorisation& authorisation,
                                           const FilingValues& values,
                                           const FilingParties& parties) {
  const ApplyFor& asked = authorisation.application;
  const bool notice = asked.type == AuthorisationType::kExceptionNotice;
  Form form(values, parties);
  form.Add("5", "type", "type of application", "", "export, re-export or other");
  form.Add("9", "special-purpose", "special purpose", notice ? asked.exception : "",
           "\"Affiliates rule\" while that rule is active (748 Supp. 2(cc))");
  form.AddParties("14", "applicant", "applicant", {authorisation.holder});
  form.AddParties("16", "purchaser", "purchaser", asked.scope.purchasers);
  form.Add("17", "intermediate-consignee", "intermediate consignee", "");
  form.AddParties("18", "consignee", "ultimate consignee", asked.scope.consignees);
  form.AddParties("19", "end-user", "end user", asked.scope.end_users);
  form.Add("21", "end-use", "specific end use", Join(asked.scope.uses, "; "));
  AddItemBlocks(asked, notice, &form);
  form.Add("23", "total-value", "total value (USD)",
           asked.value > 0 ? DollarText(asked.value) : "");
  form.Add("24", "purchase-order", "purchase order or contract", Join(asked.documents, "; "),
           NeedsPurchaseOrder(form.Given("eccn"))
               ? "required; the licence is limited to its quantity (748 Supp. 2(c)(3))"
               : "");
  form.Add("24", "additional", "additional information", "");
  return form.Take();
}

namespace {

Status ReadDays(const CsvTable& table, LicenceCode* code) {
  for (const auto& [column, day] : {std::pair("from", &code->from), std::pair("to", &code->to)}) {
    if (table.Get(column).empty()) continue;
    const auto parsed = Date::Parse(table.Get(column));
    if (!parsed) return std::unexpected(parsed.error().At(table.PlaceOf(column)));
    *day = *parsed;
  }
  return {};
}

bool KnownType(std::string_view type) {
  const auto& types = NamesOf<AuthorisationType>::kNames;
  return type == "none" || std::ranges::find(types, type) != types.end();
}

}  // namespace

Result<std::vector<LicenceCode>> ReadLicenceCodes(CsvTable table) {
  std::vector<LicenceCode> codes;
  for (;;) {
    LICET_ASSIGN_OR_RETURN(const bool more, table.Next());
    if (!more) return codes;
    LicenceCode one;
    one.code = table.Get("code");
    one.type = table.Get("type");
    one.exception = table.Get("exception");
    one.what = table.Get("what");
    one.cite = table.Get("cite");
    one.url = table.Get("url");
    LICET_RETURN_IF_ERROR(ReadDays(table, &one));
    if (!KnownType(one.type)) {
      return Fail(ErrorCode::kUnknownName,
                  fmt::format("no authorisation is of type {}; take licence, import-permission, "
                              "exception-notice or none",
                              Quoted(one.type)),
                  table.PlaceOf("type"));
    }
    const std::string& status = table.Get("status");
    if (status != "verified" && status != "unverified") {
      return Fail(ErrorCode::kUnknownName, "the status is verified or unverified",
                  table.PlaceOf("status"));
    }
    one.verified = status == "verified";
    if (one.verified && one.code.empty()) {
      return Fail(ErrorCode::kInvalidArgument, "a verified line has a code", table.PlaceOf("code"));
    }
    codes.push_back(std::move(one));
  }
}

const LicenceCode* CodeFor(const std::vector<LicenceCode>& codes,
                           const Authorisation* authorisation, Date day) {
  const std::string_view type =
      authorisation == nullptr ? "none" : NameOf(authorisation->application.type);
  const std::string_view exception =
      authorisation == nullptr ? "" : std::string_view(authorisation->application.exception);
  const auto found = std::ranges::find_if(codes, [&](const LicenceCode& code) {
    return code.type == type && code.exception == exception && code.from <= day && day < code.to;
  });
  return found == codes.end() ? nullptr : &*found;
}

std::vector<FilingField> ShipmentFields(const PlaceOrder& order, const Shipment& shipment,
                                        const Authorisation* us,
                                        const std::vector<LicenceCode>& codes,
                                        const FilingValues& values, const FilingParties& parties) {
  Form form(values, parties);
  const std::string eccn = form.Given("eccn");
  const std::int64_t units = shipment.units - shipment.reversed;
  form.AddParties("", "usppi", "US principal party in interest", {order.exporter});
  form.AddParties("", "consignee", "ultimate consignee", {order.consignee});
  form.Add("", "intermediate-consignee", "intermediate consignee", "");
  form.Add("", "consignee-type", "type of ultimate consignee", "",
           "direct consumer, government, reseller or other");
  form.AddParties("", "end-user", "end user", {order.end_user});
  form.Add("", "destination", "country of ultimate destination", order.destination);
  form.Add("", "export-date", "date of export", shipment.day.ToString());
  form.Add("", "port", "port of export", "");
  form.Add("", "carrier", "carrier", "");
  form.Add("", "eccn", "ECCN", "");
  form.Add("", "schedule-b", "Schedule B or HTS number", "");
  form.Add("", "description", "commodity description",
           eccn.empty() ? "" : CommodityDescription(eccn, order.item),
           eccn.ends_with(".z") ? "\".z\" comes first (758.1(g)(5))" : "");
  form.Add("", "quantity", "quantity", std::to_string(units));
  form.Add("", "unit", "unit", "number");
  form.Add("", "value", "value (USD)", order.price < 0 ? "" : DollarText(order.price * units));
  form.Add("", "tpp", "TPP of one", order.tpp < 0 ? "" : TppText(order.tpp));
  const LicenceCode* code = CodeFor(codes, us, shipment.day);
  form.Add("", "licence-code", "licence code", code == nullptr ? "" : code->code,
           code == nullptr
               ? "no code is on file for this authorisation on that day"
               : fmt::format("{}{}{}", code->what, code->cite.empty() ? "" : "; ", code->cite));
  if ((code == nullptr || !code->verified) && form.Given("licence-code").empty()) {
    form.MarkUnverified();
  }
  form.Add("", "licence-number", "licence number", us == nullptr ? "" : us->number,
           us == nullptr ? "none for a shipment that needs no licence" : "");
  form.Add("", "itn", "internal transaction number", "", "AES returns it");
  return form.Take();
}

std::string CommodityDescription(std::string_view eccn, std::string_view description) {
  return eccn.ends_with(".z") ? fmt::format(".z {}", description) : std::string(description);
}

bool ShowsEccn(std::string_view eccn) {
  return std::ranges::any_of(kShownEccns, [&](std::string_view shown) {
    return eccn == shown || (eccn.starts_with(shown) && eccn[shown.size()] == '.');
  });
}

std::string_view DestinationControlStatement(std::string_view eccn) {
  return eccn == "EAR99" ? "" : kStatement;
}

Result<Record> RecordOfOrder(JournalStore& store, const State& state, std::string_view order) {
  std::optional<Record> found;
  LICET_RETURN_IF_ERROR(
      store.Read(0, state.records, [&](std::uint64_t, std::string_view bytes) -> Status {
        if (bytes.find(PlaceOrder::kKind) == std::string_view::npos) return {};
        LICET_ASSIGN_OR_RETURN(Record record, DecodeRecord(bytes));
        const auto* placed = std::get_if<PlaceOrder>(&record.command.action);
        if (placed != nullptr && placed->order == order) found = std::move(record);
        return {};
      }));
  if (found) return *std::move(found);
  return Fail(ErrorCode::kUnknownName, fmt::format("no order {} is on file", Quoted(order)));
}

}  // namespace licet
