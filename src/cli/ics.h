// Calendar files as RFC 5545 has them: all-day events, CRLF, lines folded at 75
// octets, escaped text.

#ifndef LICET_CLI_ICS_H_
#define LICET_CLI_ICS_H_

#include <string>
#include <string_view>
#include <vector>

#include "licet/base/date.h"

namespace licet {

struct IcsEvent {
  std::string uid;  // the same for the same event in every file
  Date day;
  std::string summary;
  std::string description;
  std::string url;  // left out unless a web address
  std::string category;
};

// `stamp` is the day on which the file is made.
std::string RenderIcs(std::string_view name, const std::vector<IcsEvent>& events, Date stamp);

// One content line, folded, with its end.
std::string FoldedLine(std::string_view line);
// TEXT values: backslash, comma, semicolon and line feed escaped.
std::string IcsText(std::string_view text);

}  // namespace licet

#endif  // LICET_CLI_ICS_H_
