#include "licet/gate/order_scan.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include <algorithm>
#include <bit>

#include "licet/base/text.h"

namespace licet {

namespace {

constexpr std::size_t kRecordBytesMax = CsvLimits().record_bytes_max;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kStops{",\"\r\n\0", 5};

// Bit i: byte i of the 64 at `bytes` may end a run of plain text.
std::uint64_t StopsIn(const char* bytes, bool* beyond_ascii) {
  std::uint64_t stops = 0;
#if defined(__SSE2__)
  std::uint64_t high = 0;
  for (int i = 0; i < 4; ++i) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes) + i);
    __m128i found = _mm_setzero_si128();
    for (const char stop : kStops) {
      found = _mm_or_si128(found, _mm_cmpeq_epi8(block, _mm_set1_epi8(stop)));
    }
    stops |= static_cast<std::uint64_t>(_mm_movemask_epi8(found)) << (16 * i);
    high |= static_cast<std::uint64_t>(_mm_movemask_epi8(block)) << (16 * i);
  }
  *beyond_ascii = high != 0;
#else
  *beyond_ascii = false;
  for (int i = 0; i < 64; ++i) {
    if (kStops.find(bytes[i]) != kStops.npos) stops |= std::uint64_t{1} << i;
    if (static_cast<signed char>(bytes[i]) < 0) *beyond_ascii = true;
  }
#endif
  return stops;
}

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
  if (beyond_ascii_to_ > begin && FindInvalidUtf8(bytes_.substr(begin, length))) return false;
  const OrderRecord::Field& id = record->fields[kColumnOrder];
  for (OrderRecord::Field& field : record->fields) {
    if (field.line == 0) field = {{}, id.line, id.column};
  }
  record->file = part_.path;
  ++line_;
  line_start_ = at_;
  return true;
}

// Where the next byte stands that may end a run of plain text; the length when
// there is none. Past the end, zeros stop it.
std::size_t OrderScanner::NextStop(std::size_t from) {
  constexpr std::size_t kBlock = 64;
  while (from < bytes_.size()) {
    const std::size_t block = from / kBlock;
    if (block != block_) {
      block_ = block;
      const std::size_t begin = block * kBlock;
      bool beyond_ascii = false;
      if (begin + kBlock <= bytes_.size()) {
        stops_ = StopsIn(bytes_.data() + begin, &beyond_ascii);
      } else {
        char padded[kBlock] = {};
        bytes_.copy(padded, kBlock, begin);
        stops_ = StopsIn(padded, &beyond_ascii);
      }
      if (beyond_ascii) beyond_ascii_to_ = begin + kBlock;
    }
    const std::uint64_t left = stops_ >> (from % kBlock);
    if (left != 0) {
      return std::min(from + static_cast<std::size_t>(std::countr_zero(left)), bytes_.size());
    }
    from = (block + 1) * kBlock;
  }
  return bytes_.size();
}

// Leaves at_ at what follows the field.
bool OrderScanner::TakeField(std::string_view* text) {
  const bool quoted = at_ < bytes_.size() && bytes_[at_] == '"';
  if (quoted) ++at_;
  const std::size_t begin = at_;
  at_ = NextStop(begin);
  while (quoted && at_ < bytes_.size() && bytes_[at_] == ',') at_ = NextStop(at_ + 1);
  *text = bytes_.substr(begin, at_ - begin);
  if (!quoted) return true;  // what stopped it is looked at next
  return at_ < bytes_.size() && bytes_[at_++] == '"';
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
