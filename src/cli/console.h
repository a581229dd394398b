// What a command may touch: its output, its errors, and the seams. Tests give
// string streams and a fixed clock; main() gives the real ones.

#ifndef LICET_CLI_CONSOLE_H_
#define LICET_CLI_CONSOLE_H_

#include <ostream>
#include <string>
#include <string_view>

#include "licet/base/network.h"
#include "licet/base/seams.h"

namespace licet {

struct Console {
  std::ostream& out;
  std::ostream& err;
  Disk& disk;
  Clock& clock;
  std::string home;            // folder that holds regimes/, data/, cases/
  int width = 80;              // columns of the terminal
  bool colour = false;         // out is a terminal and nobody asked for none
  bool progress = false;       // err is a terminal
  Network* network = nullptr;  // null: the machine's own, when a command needs it
};

enum class Colour { kPlain, kBold, kDim, kRed, kGreen, kYellow };

// The text in a colour, or as it is when the console shows none.
std::string Paint(const Console& console, Colour colour, std::string_view text);

// Exit codes, the same for every command.
constexpr int kExitOk = 0;
constexpr int kExitNo = 1;        // the answer is "no" and the command is a check
constexpr int kExitBadInput = 2;  // bad input or usage

// Writes "licet: file:line:col: sentence" to err and gives kExitBadInput.
int Report(Console& console, const Error& error);

}  // namespace licet

#endif  // LICET_CLI_CONSOLE_H_
