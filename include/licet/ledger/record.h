// A journal record: a command that was accepted, with what was decided about it,
// as canonical JSON (docs/formats.md): RFC 8785 restricted to objects, arrays,
// strings, true and whole numbers; keys in byte order, each with a value that is not
// its default, no blanks. One sequence of bytes for one record.
//
// Thread safety: value types and pure functions.

#ifndef LICET_LEDGER_RECORD_H_
#define LICET_LEDGER_RECORD_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "licet/base/error.h"
#include "licet/ledger/command.h"

namespace licet {

// An account that an order draws on, and how much for each unit of the order.
struct Leg {
  std::string account;  // limit, or "limit/party" where each party has its own
  std::int64_t rate = 0;

  template <class Self, class F>
  static void Fields(Self& s, F&& f) {
    f("account", s.account);
    f("rate", s.rate);
  }
  friend bool operator==(const Leg&, const Leg&) = default;
};

struct Effect {
  std::vector<std::string> authorisations = {};  // that serve the order, one a regime
  std::vector<Leg> legs = {};
  std::vector<std::string> flagged = {};  // limits left with less than is committed
  bool proposed = false;                  // nothing done yet: a second person has to confirm

  template <class Self, class F>
  static void Fields(Self& s, F&& f) {
    f("authorisations", s.authorisations);
    f("flagged", s.flagged);
    f("legs", s.legs);
    f("proposed", s.proposed);
  }
  friend bool operator==(const Effect&, const Effect&) = default;
};

struct Record {
  std::int64_t at = 0;  // milliseconds since 1970, UTC; never less than that of the record before
  Command command;
  Effect outcome;
};

// The same without copies, for as long as its parts last.
struct RecordView {
  std::int64_t at;
  const Command& command;
  const Effect& outcome;

  RecordView(std::int64_t instant, const Command& asked, const Effect& decided)
      : at(instant), command(asked), outcome(decided) {}
  RecordView(const Record& record)  // NOLINT: a record is what it looks at
      : RecordView(record.at, record.command, record.outcome) {}
};

// "2026-08-19T10:00:00.000Z" and back; years 1970 to 2999.
std::string InstantText(std::int64_t millis);
Result<std::int64_t> ParseInstant(std::string_view text);

void EncodeRecord(const RecordView& record, std::string* out);
// Errors: bytes that EncodeRecord never writes. Accepts nothing else.
Result<Record> DecodeRecord(std::string_view bytes);
// The same into a record that was used before, so that its memory is.
Status DecodeRecord(std::string_view bytes, Record* record);

// The action alone; what idempotency compares, with its kind.
void EncodeAction(const Action& action, std::string* out);
bool IsSame(const Action& a, const Action& b);

}  // namespace licet

#endif  // LICET_LEDGER_RECORD_H_
