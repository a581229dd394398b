#include "licet/journal/tiles.h"

#include <fmt/format.h>

#include <cassert>

#include "licet/journal/merkle.h"
#include "licet/journal/store.h"

namespace licet {
namespace {

// Three digits a folder, so that none holds more than a thousand things.
std::string IndexPath(std::uint64_t index, std::uint64_t width) {
  assert(width > 0 && width <= kTileWidth);
  std::string path = fmt::format("{:03}", index % 1000);
  while ((index /= 1000) > 0) path = fmt::format("x{:03}/{}", index % 1000, path);
  return width == kTileWidth ? path : fmt::format("{}.p/{}", path, width);
}

}  // namespace

std::string TilePath(int level, std::uint64_t index, std::uint64_t width) {
  return fmt::format("tile/{}/{}", level, IndexPath(index, width));
}

std::string BundlePath(std::uint64_t index, std::uint64_t width) {
  return "tile/entries/" + IndexPath(index, width);
}

void AppendToBundle(std::string_view record, std::string* bundle) {
  assert(record.size() <= kMaxRecordBytes);
  *bundle += static_cast<char>(record.size() >> 8);
  *bundle += static_cast<char>(record.size() & 0xFF);
  *bundle += record;
}

Result<std::vector<std::string>> ParseBundle(std::string_view bundle) {
  std::vector<std::string> records;
  while (!bundle.empty()) {
    const std::size_t size =
        bundle.size() < 2 ? bundle.size()
                          : static_cast<std::size_t>(static_cast<unsigned char>(bundle[0])) << 8 |
                                static_cast<unsigned char>(bundle[1]);
    if (bundle.size() < 2 + size) {
      return Fail(
          ErrorCode::kParse,
          fmt::format("the bundle ends within its record {}; fetch it again", records.size()));
    }
    records.emplace_back(bundle.substr(2, size));
    bundle.remove_prefix(2 + size);
  }
  return records;
}

}  // namespace licet
