// A regime: one authority's provisions, read from a folder of YAML files (format:
// docs/packs.md). Loading checks everything that can be checked without facts:
// ids, dates, conditions, sets, defeaters and what a stage may give.
//
// Thread safety: immutable once loaded.

#ifndef LICET_REGIME_PACK_H_
#define LICET_REGIME_PACK_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "licet/base/date.h"
#include "licet/base/error.h"
#include "licet/base/seams.h"
#include "licet/regime/cite.h"
#include "licet/regime/overlay.h"
#include "licet/regime/patch.h"
#include "licet/rules/evaluate.h"
#include "licet/rules/expression.h"
#include "licet/rules/schema.h"

namespace licet {

// The questions a provision helps to answer, in the order they are asked.
enum class Stage {
  kClassify,
  kRequire,
  kRestrict,
  kExcept,
  kReview,
  kCondition,
  kPlace,
  kCharge,
  kClock,  // asked only when a licence is required
};
constexpr int kStageCount = 9;
std::string_view ToString(Stage stage);

// DMN hit policies.
enum class Hit { kCollect, kFirst, kPriority };

// How well a provision's text is known.
enum class Confidence { kUnverified, kPress, kSecondary, kPrimary };
std::string_view ToString(Confidence confidence);

// Which law: as it is applied, or as it stands in the code.
enum class Reading { kEnforced, kCodified };
std::string_view ToString(Reading reading);

// The three clocks' marks on a provision or on a set's members.
struct Validity {
  Date announced = Date::Min();
  Date effective = Date::Min();
  Date compliance = Date::Min();  // enforced from, where later than effective
  Date ends = Date::Max();
  Date ends_announced = Date::Min();
  bool enforced = true;  // readings it belongs to
  bool codified = true;

  bool InForce(Date as_of, Date known_at, Reading reading) const;
  // When it binds in a reading, seen from `known_at`.
  Interval Binding(Date known_at, Reading reading) const;
};

// What a provision gives; the stage decides which members count.
struct Gives {
  std::string name;                // code, requirement, exception, review, condition ... id
  Symbol word = 0;                 // the same as a word
  bool prohibits = false;          // restrict: outcome prohibited
  bool bars_exceptions = false;    // restrict
  std::optional<Expression> test;  // condition
  std::string duty;                // condition: what to do, a sentence
  std::string for_exception;       // condition: "" the licence route, else the exception
  std::vector<Symbol> places;      // place: literal countries
  int place_set = -1;              // place: a named set
  bool bars_places = false;        // place: the places are barred, not permitted
  Decimal rate;                    // charge
  std::string base;                // charge: customs-value | revenue
  int days = 0;                    // clock: how long the authority has
  std::string from;                // clock: registration | decision | notification
};

struct Provision {
  std::string id;
  Stage stage = Stage::kClassify;
  Cite cite;
  Validity validity;
  Confidence confidence = Confidence::kUnverified;
  std::string note;
  Expression when = Expression::Constant(Truth::kTrue);
  std::vector<int> unless;                  // numbers of provisions of this pack
  std::optional<Gives> gives;               // nothing: exists only to defeat others
  std::string overlay;                      // the overlay that added it; "" is the pack's own
  std::map<std::string, std::string> lint;  // findings that are meant, and why (lint.h)
  Place place;
};

struct SetMember {
  std::vector<Symbol> words;
  int set = -1;
  Validity validity;
  int patched = -1;  // number of the pack's change that wrote it, -1: as the set has it
};

struct NamedSet {
  std::string name;
  std::string overlay;  // the overlay that added it
  std::map<std::string, std::string> lint;
  Cite cite;
  std::vector<SetMember> members;
  std::vector<SetMember> except;
  Place place;
};

struct Pack {
  std::string regime;
  std::string title;
  std::string authority;
  std::string gate;  // export | import
  Expression applies = Expression::Constant(Truth::kTrue);
  Date covers = Date::Min();  // first day the pack speaks for; before it nothing is known
  std::string default_code;   // "" when an item may be in no entry at all
  int authorisation = -1;     // evidence fact that satisfies a licence requirement
  std::string authorisation_called;
  std::string authorisation_apply;
  Hit hit[kStageCount] = {};
  std::vector<std::string> order[kStageCount];  // for Hit::kPriority

  std::vector<Provision> provisions;  // by stage, then files in name order
  std::vector<NamedSet> sets;
  std::vector<std::string> overlays;  // laid over it, by name
  std::vector<LawChange> changes;     // what patches among them change, in their order

  // Number of a provision or -1.
  int Find(std::string_view id) const;
  std::vector<std::string> SetNamesList() const;

  static Result<Pack> Load(Disk& disk, const std::string& folder, const Schema& schema,
                           const std::vector<Overlay>& overlays = {});
  // Files by name, for tests.
  static Result<Pack> Parse(const std::map<std::string, std::string>& files, const Schema& schema,
                            const std::vector<Overlay>& overlays = {});
};

}  // namespace licet

#endif  // LICET_REGIME_PACK_H_
