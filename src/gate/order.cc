#include "licet/gate/order.h"

#include <fmt/format.h>

#include "licet/base/text.h"

namespace licet {

namespace {

// Adds the place and the column to an error from parsing a field.
std::unexpected<Error> InColumn(const Error& error, std::string_view column, const Place& place) {
  return Fail(error.code(), fmt::format("column '{}': {}", column, error.sentence()), place);
}

Result<Decimal> ParseQuantity(std::string_view text) {
  constexpr std::int64_t kUnitsMax = 1'000'000'000;
  LICET_ASSIGN_OR_RETURN(Decimal quantity, Decimal::Parse(text));
  if (quantity.micros() % Decimal::kScale != 0 || quantity < Decimal::FromInt(1) ||
      quantity > Decimal::FromInt(kUnitsMax)) {
    return Fail(
        ErrorCode::kInvalidArgument,
        fmt::format("{} is not a quantity; give whole units, 1 to 1,000,000,000", Quoted(text)));
  }
  return quantity;
}

Result<std::optional<Decimal>> ParsePrice(std::string_view text) {
  constexpr std::int64_t kPriceMax = 1'000'000'000;
  if (text.empty()) return std::nullopt;
  LICET_ASSIGN_OR_RETURN(Decimal price, Decimal::Parse(text));
  if (price < Decimal() || price > Decimal::FromInt(kPriceMax)) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("{} is not a unit price; give 0 to 1,000,000,000 USD", Quoted(text)));
  }
  return price;
}

constexpr int kRequiredColumns = kColumnKnownAt;

constexpr std::pair<OrderColumn, std::string Order::*> kTexts[] = {
    {kColumnActivity, &Order::activity},       {kColumnItem, &Order::item},
    {kColumnExporter, &Order::exporter},       {kColumnPurchaser, &Order::purchaser},
    {kColumnConsignee, &Order::consignee},     {kColumnEndUser, &Order::end_user},
    {kColumnOrigin, &Order::origin},           {kColumnDestination, &Order::destination},
    {kColumnPlaceOfUse, &Order::place_of_use}, {kColumnEndUse, &Order::end_use},
    {kColumnSource, &Order::source},           {kColumnNote, &Order::note}};

}  // namespace

const std::vector<std::string>& OrderColumns() {
  static const std::vector<std::string> kColumns = {
      "order",        "date",      "activity",  "item",     "quantity", "unit_price_usd",
      "exporter",     "purchaser", "consignee", "end_user", "origin",   "destination",
      "place_of_use", "end_use",   "evidence",  "known_at", "source",   "note"};
  return kColumns;
}

Place Order::PlaceOf(std::string_view column) const {
  Place at = place;
  const auto& names = OrderColumns();
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (names[i] == column) at.column = columns[i];
  }
  return at;
}

std::vector<std::pair<std::string, std::string>> ParseEvidence(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> evidence;
  for (std::string_view part : Split(text, ';')) {
    part = Trim(part);
    if (part.empty()) continue;
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos) {
      evidence.emplace_back(part, "");
    } else {
      evidence.emplace_back(Trim(part.substr(0, equals)), Trim(part.substr(equals + 1)));
    }
  }
  return evidence;
}

Result<OrderReader> OrderReader::Open(Disk& disk, const std::string& path) {
  LICET_ASSIGN_OR_RETURN(auto source, disk.OpenForReading(path));
  return OpenSource(std::move(source), path);
}

Result<OrderReader> OrderReader::OpenSource(std::unique_ptr<ByteSource> source,
                                            const std::string& path) {
  const auto& columns = OrderColumns();
  const std::vector<std::string> required(columns.begin(), columns.begin() + kRequiredColumns);
  const std::vector<std::string> optional(columns.begin() + kRequiredColumns, columns.end());
  LICET_ASSIGN_OR_RETURN(CsvTable table,
                         CsvTable::Open(CsvReader(std::move(source), path), required, optional));
  return OrderReader(std::move(table));
}

OrderReader OrderReader::Continue(std::unique_ptr<ByteSource> source, const std::string& path,
                                  const std::vector<std::string>& header, int first_line) {
  return OrderReader(
      CsvTable::Continue(CsvReader(std::move(source), path, {}, first_line), header));
}

OrderReader::OrderReader(CsvTable table) : table_(std::move(table)) {
  for (const std::string& column : OrderColumns()) at_.push_back(table_.IndexOf(column));
}

Result<bool> OrderReader::NextRecord(OrderRecord* record) {
  LICET_ASSIGN_OR_RETURN(bool more, table_.Next());
  if (!more) return false;
  const CsvField& id = table_.At(at_[kColumnOrder]);
  record->file = table_.name();
  for (std::size_t i = 0; i < kOrderColumns; ++i) {
    record->fields[i] = {{}, id.line, id.column};
    if (at_[i] < 0) continue;
    const CsvField& field = table_.At(at_[i]);
    record->fields[i] = {field.text, field.line, field.column};
  }
  return true;
}

Result<bool> OrderReader::Next(Order* order) {
  LICET_ASSIGN_OR_RETURN(const bool more, NextRecord(&record_));
  if (more) LICET_RETURN_IF_ERROR(ParseOrder(record_, order));
  return more;
}

Result<OrderNumbers> ParseNumbers(const OrderRecord& record) {
  auto text = [&record](std::size_t at) { return record.fields[at].text; };
  if (text(kColumnOrder).empty()) {
    return Fail(ErrorCode::kInvalidArgument, "the order has no id; fill the column 'order'",
                record.PlaceOf(kColumnOrder));
  }
  OrderNumbers numbers;
  auto date = Date::Parse(text(kColumnDate));
  if (!date) return InColumn(date.error(), "date", record.PlaceOf(kColumnDate));
  numbers.date = *date;
  auto quantity = ParseQuantity(text(kColumnQuantity));
  if (!quantity) return InColumn(quantity.error(), "quantity", record.PlaceOf(kColumnQuantity));
  numbers.quantity = *quantity;
  auto price = ParsePrice(text(kColumnUnitPrice));
  if (!price) return InColumn(price.error(), "unit_price_usd", record.PlaceOf(kColumnUnitPrice));
  numbers.unit_price = *price;
  if (!text(kColumnKnownAt).empty()) {
    auto known = Date::Parse(text(kColumnKnownAt));
    if (!known) return InColumn(known.error(), "known_at", record.PlaceOf(kColumnKnownAt));
    numbers.known_at = *known;
  }
  return numbers;
}

Status ParseOrder(const OrderRecord& record, Order* order) {
  auto text = [&record](std::size_t at) { return record.fields[at].text; };
  order->id = text(kColumnOrder);
  order->place.file = record.file;
  order->place.line = record.fields[kColumnOrder].line;
  order->place.column = record.fields[kColumnOrder].column;
  order->columns.resize(kOrderColumns);
  for (std::size_t i = 0; i < kOrderColumns; ++i) order->columns[i] = record.fields[i].column;
  LICET_ASSIGN_OR_RETURN(const OrderNumbers numbers, ParseNumbers(record));
  order->date = numbers.date;
  order->quantity = numbers.quantity;
  order->unit_price = numbers.unit_price;
  order->known_at = numbers.known_at;
  for (const auto& [column, member] : kTexts) order->*member = text(column);
  order->evidence.clear();
  if (!text(kColumnEvidence).empty()) order->evidence = ParseEvidence(text(kColumnEvidence));
  return {};
}

}  // namespace licet
