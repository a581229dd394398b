// Lays patches over the provisions and sets of a pack while these are still YAML,
// so that what a patch makes is checked and read as the law is.

#ifndef LICET_REGIME_LAY_PATCH_H_
#define LICET_REGIME_LAY_PATCH_H_

#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "licet/regime/overlay.h"
#include "read.h"

namespace licet {

// A set or a provision as written, and the overlay that adds it, or nullptr.
struct Written {
  const Yaml* node;
  const Overlay* overlay;
  std::string succeeds = {};           // id of the provision whose place it takes
  std::vector<std::string> ends = {};  // ids of those that it sets aside for good
};

// Who joins or leaves a set.
struct MemberEdit {
  const Yaml* set;    // its name
  const Yaml* words;  // members
  bool joins;
  Date day;
  Date announced;
  int change;  // number of the LawChange
};

class PatchLayer {
 public:
  PatchLayer(const PackNames& names, std::vector<Written>* provisions, std::vector<Written>* sets,
             std::vector<LawChange>* changes)
      : names_(names), provisions_(*provisions), sets_(*sets), changes_(*changes) {}

  // What a patch adds; its sets have to be known before Change().
  Status Add(const Overlay& overlay);
  // What it ends, replaces, moves; edits of sets are left in edits().
  Status Change(const Overlay& overlay);

  const std::vector<MemberEdit>& edits() const { return edits_; }
  // A provision and those that take its place, by id.
  std::vector<std::string> Family(const std::string& id) const;

 private:
  // The patch and the change that is being laid.
  struct At {
    const Overlay& overlay;
    const PatchChange& change;

    const Patch& patch() const { return *overlay.patch(); }
  };
  // A number in the condition, the test or the amounts of a provision.
  struct Spot {
    std::string field;  // "when", "test", "rate", "days"
    Decimal number;
    std::string shown;  // the comparison it stands in
    std::vector<std::string> facts;
    std::size_t begin = 0;  // in the field's text
    std::size_t end = 0;
  };

  // A number that was moved, to look for where else it stands.
  struct Moved {
    std::size_t change;  // number of the LawChange
    Spot spot;
    Date day;
  };

  Status AddParts(const At& at, const std::string& key, std::vector<Written>* all);
  Result<const Yaml*> Dated(const At& at, const Yaml& node);
  Result<const Yaml*> DatedMembers(const At& at, const Yaml& set);
  Result<Yaml> DatedNode(const At& at, Yaml node, const std::string& from);

  Status End(const At& at);
  Status Replace(const At& at);
  Status Move(const At& at);
  Status MoveIn(const At& at, const Yaml& subject, const std::string& id);
  Status Members(const At& at);

  Result<std::size_t> NumberOf(const Yaml& node, const std::string& id) const;
  // The last that took the provision's place, and whether it can still change.
  Result<std::size_t> BaseOf(const At& at, const Yaml& node, const std::string& id);
  Status CheckAlive(const At& at, const Yaml& node, std::size_t base);
  Result<Date> DateOf(std::size_t provision, const std::string& key, Date fallback) const;
  std::string IdOf(std::size_t provision) const;
  std::string RootOf(std::string id) const;
  std::string FreeId(const std::string& wanted) const;

  // `fields` take the place of the base's own.
  Status Succeed(const At& at, std::size_t base, const std::vector<Yaml::Entry>& fields,
                 LawChange change);
  Result<Yaml> SuccessorNode(const At& at, std::size_t base, const std::string& id,
                             const std::vector<Yaml::Entry>& fields) const;
  Result<Date> KnownFrom(const At& at, std::size_t base) const;
  void SetAside(const At& at, const std::string& id, const std::vector<std::string>& ends,
                Date known);
  LawChange ChangeOf(const At& at, LawChangeKind kind, std::string subject) const;
  const Yaml* Keep(Yaml node);

  Result<Spot> SpotOf(const At& at, const std::string& id, const std::vector<Spot>& all,
                      Decimal number) const;
  void NoteWhatStays();
  std::vector<std::string> AlsoIn(const Moved& moved) const;
  Result<std::vector<Spot>> SpotsOf(const Yaml& provision) const;
  Status SpotsIn(const Yaml& text, const std::string& field, std::vector<Spot>* out) const;

  const PackNames names_;
  std::vector<Written>& provisions_;
  std::vector<Written>& sets_;
  std::vector<LawChange>& changes_;
  std::vector<MemberEdit> edits_;
  std::vector<Moved> moved_;                                   // by the patch that is being laid
  std::deque<Yaml> made_;                                      // nodes that no file has
  std::map<std::string, std::vector<std::string>> heirs_;      // by id: who took its place
  std::map<std::string, std::pair<Date, std::string>> ended_;  // by root id: day and patch
};

}  // namespace licet

#endif  // LICET_REGIME_LAY_PATCH_H_
