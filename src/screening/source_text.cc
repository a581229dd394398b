#include "source_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "licet/base/text.h"
#include "licet/screening/gzip.h"

namespace licet {
namespace {

constexpr std::size_t kTextBytesMax = std::size_t{512} << 20;
constexpr std::size_t kChunkBytes = 1 << 16;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

Result<std::string> ReadWhole(Disk& disk, const std::string& path) {
  LICET_ASSIGN_OR_RETURN(auto file, disk.OpenForReading(path));
  const auto source = InflatingSource(std::move(file), path, kTextBytesMax);
  std::string text;
  std::vector<char> chunk(kChunkBytes);
  while (true) {
    LICET_ASSIGN_OR_RETURN(const std::size_t count, source->Read(chunk));
    if (count == 0) return text;
    text.append(chunk.data(), count);
  }
}

Status CheckEncoding(const SourceText& source) {
  const std::string_view text = source.text();
  if (text.starts_with("PK\x03\x04")) {
    return Fail(ErrorCode::kInvalidArgument,
                "this is a zip archive; unpack it and give the file inside", {source.path(), 0, 0});
  }
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    return Fail(ErrorCode::kParse,
                "this file is UTF-16, not UTF-8; save it as UTF-8, or convert it with iconv -f "
                "UTF-16 -t UTF-8",
                {source.path(), 1, 1});
  }
  const auto bad = FindInvalidUtf8(text);
  if (!bad) return {};
  return Fail(ErrorCode::kParse,
              fmt::format("byte 0x{:02X} is not UTF-8; save the file as UTF-8, or convert it, "
                          "perhaps with iconv -f WINDOWS-1252 -t UTF-8",
                          static_cast<unsigned>(static_cast<unsigned char>(text[*bad]))),
              source.PlaceAt(*bad));
}

}  // namespace

Result<SourceText> SourceText::Read(Disk& disk, const std::string& path) {
  LICET_ASSIGN_OR_RETURN(std::string text, ReadWhole(disk, path));
  SourceText source(path, std::move(text));
  LICET_RETURN_IF_ERROR(CheckEncoding(source));
  return source;
}

SourceText::SourceText(std::string path, std::string text)
    : path_(std::move(path)), text_(std::move(text)) {
  if (text_.starts_with(kByteOrderMark)) start_ = kByteOrderMark.size();
  line_starts_.push_back(0);
  const std::string_view all = this->text();
  for (std::size_t at = all.find('\n'); at != std::string_view::npos; at = all.find('\n', at + 1)) {
    line_starts_.push_back(at + 1);
  }
}

Place SourceText::PlaceAt(std::size_t offset) const {
  const auto after = std::ranges::upper_bound(line_starts_, offset);
  const auto line = after - line_starts_.begin();
  return {path_, static_cast<int>(line), static_cast<int>(offset - *(after - 1) + 1)};
}

}  // namespace licet
