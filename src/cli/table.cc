#include "table.h"

#include <algorithm>

#include "licet/base/text.h"

namespace licet {

namespace {

constexpr int kGap = 2;
constexpr int kColumnMin = 6;

// Length in bytes of the longest prefix that is at most `width` columns wide.
std::size_t PrefixThatFits(std::string_view text, int width) {
  std::size_t end = 0;
  while (end < text.size()) {
    std::size_t next = end + 1;
    while (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xC0) == 0x80) ++next;
    if (DisplayWidth(text.substr(0, next)) > width) break;
    end = next;
  }
  return std::max<std::size_t>(end, 1);
}

void TrimRight(std::string* line) {
  while (!line->empty() && line->back() == ' ') line->pop_back();
}

std::vector<std::string> Lines(std::string_view text, int width) {
  std::vector<std::string> lines;
  std::string line;
  for (std::string_view word : Split(text, ' ')) {
    if (!line.empty() && DisplayWidth(line) + 1 + DisplayWidth(word) > width) {
      TrimRight(&line);
      lines.push_back(std::move(line));
      line.clear();
    }
    if (!line.empty()) line += ' ';
    while (line.empty() && DisplayWidth(word) > width) {
      const std::size_t cut = PrefixThatFits(word, width);
      lines.emplace_back(word.substr(0, cut));
      word.remove_prefix(cut);
    }
    line += word;
  }
  lines.push_back(std::move(line));
  return lines;
}

std::string Padded(const std::string& text, int width, bool right) {
  const int missing = width - DisplayWidth(text);
  const std::string blanks(static_cast<std::size_t>(std::max(missing, 0)), ' ');
  return right ? blanks + text : text + blanks;
}

}  // namespace

std::string Wrap(std::string_view text, int width, int indent) {
  const std::vector<std::string> lines = Lines(text, std::max(width - indent, 20));
  std::string out;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i > 0) out += "\n" + std::string(static_cast<std::size_t>(indent), ' ');
    out += lines[i];
  }
  return out;
}

Table::Table(std::vector<std::string> header, std::vector<int> right)
    : header_(std::move(header)), right_(std::move(right)) {}

void Table::Add(std::vector<Cell> row) { rows_.push_back(std::move(row)); }

std::vector<int> Table::Widths(int available) const {
  std::vector<int> widths;
  for (const std::string& name : header_) widths.push_back(DisplayWidth(name));
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], DisplayWidth(row[i].text));
    }
  }
  auto total = [&] {
    int sum = -kGap;
    for (int width : widths) sum += width + kGap;
    return sum;
  };
  while (total() > available) {
    auto widest = std::max_element(widths.begin(), widths.end());
    if (*widest <= kColumnMin) break;
    --*widest;
  }
  return widths;
}

void Table::Print(Console& console) const {
  const std::vector<int> widths = Widths(console.width);
  auto print = [&](const std::vector<Cell>& row) {
    std::vector<std::vector<std::string>> cells;
    std::size_t height = 1;
    for (std::size_t i = 0; i < row.size(); ++i) {
      cells.push_back(Lines(row[i].text, widths[i]));
      height = std::max(height, cells.back().size());
    }
    for (std::size_t line = 0; line < height; ++line) {
      std::string text;
      for (std::size_t i = 0; i < row.size(); ++i) {
        const bool right =
            std::find(right_.begin(), right_.end(), static_cast<int>(i)) != right_.end();
        const std::string part = line < cells[i].size() ? cells[i][line] : "";
        text += Paint(console, row[i].colour, Padded(part, widths[i], right));
        if (i + 1 < row.size()) text += std::string(kGap, ' ');
      }
      TrimRight(&text);
      console.out << text << "\n";
    }
  };
  std::vector<Cell> header;
  for (const std::string& name : header_) header.push_back({name, Colour::kBold});
  print(header);
  for (const auto& row : rows_) print(row);
}

}  // namespace licet
