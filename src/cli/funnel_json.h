// The funnel as JSON: what `licet funnel --format json` prints, and what the page draws.

#ifndef LICET_CLI_FUNNEL_JSON_H_
#define LICET_CLI_FUNNEL_JSON_H_

#include <span>
#include <string>
#include <string_view>

#include "licet/ledger/funnel.h"
#include "regime_text.h"

namespace licet {

// What a funnel is of: the buyer or item, or the words for all of them, "" when it is
// of everything.
std::string FunnelTitle(const FunnelLine& line, FunnelBy by);

// Whether two lines belong to one funnel.
bool SameAccount(const FunnelLine& a, const FunnelLine& b);

// An array of lines, ages counted up to `day`.
OrderedJson FunnelJson(std::span<const FunnelLine> lines, Date day);

// What the page (web/report/js/funnel.js) is made of.
struct FunnelPage {
  std::span<const FunnelLine> lines;
  std::span<const RecordedEvent> statements;  // up to `day`, those without a figure too
  FunnelBy by = FunnelBy::kAll;
  Date day;
  Date generated_on;
  std::string ledger;  // where the figures are from; "" when not from there
  std::string record;
};
OrderedJson FunnelPageJson(const FunnelPage& page);

}  // namespace licet

#endif  // LICET_CLI_FUNNEL_JSON_H_
