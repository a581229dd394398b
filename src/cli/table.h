// Tables and wrapped text that fit the terminal.

#ifndef LICET_CLI_TABLE_H_
#define LICET_CLI_TABLE_H_

#include <string>
#include <string_view>
#include <vector>

#include "console.h"

namespace licet {

// Breaks text at blanks into lines of at most `width` columns; a longer word is
// cut. Every line but the first starts with `indent` blanks.
std::string Wrap(std::string_view text, int width, int indent = 0);

class Table {
 public:
  struct Cell {
    std::string text;
    Colour colour = Colour::kPlain;
  };

  // Columns named in `right` are aligned right.
  explicit Table(std::vector<std::string> header, std::vector<int> right = {});
  void Add(std::vector<Cell> row);
  // Shrinks the widest columns, wrapping their cells, until the table fits.
  void Print(Console& console) const;

 private:
  std::vector<int> Widths(int available) const;

  std::vector<std::string> header_;
  std::vector<int> right_;
  std::vector<std::vector<Cell>> rows_;
};

}  // namespace licet

#endif  // LICET_CLI_TABLE_H_
