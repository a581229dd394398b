#include "ics.h"

#include <algorithm>

namespace licet {

namespace {

// "20231117".
std::string Basic(Date day) {
  std::string text = day.ToString();
  std::erase(text, '-');
  return text;
}

bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// An address must not end its line nor smuggle in another property.
bool IsWebAddress(std::string_view url) {
  const bool web = url.starts_with("https://") || url.starts_with("http://");
  return web && std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c < 127; });
}

}  // namespace

std::string FoldedLine(std::string_view line) {
  constexpr std::size_t kOctets = 75;
  std::string out;
  std::size_t room = kOctets;
  while (line.size() > room) {
    std::size_t cut = room;
    while (cut > 0 && IsContinuation(line[cut])) --cut;  // no character is torn apart
    if (cut == 0) cut = room;                            // not UTF-8
    out.append(line.substr(0, cut)).append("\r\n ");
    line.remove_prefix(cut);
    room = kOctets - 1;  // the blank counts
  }
  return out.append(line).append("\r\n");
}

std::string IcsText(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '\\' || c == ',' || c == ';') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(c) >= ' ' && c != 127) {
      out += c;
    }
  }
  return out;
}

std::string RenderIcs(std::string_view name, const std::vector<IcsEvent>& events, Date stamp) {
  std::string out;
  auto line = [&out](std::string_view property, const std::string& value) {
    out += FoldedLine(std::string(property) + value);
  };
  line("BEGIN:", "VCALENDAR");
  line("VERSION:", "2.0");
  line("PRODID:", "-//Licet//regime calendar//EN");
  line("CALSCALE:", "GREGORIAN");
  line("X-WR-CALNAME:", IcsText(name));
  for (const IcsEvent& event : events) {
    line("BEGIN:", "VEVENT");
    line("UID:", IcsText(event.uid));
    line("DTSTAMP:", Basic(stamp) + "T000000Z");
    line("DTSTART;VALUE=DATE:", Basic(event.day));
    line("DTEND;VALUE=DATE:", Basic(Date::FromDays(event.day.days() + 1)));
    line("SUMMARY:", IcsText(event.summary));
    if (!event.description.empty()) line("DESCRIPTION:", IcsText(event.description));
    if (IsWebAddress(event.url)) line("URL:", event.url);
    if (!event.category.empty()) line("CATEGORIES:", IcsText(event.category));
    line("TRANSP:", "TRANSPARENT");
    line("END:", "VEVENT");
  }
  line("END:", "VCALENDAR");
  return out;
}

}  // namespace licet
