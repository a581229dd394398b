// Calendar files, line by line, against RFC 5545.

#include "cli/ics.h"

#include "run.h"

namespace licet {
namespace {

Date Day(const char* text) { return *Date::Parse(text); }

// Lines as a reader of calendars has them: unfolded, without their ends.
std::vector<std::string> Unfolded(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = text.find("\r\n", at);
    if (end == std::string::npos) {
      ADD_FAILURE() << "the last line has no end";
      break;
    }
    EXPECT_LE(end - at, 75U) << text.substr(at, end - at);
    const std::string line = text.substr(at, end - at);
    EXPECT_EQ(line.find('\n'), std::string::npos);
    if (line.starts_with(" ") && !lines.empty()) {
      lines.back() += line.substr(1);
    } else {
      lines.push_back(line);
    }
    at = end + 2;
  }
  return lines;
}

TEST(Ics, OneEvent) {
  const IcsEvent event{
      "us-ear.x.begins.2026-12-31@licet",        Day("2026-12-31"),           "x begins",
      "a requirement; of the Act,\nPart 1 \\ 2", "https://example.org/a;b,c", "us-ear"};
  EXPECT_EQ(Unfolded(RenderIcs("Rules", {event}, Day("2026-11-21"))),
            (std::vector<std::string>{
                "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Licet//regime calendar//EN",
                "CALSCALE:GREGORIAN", "X-WR-CALNAME:Rules", "BEGIN:VEVENT",
                "UID:us-ear.x.begins.2026-12-31@licet", "DTSTAMP:20261121T000000Z",
                "DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270101", "SUMMARY:x begins",
                "DESCRIPTION:a requirement\\; of the Act\\,\\nPart 1 \\\\ 2",
                "URL:https://example.org/a;b,c", "CATEGORIES:us-ear", "TRANSP:TRANSPARENT",
                "END:VEVENT", "END:VCALENDAR"}));
}

TEST(Ics, NothingFromOutsideEndsALine) {
  const IcsEvent event{"u\r\nBEGIN:VALARM", Day("2026-12-31"), "a\r\nb", "", "https://x\r\ny", ""};
  const auto lines = Unfolded(RenderIcs("N\nM", {event}, Day("2026-11-21")));
  EXPECT_EQ(lines[4], "X-WR-CALNAME:N\\nM");
  EXPECT_EQ(lines[6], "UID:u\\nBEGIN:VALARM");
  EXPECT_EQ(lines[10], "SUMMARY:a\\nb");
  for (const std::string& line : lines) EXPECT_FALSE(line.starts_with("URL")) << line;
}

TEST(Ics, FoldsAt75Octets) {
  EXPECT_EQ(FoldedLine(std::string(75, 'x')), std::string(75, 'x') + "\r\n");
  EXPECT_EQ(FoldedLine(std::string(76, 'x')), std::string(75, 'x') + "\r\n x\r\n");
  EXPECT_EQ(FoldedLine(std::string(149, 'x')),
            std::string(75, 'x') + "\r\n " + std::string(74, 'x') + "\r\n");
  EXPECT_EQ(FoldedLine(std::string(150, 'x')),
            std::string(75, 'x') + "\r\n " + std::string(74, 'x') + "\r\n x\r\n");
  EXPECT_EQ(FoldedLine(""), "\r\n");
}

TEST(Ics, FoldsBetweenCharacters) {
  // Two octets each; the 75th octet is the first half of one.
  std::string text = "x";
  for (int i = 0; i < 60; ++i) text += "\xC3\xA9";
  for (std::size_t before = 0; before < 4; ++before) {
    const std::string line = std::string(before, 'y') + text;
    const std::string folded = FoldedLine(line);
    std::string joined;
    for (std::size_t at = 0; at < folded.size(); ++at) {
      if (folded.compare(at, 3, "\r\n ") == 0) {
        const auto next = static_cast<unsigned char>(folded[at + 3]);
        EXPECT_NE(next & 0xC0, 0x80) << "a character is torn apart";
        at += 2;
        continue;
      }
      joined += folded[at];
    }
    EXPECT_EQ(joined, line + "\r\n");
    EXPECT_LE(folded.find("\r\n"), 75U);
  }
}

}  // namespace
}  // namespace licet
