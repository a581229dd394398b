#include "licet/gate/order_scan.h"

#include <algorithm>
#include <array>

#include "licet/base/text.h"

namespace licet {

namespace {

constexpr std::size_t kRecordBytesMax = CsvLimits().record_bytes_max;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

constexpr std::array<bool, 256> Stops(std::string_view bytes) {
  std::array<bool, 256> stops{};
  for (const char c : bytes) stops[static_cast<unsigned char>(c)] = true;
  return stops;
}
constexpr std::array<bool, 256> kUnquotedStops = Stops({",\"\r\n\0", 5});
constexpr std::array<bool, 256> kQuotedStops = Stops({"\"\r\n\0", 4});

}  // namespace

OrderScanner::OrderScanner(const OrderPart& part)
    : part_(part), bytes_(part.bytes), line_(part.first_line) {
  const auto& columns = OrderColumns();
  for (const std::string& name : part.header) {
    column_of_.push_back(static_cast<std::size_t>(std::find(columns.begin(), columns.end(), name) -
                                                  columns.begin()));
  }
  if (part.begin > 0) return;
  if (bytes_.starts_with(kByteOrderMark)) at_ = line_start_ = kByteOrderMark.size();
  SkipBlankLines();
  SkipRecord();
}

void OrderScanner::SkipBlankLines() {
  while (at_ < bytes_.size()) {
    std::size_t next = at_;
    if (bytes_[next] == '\r') ++next;
    if (next == bytes_.size() || bytes_[next] != '\n') return;
    at_ = line_start_ = next + 1;
    ++line_;
  }
}

// Up to the line end outside quotes. Every quote turns "inside" on or off.
void OrderScanner::SkipRecord() {
  bool quoted = false;
  while (at_ < bytes_.size()) {
    const char c = bytes_[at_++];
    if (c == '"') quoted = !quoted;
    if (c != '\n') continue;
    ++line_;
    line_start_ = at_;
    if (!quoted) return;
  }
}

Result<bool> OrderScanner::Next(OrderRecord* record) {
  SkipBlankLines();
  if (at_ == bytes_.size()) return false;
  const std::size_t begin = at_;
  if (TakePlain(record)) return true;
  at_ = begin;
  return TakeOther(record);
}

bool OrderScanner::TakePlain(OrderRecord* record) {
  const std::size_t begin = at_;
  bits_ = 0;
  for (OrderRecord::Field& field : record->fields) field = {};
  for (std::size_t i = 0; i < column_of_.size(); ++i) {
    if (i > 0 && (at_ == bytes_.size() || bytes_[at_++] != ',')) return false;
    OrderRecord::Field& field = record->fields[column_of_[i]];
    field.line = line_;
    field.column = static_cast<int>(at_ - line_start_ + 1);
    if (!TakeField(&field.text)) return false;
  }
  const std::size_t length = at_ - begin;
  if (length > kRecordBytesMax || !TakeRecordEnd()) return false;
  if ((bits_ & 0x80U) != 0 && FindInvalidUtf8(bytes_.substr(begin, length))) return false;
  const OrderRecord::Field& id = record->fields[0];
  for (OrderRecord::Field& field : record->fields) {
    if (field.line == 0) field = {{}, id.line, id.column};
  }
  record->file = part_.path;
  ++line_;
  line_start_ = at_;
  return true;
}

// Leaves at_ at what follows the field.
bool OrderScanner::TakeField(std::string_view* text) {
  const bool quoted = at_ < bytes_.size() && bytes_[at_] == '"';
  if (quoted) ++at_;
  const auto& stops = quoted ? kQuotedStops : kUnquotedStops;
  const char* const bytes = bytes_.data();
  const std::size_t begin = at_;
  std::size_t stop = begin;
  unsigned bits = bits_;
  for (; stop < bytes_.size(); ++stop) {
    const auto byte = static_cast<unsigned char>(bytes[stop]);
    if (stops[byte]) break;
    bits |= byte;
  }
  bits_ = bits;
  at_ = stop;
  *text = bytes_.substr(begin, stop - begin);
  if (!quoted) return true;  // what stopped it is looked at next
  return stop < bytes_.size() && bytes_[at_++] == '"';
}

bool OrderScanner::TakeRecordEnd() {
  if (at_ == bytes_.size()) return true;
  if (bytes_[at_] == '\r') ++at_;
  return at_ < bytes_.size() && bytes_[at_++] == '\n';
}

Result<bool> OrderScanner::TakeOther(OrderRecord* record) {
  const std::size_t begin = at_;
  const int line = line_;
  SkipRecord();
  // A first line of 1 would look for a byte order mark; a row has at least 2.
  OrderReader reader = OrderReader::Continue(
      StringSource(std::string(bytes_.substr(begin, at_ - begin))), part_.path, part_.header, line);
  LICET_ASSIGN_OR_RETURN(const bool more, reader.NextRecord(record));
  record->file = part_.path;
  for (OrderRecord::Field& field : record->fields) {
    if (field.text.empty()) continue;
    kept_.emplace_back(field.text);
    field.text = kept_.back();
  }
  return more;
}

}  // namespace licet
