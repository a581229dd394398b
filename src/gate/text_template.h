// JSON text with holes: rendered once, filled in for each order.
//
// Thread safety: a template is immutable.

#ifndef LICET_GATE_TEXT_TEMPLATE_H_
#define LICET_GATE_TEXT_TEMPLATE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "json_parts.h"

namespace licet {

class TextTemplate {
 public:
  // Stands in a JSON value for what is filled in later.
  static Json Hole(std::uint32_t which);

  TextTemplate() = default;
  // Of JSON with holes, and with marks inside strings: control characters, of
  // which the bits of `marks` say which are.
  explicit TextTemplate(const Json& json, std::uint32_t marks = 0);

  // Calls `fill` with the number of each hole, `mark` with the code of each mark.
  template <typename Fill, typename Mark>
  void Append(Fill fill, Mark mark, std::string* out) const {
    std::size_t begin = 0;
    for (const Gap& gap : gaps_) {
      out->append(text_, begin, gap.at - begin);
      begin = gap.at;
      if (gap.mark) {
        mark(gap.which);
      } else {
        fill(gap.which);
      }
    }
    out->append(text_, begin);
  }

  std::size_t bytes() const {
    return sizeof(*this) + text_.capacity() + gaps_.capacity() * sizeof(Gap);
  }
  // Takes the first brace or bracket away, or both of them.
  void Open();
  void Unwrap();

 private:
  struct Gap {
    std::size_t at;  // in text_
    bool mark;
    std::uint32_t which;
  };
  void Digits(std::string_view digits);
  std::size_t Escape(std::string_view text, std::uint32_t marks);

  std::string text_;
  std::vector<Gap> gaps_;
};

}  // namespace licet

#endif  // LICET_GATE_TEXT_TEMPLATE_H_
