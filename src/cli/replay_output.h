// What `licet replay` prints of its sums: tables, JSON, and the page's data.

#ifndef LICET_CLI_REPLAY_OUTPUT_H_
#define LICET_CLI_REPLAY_OUTPUT_H_

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "console.h"
#include "licet/gate/replay.h"

namespace licet {

struct ReplayView {
  std::string orders;                          // the file's name
  const std::vector<ReplaySetting>& settings;  // first what the others are compared with
  const ReplayTotals& totals;
  Date today;
  std::size_t top;  // rows of each list
};

void PrintReplay(Console& console, const ReplayView& view);
// docs/formats.md; also what the page draws.
nlohmann::ordered_json ReplayJson(const ReplayView& view);

// "us-ear as of 2023-11-17", in words, with what differs from the usual.
std::string SettingText(const ReplaySetting& setting);

// Three digits and a word for the rest: "1.23 bn". For people only.
std::string RoughText(Int128 micros);

}  // namespace licet

#endif  // LICET_CLI_REPLAY_OUTPUT_H_
