#include "licet/gate/order.h"

#include <fmt/format.h>

#include "licet/base/text.h"

namespace licet {

namespace {

// Adds the place and the column to an error from parsing a field.
std::unexpected<Error> InColumn(const Error& error, std::string_view column, const Place& place) {
  return Fail(error.code(), fmt::format("column '{}': {}", column, error.sentence()), place);
}

Result<Decimal> ParseQuantity(const std::string& text) {
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

Result<std::optional<Decimal>> ParsePrice(const std::string& text) {
  constexpr std::int64_t kPriceMax = 1'000'000'000;
  if (text.empty()) return std::nullopt;
  LICET_ASSIGN_OR_RETURN(Decimal price, Decimal::Parse(text));
  if (price < Decimal() || price > Decimal::FromInt(kPriceMax)) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("{} is not a unit price; give 0 to 1,000,000,000 USD", Quoted(text)));
  }
  return price;
}

constexpr int kRequiredColumns = 15;

// By position in OrderColumns().
constexpr int kId = 0;
constexpr int kDate = 1;
constexpr int kQuantity = 4;
constexpr int kPrice = 5;
constexpr int kEvidence = 14;
constexpr int kKnownAt = 15;
constexpr std::pair<int, std::string Order::*> kTexts[] = {
    {2, &Order::activity},  {3, &Order::item},         {6, &Order::exporter},
    {7, &Order::purchaser}, {8, &Order::consignee},    {9, &Order::end_user},
    {10, &Order::origin},   {11, &Order::destination}, {12, &Order::place_of_use},
    {13, &Order::end_use},  {16, &Order::source},      {17, &Order::note}};

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

const std::string& OrderReader::Text(int column) const {
  static const std::string kEmpty;
  const int at = at_[static_cast<std::size_t>(column)];
  return at < 0 ? kEmpty : table_.At(at).text;
}

Place OrderReader::PlaceAt(int column) const {
  return table_.PlaceOf(OrderColumns()[static_cast<std::size_t>(column)]);
}

// Fills what is there already, so that a reader of many orders keeps its room.
Result<bool> OrderReader::Next(Order* order) {
  LICET_ASSIGN_OR_RETURN(bool more, table_.Next());
  if (!more) return false;
  order->id = Text(kId);
  const CsvField& first = table_.At(at_[kId]);
  order->place.file = table_.name();
  order->place.line = first.line;
  order->place.column = first.column;
  order->columns.resize(at_.size());
  for (std::size_t i = 0; i < at_.size(); ++i) {
    order->columns[i] = at_[i] < 0 ? first.column : table_.At(at_[i]).column;
  }
  if (order->id.empty()) {
    return Fail(ErrorCode::kInvalidArgument, "the order has no id; fill the column 'order'",
                order->place);
  }
  auto date = Date::Parse(Text(kDate));
  if (!date) return InColumn(date.error(), "date", PlaceAt(kDate));
  order->date = *date;
  auto quantity = ParseQuantity(Text(kQuantity));
  if (!quantity) return InColumn(quantity.error(), "quantity", PlaceAt(kQuantity));
  order->quantity = *quantity;
  auto price = ParsePrice(Text(kPrice));
  if (!price) return InColumn(price.error(), "unit_price_usd", PlaceAt(kPrice));
  order->unit_price = *price;
  order->known_at.reset();
  if (const std::string& text = Text(kKnownAt); !text.empty()) {
    auto known = Date::Parse(text);
    if (!known) return InColumn(known.error(), "known_at", PlaceAt(kKnownAt));
    order->known_at = *known;
  }
  for (const auto& [column, member] : kTexts) order->*member = Text(column);
  order->evidence.clear();
  if (const std::string& text = Text(kEvidence); !text.empty()) {
    order->evidence = ParseEvidence(text);
  }
  return true;
}

}  // namespace licet
