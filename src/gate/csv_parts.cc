#include "csv_parts.h"

#include <algorithm>
#include <climits>
#include <span>
#include <string_view>

namespace licet {

namespace {
constexpr std::size_t kReadBytes = 1 << 18;
constexpr std::size_t kRecordBytesMax = 1 << 20;  // as CsvLimits

// Line ends stand far apart: looked for one by one they are found quicker than
// by asking every byte.
std::int64_t CountLines(std::string_view bytes) {
  std::int64_t lines = 0;
  for (std::size_t at = bytes.find('\n'); at != std::string_view::npos;
       at = bytes.find('\n', at + 1)) {
    ++lines;
  }
  return lines;
}

}  // namespace

CsvParts::CsvParts(std::unique_ptr<ByteSource> source, std::size_t part_bytes)
    : source_(std::move(source)), part_bytes_(part_bytes) {}

Result<bool> CsvParts::Fill() {
  if (ended_) return false;
  const std::size_t before = rest_.size();
  rest_.resize(before + kReadBytes);
  LICET_ASSIGN_OR_RETURN(const std::size_t count,
                         source_->Read(std::span<char>(rest_.data() + before, kReadBytes)));
  rest_.resize(before + count);
  ended_ = count == 0;
  return !ended_;
}

// Every quote turns "inside" on or off: a doubled one does so twice. Only the
// last line end of each stretch outside quotes counts.
std::size_t CsvParts::LastRecordEnd() {
  const std::string_view bytes = rest_;
  while (scanned_ < bytes.size()) {
    const std::size_t quote = std::min(bytes.find('"', scanned_), bytes.size());
    if (!quoted_) {
      const std::size_t last = bytes.substr(scanned_, quote - scanned_).rfind('\n');
      if (last != std::string_view::npos) record_end_ = scanned_ + last + 1;
    }
    if (quote < bytes.size()) quoted_ = !quoted_;
    scanned_ = std::min(quote + 1, bytes.size());
  }
  return record_end_;
}

Result<bool> CsvParts::Next(CsvPart* part) {
  std::size_t end = LastRecordEnd();
  while (end < part_bytes_ || end == 0) {
    LICET_ASSIGN_OR_RETURN(const bool more, Fill());
    if (!more) {
      end = rest_.size();
      break;
    }
    end = LastRecordEnd();
    // A quote never closed must not collect the whole file.
    if (rest_.size() - end > 2 * kRecordBytesMax + part_bytes_) {
      end = rest_.size();
      break;
    }
  }
  if (end == 0) return false;
  part->bytes.assign(rest_, 0, end);
  part->first_line = line_;
  part->begin = offset_;
  offset_ += end;
  part->end = offset_;
  line_ = static_cast<int>(std::min<std::int64_t>(INT_MAX, line_ + CountLines(part->bytes)));
  part->end_line = line_;
  rest_.erase(0, end);
  scanned_ -= std::min(scanned_, end);
  record_end_ = 0;
  return true;
}

}  // namespace licet
