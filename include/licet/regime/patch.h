// A patch: a what-if law, such as a control lifted, a line moved, a bill enacted
// (docs/packs.md). It is laid over a pack like an overlay, but it changes what is
// there: from its own day on, and for nobody who could not know of it yet.
//
// Nothing of the pack is edited. What a change ends is set aside by a provision of
// the patch from the change's day on, and what takes its place stands behind it in
// the order and in every 'unless' that names it. So every evaluator, compiled or
// naive, takes a patch as it takes the law, and no earlier day can change.
//
// Thread safety: immutable once loaded; functions are pure.

#ifndef LICET_REGIME_PATCH_H_
#define LICET_REGIME_PATCH_H_

#include <optional>
#include <string>
#include <vector>

#include "licet/base/date.h"
#include "licet/base/yaml.h"
#include "licet/regime/cite.h"

namespace licet {

struct Snapshot;

enum class PatchKind {
  kEnd,      // provisions that end
  kReplace,  // a provision with other words
  kMove,     // a number in provisions
  kAdd,      // provisions and sets
  kMembers,  // who joins and leaves a set
};

// One change as its author wrote it, read as far as it can be without the pack.
struct PatchChange {
  PatchKind kind = PatchKind::kEnd;
  Yaml body;  // what stands under the kind's key
  Yaml with;  // kReplace: the fields that are new
  Date day;   // first day it holds
  Cite cite;  // the patch's own, where the change has none
  std::string note;
  Place place;
};

class Patch {
 public:
  static Result<Patch> Parse(const Yaml& document);

  const std::string& regime() const { return regime_; }
  const Cite& cite() const { return cite_; }
  Date announced() const { return announced_; }  // before, nobody knows of it
  Date effective() const { return effective_; }  // no change holds earlier
  const std::vector<PatchChange>& changes() const { return changes_; }

 private:
  Status ReadChange(const Yaml& node);

  std::string regime_;
  Cite cite_;
  Date announced_;
  Date effective_;
  std::vector<PatchChange> changes_;
};

// What a patch does to one provision or set of a pack, with the words before and
// after, for people.
enum class LawChangeKind { kEnds, kReplaced, kMoved, kAdded, kJoins, kLeaves };
std::string_view ToString(LawChangeKind kind);  // "ends", "replaced", ...

struct WordsChange {
  std::string field;  // "when", "unless", "members" ...
  std::string before;
  std::string after;
};

struct LawChange {
  LawChangeKind kind = LawChangeKind::kEnds;
  std::string patch;      // its name
  std::string subject;    // id of the provision or name of the set that was there; kAdded: is new
  std::string successor;  // kReplaced, kMoved: id of what takes its place
  Date announced;
  Date day;
  Cite cite;  // of the patch
  std::string note;
  std::vector<WordsChange> fields;
};

// "" when two snapshots, each of a pack of one regime, hold the same law: then they
// give every transaction the same answer. Else the first thing that differs, such as
// "us-ear.3A090.c is in force in one of them only".
std::string FirstDifference(const Snapshot& a, const Snapshot& b);

}  // namespace licet

#endif  // LICET_REGIME_PATCH_H_
