// Decisions and classifications as JSON objects, as outside tools rely on them
// (docs/formats.md). Decimals are strings; what is not known is null.
//
// Thread safety: pure functions.

#ifndef LICET_GATE_JSON_H_
#define LICET_GATE_JSON_H_

#include <string>
#include <vector>

#include "licet/gate/judge.h"

namespace licet {

std::string DecisionJson(const Engine& engine, const Decision& decision);
std::string ClassificationJson(const Engine& engine, const Classification& classification,
                               Date as_of, Reading reading);
// One item's figures and where they come from.
std::string ItemJson(const Item& item);

// What a report needs besides the decisions: the regimes' provisions with their
// dates, and the meaning of every fact.
struct ReportHeader {
  std::string title;
  Date generated_on;
  Date known_at;
  Reading reading = Reading::kEnforced;
};
std::string ReportJson(const Engine& engine, const ReportHeader& header,
                       const std::vector<std::string>& decisions);

// One line: the text as a JSON string with its quotes.
std::string JsonString(std::string_view text);
// The same at the end of *out; quick where there is nothing to escape.
void AppendJsonString(std::string_view text, std::string* out);

}  // namespace licet

#endif  // LICET_GATE_JSON_H_
