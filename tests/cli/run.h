// Runs the command line as a test: string streams, a fixed day, the
// repository's own law and data.

#ifndef LICET_TESTS_CLI_RUN_H_
#define LICET_TESTS_CLI_RUN_H_

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "cli/commands.h"

namespace licet {

struct Ran {
  int code = -1;
  std::string out;
  std::string err;
};

struct RunOptions {
  std::string home = LICET_SOURCE_DIR;
  int width = 80;
  bool colour = false;
  bool progress = false;
  Disk* disk = nullptr;        // the real one
  Network* network = nullptr;  // the real one
};

// A second passes whenever somebody looks.
class SteppingClock : public FixedClock {
 public:
  using FixedClock::FixedClock;
  std::int64_t Ticks() const override { return ticks_ += 1000; }

 private:
  mutable std::int64_t ticks_ = 0;
};

inline Ran Licet(const std::vector<std::string>& arguments, const RunOptions& options = {}) {
  static const auto real = RealDisk();
  SteppingClock today(*Date::Parse("2026-11-21"));
  std::ostringstream out;
  std::ostringstream err;
  Console console{out,
                  err,
                  options.disk != nullptr ? *options.disk : *real,
                  today,
                  options.home,
                  options.width,
                  options.colour,
                  options.progress,
                  options.network};
  const int code = RunCli(arguments, console);
  return {code, out.str(), err.str()};
}

inline std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// A folder of its own for one test, gone afterwards.
class TempFolder {
 public:
  TempFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "licet-cli-XXXXXX").string();
    const char* made = mkdtemp(pattern.data());
    EXPECT_NE(made, nullptr) << pattern;
    path_ = pattern;
  }
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  std::string Path(const std::string& name) const { return path_ + "/" + name; }
  std::string Write(const std::string& name, const std::string& text) const {
    std::ofstream(Path(name), std::ios::binary) << text;
    return Path(name);
  }

 private:
  std::string path_;
};

inline std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace licet

#endif  // LICET_TESTS_CLI_RUN_H_
