#include "progress.h"

#include <fmt/format.h>

#include <algorithm>

#include "licet/base/decimal.h"

namespace licet {

namespace {

constexpr std::int64_t kEveryMs = 200;
constexpr std::int64_t kQuietMs = 500;  // a short run needs no bar

std::string Grouped(std::uint64_t number) {
  return Decimal::FromInt(static_cast<std::int64_t>(number)).ToGroupedString();
}

}  // namespace

Progress::Progress(Console& console, std::string what, std::uint64_t from, std::uint64_t to,
                   std::uint64_t done)
    : console_(console),
      what_(std::move(what)),
      from_(from),
      to_(to),
      done_before_(done),
      started_(console.clock.Ticks()) {}

void Progress::Show(std::uint64_t at, std::uint64_t done) {
  if (!console_.progress) return;
  const std::int64_t now = console_.clock.Ticks();
  if (now - started_ < kQuietMs || now - shown_ < kEveryMs) return;
  shown_ = now;
  const auto elapsed = static_cast<double>(now - started_) / 1000;
  const double share =
      to_ > from_ ? static_cast<double>(at - from_) / static_cast<double>(to_ - from_) : 1;
  const auto rate = static_cast<std::uint64_t>(static_cast<double>(done - done_before_) / elapsed);
  const auto left = static_cast<std::int64_t>(share > 0 ? elapsed / share - elapsed + 0.5 : 0);
  console_.err << "\r" << ProgressLine(what_, done, share, rate, left, console_.width - 1)
               << "\x1b[K" << std::flush;
  visible_ = true;
}

void Progress::Clear() {
  if (visible_) console_.err << "\r\x1b[K" << std::flush;
  visible_ = false;
}

std::string ProgressLine(const std::string& what, std::uint64_t done, double share,
                         std::uint64_t per_second, std::int64_t seconds_left, int width) {
  const double bounded = std::clamp(share, 0.0, 1.0);
  const std::string before = fmt::format("{} {}  ", Grouped(done), what);
  const std::string after = fmt::format(" {:3.0f} %  {}/s  {}:{:02} left", bounded * 100,
                                        Grouped(per_second), seconds_left / 60, seconds_left % 60);
  const int room = width - static_cast<int>(before.size() + after.size()) - 2;
  if (room < 5) return before + after.substr(1);
  const int full = static_cast<int>(bounded * room);
  std::string bar(static_cast<std::size_t>(full), '=');
  if (full < room) bar += '>';
  bar.resize(static_cast<std::size_t>(room), ' ');
  return before + "[" + bar + "]" + after;
}

}  // namespace licet
