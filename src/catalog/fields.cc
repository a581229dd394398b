#include "catalog/fields.h"

#include <fmt/format.h>

#include "licet/base/date.h"
#include "licet/base/decimal.h"
#include "licet/base/text.h"

namespace licet {
namespace {

// An error of a value's own parser, with the column that it came from.
std::unexpected<Error> InColumn(const Error& error, const CsvTable& table,
                                std::string_view column) {
  return Fail(error.code(), fmt::format("{}: {}", column, error.sentence()), table.PlaceOf(column));
}

std::unexpected<Error> Invalid(std::string sentence, const CsvTable& table,
                               std::string_view column) {
  return Fail(ErrorCode::kInvalidArgument, std::move(sentence), table.PlaceOf(column));
}

}  // namespace

std::string ReadText(const CsvTable& table, std::string_view column) {
  return std::string(Trim(table.Get(column)));
}

Result<Range> ReadFigure(const CsvTable& table, std::string_view column, std::int64_t most) {
  const std::string_view text = Trim(table.Get(column));
  Result<Range> range = Range::Parse(text);
  if (!range) return InColumn(range.error(), table, column);
  if (range->IsUnknown()) return *range;
  if (!range->low) range->low = Decimal();
  if (*range->low < Decimal() || (range->high && *range->high < Decimal())) {
    return Invalid(fmt::format("{} is {}, and no such figure is below zero; write the published "
                               "figure, or leave it empty when it is not known",
                               column, Quoted(text)),
                   table, column);
  }
  const Decimal limit = Decimal::FromInt(most);
  if (*range->low > limit || (range->high && *range->high > limit)) {
    return Invalid(
        fmt::format("{} is {}, more than the largest credible figure {}; check the number and "
                    "its unit",
                    column, Quoted(text), limit.ToGroupedString()),
        table, column);
  }
  return *range;
}

Result<Truth> ReadYesNo(const CsvTable& table, std::string_view column) {
  const std::string_view text = Trim(table.Get(column));
  if (text.empty()) return Truth::kUnknown;
  if (text == "yes") return Truth::kTrue;
  if (text == "no") return Truth::kFalse;
  return Invalid(fmt::format("{} is {}; write yes or no, or leave it empty when it is not known",
                             column, Quoted(text)),
                 table, column);
}

Result<std::string> ReadPartialDate(const CsvTable& table, std::string_view column) {
  const std::string text = ReadText(table, column);
  if (text.empty()) return text;
  const std::string_view rest = text.size() == 4 ? "-01-01" : text.size() == 7 ? "-01" : "";
  if (Date::Parse(text + std::string(rest))) return text;
  return Invalid(
      fmt::format("{} is {}; write a date such as 2023-11-17, 2023-11 or 2023, or leave it empty",
                  column, Quoted(text)),
      table, column);
}

Result<std::string> ReadName(const CsvTable& table, std::string_view column) {
  std::string text = ReadText(table, column);
  if (text.empty()) {
    return Invalid(fmt::format("{} is empty; every row needs one", column), table, column);
  }
  return text;
}

Result<int> ReadCount(const CsvTable& table, std::string_view column, int most) {
  const std::string_view text = Trim(table.Get(column));
  const Result<Decimal> number = Decimal::Parse(text);
  const bool whole = number && number->micros() % Decimal::kScale == 0;
  if (!whole || *number < Decimal::FromInt(1) || *number > Decimal::FromInt(most)) {
    return Invalid(
        fmt::format("{} is {}; write a whole number from 1 to {}", column, Quoted(text), most),
        table, column);
  }
  return static_cast<int>(number->micros() / Decimal::kScale);
}

}  // namespace licet
