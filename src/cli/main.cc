#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "commands.h"

namespace {

// The product's data: next to the program in the build folder's parent, or in
// share/licet of an installation. LICET_HOME overrides both.
std::string FindHome() {
  if (const char* home = std::getenv("LICET_HOME")) return home;
  std::error_code ignored;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", ignored);
  const auto folder = program.parent_path();
  for (const auto& candidate : {folder.parent_path() / "share" / "licet", folder.parent_path(),
                                folder.parent_path().parent_path()}) {
    if (std::filesystem::exists(candidate / "regimes" / "schema.yaml", ignored)) {
      return candidate.string();
    }
  }
  return ".";
}

int TerminalWidth() {
  constexpr int kDefault = 80;
  constexpr int kMost = 160;  // longer lines are hard to read
  winsize size{};
  int width = 0;
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) width = size.ws_col;
  if (const char* columns = std::getenv("COLUMNS"); columns != nullptr && width == 0) {
    width = std::atoi(columns);
  }
  return width < 20 ? kDefault : std::min(width, kMost);
}

}  // namespace

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  const auto disk = licet::RealDisk();
  const auto clock = licet::RealClock();
  const char* no_colour = std::getenv("NO_COLOR");
  const bool plain = no_colour != nullptr && *no_colour != '\0';
  licet::Console console{std::cout,
                         std::cerr,
                         *disk,
                         *clock,
                         FindHome(),
                         TerminalWidth(),
                         isatty(STDOUT_FILENO) != 0 && !plain,
                         isatty(STDERR_FILENO) != 0};
  const int code = licet::RunCli(std::vector<std::string>(argv + 1, argv + argc), console);
  std::cout.flush();
  if (!std::cout) {
    std::cerr << "licet: the output could not be written; is the disk full?\n";
    return licet::kExitBadInput;
  }
  return code;
}
