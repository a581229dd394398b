// Rounds: a total shared out among applicants. Tiers are served one after the other, in
// a tier the urgent before the others, and within such a rank max-min fair: nobody could
// get a unit more without somebody who has no more getting less. Whole units; the same
// round has the same answer whatever the order of its lines.
//
// Thread safety: value types and pure functions.

#ifndef LICET_LEDGER_ROUND_H_
#define LICET_LEDGER_ROUND_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "licet/base/error.h"
#include "licet/base/yaml.h"
#include "licet/ledger/command.h"
#include "licet/ledger/terms.h"

namespace licet {

struct State;

struct RoundTier {
  std::string tier = {};
  std::int64_t cap = kNoCap;   // of the tier as a whole; 0: nobody of it is admitted
  std::int64_t each = kNoCap;  // of every applicant in it
};

// Foreign units tied to domestic purchases: the foreign amount is at most
// foreign/domestic of the domestic one.
struct Bundling {
  Measure measure = Measure::kUnits;
  std::int64_t foreign = 1;
  std::int64_t domestic = 1;
  std::int64_t per_unit = 1;  // what one foreign unit counts, in the measure's unit
};

struct Applicant {
  std::string applicant = {};
  std::string tier = {};
  std::int64_t asked = 0;
  bool urgent = false;
  Date applied = kNoDay;
  std::int64_t cap = kNoCap;
  std::optional<std::int64_t> domestic = {};  // in the bundling's measure; empty: not stated
};

struct Round {
  std::string round = {};
  std::string item = {};
  std::int64_t total = 0;
  std::int64_t minimum_lot = 1;       // nobody gets less than this but more than nothing
  std::string after = {};             // a round on file whose queue goes first where ranks tie
  std::vector<RoundTier> tiers = {};  // the first is served first
  std::optional<Bundling> bundling = {};
  std::vector<Applicant> applicants = {};
};

// Errors: with the place of what docs/formats.md does not allow.
Result<Round> ReadRound(const Yaml& document);

// Applicants are listed as they stand in line: tier, urgency, place in the queue of the
// round before, day of application, id. That is also who gets the single units that
// remain when shares are cut to whole ones, and who is served when there are fewer lots
// than applicants. `state` may be null unless the round comes after another.
// Errors: a round before it that is not on file, an item of another name.
Result<Allocate> AllocateRound(const Round& round, const State* state);

}  // namespace licet

#endif  // LICET_LEDGER_ROUND_H_
