// A whole file as text, and where in it a byte stands.

#ifndef LICET_SCREENING_SOURCE_TEXT_H_
#define LICET_SCREENING_SOURCE_TEXT_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "licet/base/error.h"
#include "licet/base/seams.h"

namespace licet {

class SourceText {
 public:
  // Inflated when it is gzip. Errors: not UTF-8, longer than the limit.
  static Result<SourceText> Read(Disk& disk, const std::string& path);
  SourceText(std::string path, std::string text);

  const std::string& path() const { return path_; }
  // Without a byte order mark.
  std::string_view text() const { return std::string_view(text_).substr(start_); }
  Place PlaceAt(std::size_t offset) const;  // an offset in text()

 private:
  std::string path_;
  std::string text_;
  std::size_t start_ = 0;
  std::vector<std::size_t> line_starts_;  // offsets in text()
};

}  // namespace licet

#endif  // LICET_SCREENING_SOURCE_TEXT_H_
