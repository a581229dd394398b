// A line on the terminal that says how far a long run is: share, rate, time
// left. Nothing on what is no terminal.

#ifndef LICET_CLI_PROGRESS_H_
#define LICET_CLI_PROGRESS_H_

#include <cstdint>
#include <string>

#include "console.h"

namespace licet {

class Progress {
 public:
  // `from` and `to` are positions in the file, `done` what was done before.
  Progress(Console& console, std::string what, std::uint64_t from, std::uint64_t to,
           std::uint64_t done);
  ~Progress() { Clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void Show(std::uint64_t at, std::uint64_t done);
  // Before other output; also at the end.
  void Clear();

 private:
  Console& console_;
  const std::string what_;
  const std::uint64_t from_;
  const std::uint64_t to_;
  const std::uint64_t done_before_;
  const std::int64_t started_;
  std::int64_t shown_ = 0;
  bool visible_ = false;
};

// "1,204,000 orders  [=====>    ] 43 %  312,000/s  0:12 left" within `width`.
std::string ProgressLine(const std::string& what, std::uint64_t done, double share,
                         std::uint64_t per_second, std::int64_t seconds_left, int width);

}  // namespace licet

#endif  // LICET_CLI_PROGRESS_H_
