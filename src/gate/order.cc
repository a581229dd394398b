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
  const auto& columns = OrderColumns();
  const std::vector<std::string> required(columns.begin(), columns.begin() + kRequiredColumns);
  const std::vector<std::string> optional(columns.begin() + kRequiredColumns, columns.end());
  LICET_ASSIGN_OR_RETURN(auto source, disk.OpenForReading(path));
  LICET_ASSIGN_OR_RETURN(CsvTable table,
                         CsvTable::Open(CsvReader(std::move(source), path), required, optional));
  return OrderReader(std::move(table));
}

Result<bool> OrderReader::Next(Order* order) {
  LICET_ASSIGN_OR_RETURN(bool more, table_.Next());
  if (!more) return false;
  *order = {};
  order->place = table_.PlaceOf("order");
  for (const std::string& column : OrderColumns()) {
    order->columns.push_back(table_.PlaceOf(column).column);
  }
  order->id = table_.Get("order");
  if (order->id.empty()) {
    return Fail(ErrorCode::kInvalidArgument, "the order has no id; fill the column 'order'",
                order->place);
  }
  auto date = Date::Parse(table_.Get("date"));
  if (!date) return InColumn(date.error(), "date", table_.PlaceOf("date"));
  order->date = *date;
  auto quantity = ParseQuantity(table_.Get("quantity"));
  if (!quantity) return InColumn(quantity.error(), "quantity", table_.PlaceOf("quantity"));
  order->quantity = *quantity;
  auto price = ParsePrice(table_.Get("unit_price_usd"));
  if (!price) return InColumn(price.error(), "unit_price_usd", table_.PlaceOf("unit_price_usd"));
  order->unit_price = *price;
  if (!table_.Get("known_at").empty()) {
    auto known = Date::Parse(table_.Get("known_at"));
    if (!known) return InColumn(known.error(), "known_at", table_.PlaceOf("known_at"));
    order->known_at = *known;
  }
  order->activity = table_.Get("activity");
  order->item = table_.Get("item");
  order->exporter = table_.Get("exporter");
  order->purchaser = table_.Get("purchaser");
  order->consignee = table_.Get("consignee");
  order->end_user = table_.Get("end_user");
  order->origin = table_.Get("origin");
  order->destination = table_.Get("destination");
  order->place_of_use = table_.Get("place_of_use");
  order->end_use = table_.Get("end_use");
  order->evidence = ParseEvidence(table_.Get("evidence"));
  order->source = table_.Get("source");
  order->note = table_.Get("note");
  return true;
}

}  // namespace licet
