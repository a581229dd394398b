#include "console.h"

#include "licet/base/text.h"

namespace licet {

std::string Paint(const Console& console, Colour colour, std::string_view text) {
  if (!console.colour || colour == Colour::kPlain || text.empty()) return std::string(text);
  std::string_view code;
  switch (colour) {
    case Colour::kBold:
      code = "1";
      break;
    case Colour::kDim:
      code = "2";
      break;
    case Colour::kRed:
      code = "31";
      break;
    case Colour::kGreen:
      code = "32";
      break;
    case Colour::kYellow:
      code = "33";
      break;
    case Colour::kPlain:
      break;
  }
  return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
}

int Report(Console& console, const Error& error) {
  // One line, whatever the name of a file holds.
  constexpr std::size_t kMost = 4096;
  const std::string quoted = Quoted(error.ToString(), kMost);
  console.err << "licet: " << quoted.substr(1, quoted.size() - 2) << "\n";
  return kExitBadInput;
}

}  // namespace licet
