// The funnel: how many units stand at each stage between a wish and a chip at work, when
// they came there, and what share of an earlier stage that is. Figures of the ledger's
// own orders and figures of the public record stand side by side and are never added.
//
// Thread safety: value types and pure functions.

#ifndef LICET_LEDGER_FUNNEL_H_
#define LICET_LEDGER_FUNNEL_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "licet/base/csv.h"
#include "licet/base/date.h"
#include "licet/base/error.h"
#include "licet/ledger/command.h"

namespace licet {

struct State;

// Stages in their order. An application or approval is that of a regime or round, such as
// "approved:cn-import"; a stage of another name stands last. Statements of the stage
// "note" are events without a figure.
inline constexpr std::string_view kFunnelStages[] = {"wished",   "stock",   "applied",
                                                     "approved", "ordered", "reserved",
                                                     "shipped",  "entered", "installed"};
inline constexpr std::string_view kNoteStage = "note";

// A count, or a range where sources disagree.
struct FunnelUnits {
  std::int64_t low = 0;
  std::int64_t high = 0;
  bool at_least = false;  // the public record says "more than"
  bool about = false;     // or "about"

  // "20,000", ">400,000", "~750,000..1,000,000".
  std::string ToString() const;
};

// A part of a whole in tenths of a percent, rounded half up; a range when either is one.
struct FunnelShare {
  std::int64_t low = 0;
  std::int64_t high = 0;
  std::string ToString() const;  // "37.5..50.0"
};
// Of an empty whole there is no share: {0, 0}.
FunnelShare ShareOf(const FunnelUnits& part, const FunnelUnits& whole);

struct FunnelLine {
  std::string group = {};  // the buyer or item; "" of all of them
  bool record = false;     // of the public record, not of this ledger
  std::string stage = {};
  FunnelUnits units = {};
  Date first = {};
  Date last = {};
  std::int64_t entries = 0;  // orders, shipments, authorisations, statements
};

enum class FunnelBy : std::uint8_t { kAll, kBuyer, kItem };

// A statement of the public record. How its figure is bound stands at the beginning of
// the text: "> " more than, "~ " about.
struct RecordedEvent {
  std::string id = {};
  Date day = {};
  Observe what = {};
};

// By group, then the ledger's before the record's, then by stage. Statements and orders
// after `day` are left out.
//
// Of the public record: statements of one stage, buyer and item speak of one figure. What
// was ordered, shipped, entered or installed only grows, so its latest day counts; a wish,
// stock or approval does not grow by itself, so all statements together give a range. A
// statement without a buyer is one of the whole market; where there is one, those of
// single buyers are parts of it, and else they are added up.
std::vector<FunnelLine> FunnelOf(const State& state, FunnelBy by, Date day);
std::vector<FunnelLine> FunnelOfRecord(std::span<const RecordedEvent> record, FunnelBy by,
                                       Date day);

// What `line` is of every line before it in its group and account.
struct FunnelConversion {
  std::string of = {};  // the stage
  FunnelShare share = {};
  std::int64_t days = 0;  // from the first day there to the first day here
};
std::vector<FunnelConversion> ConversionsOf(std::span<const FunnelLine> lines, std::size_t line);

// A record of the market as Observe commands whose ids stay, so that what is imported
// twice is there once. Columns id,day,stage,buyer,item,units,bound,confidence,source,text;
// `bound` is "" (as stated), more-than or about. Errors: with the place of what is wrong.
Result<std::vector<RecordedEvent>> ReadMarketRecord(CsvTable table);

}  // namespace licet

#endif  // LICET_LEDGER_FUNNEL_H_
