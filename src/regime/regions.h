// The regions of a fact's values between which an open answer may change: those
// that the rules in doubt can tell apart. Rules that are sure stay so whatever
// the missing facts turn out to be.

#ifndef LICET_REGIME_REGIONS_H_
#define LICET_REGIME_REGIONS_H_

#include <deque>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "licet/regime/determine.h"

namespace licet {

class Regions {
 public:
  // Of the determination that was made on `facts`, which hold its results.
  Regions(const Snapshot& snapshot, const Schema& schema, const Facts& facts,
          const Determination& open);

  // One value from each region of the fact, within what is known of it and of
  // the others. Exact for numbers of sums and densities of two facts and for
  // sets with up to four doubtful words.
  std::vector<Value> Samples(const std::string& name, const Facts& facts) const;

 private:
  // A sum held against a constant; a density is multiplied out to one.
  struct Sum {
    std::vector<Term> terms;
    Decimal constant;
  };
  struct Words {
    std::set<Symbol> single;
    std::set<std::vector<Symbol>> sets;
  };

  // Facts of the same party field share their lines, whatever the role.
  std::string KeyOf(FactRef ref) const;
  std::string FieldOf(const std::string& name) const;
  const FactDecl& DeclOf(const std::string& name) const;

  void Scan(const Expression& expression, const World& world);
  void NoteSum(Sum sum);
  Words WordsFor(const std::string& name, const Facts& facts) const;

  std::vector<Value> Numbers(const std::string& name, const Facts& facts) const;
  void AddLines(const Sum& sum, const std::string& key, const Facts& facts,
                std::set<Decimal>* lines) const;
  std::set<Decimal> Candidates(FactRef ref, const Facts& facts) const;
  std::vector<Symbol> DistinctWords(const FactDecl& decl, const Words& words) const;
  std::vector<Value> Symbols(const std::string& name, const Facts& facts) const;
  std::vector<Value> Sets(const std::string& name, const Facts& facts) const;

  const Schema& schema_;
  std::deque<Sum> sums_;
  std::map<std::string, std::vector<const Sum*>> sums_of_;  // by key
  std::map<std::string, std::set<Decimal>> own_lines_;      // from sums of one fact
  std::map<std::string, Words> words_;
  std::vector<std::pair<FactRef, FactRef>> same_;  // symbols held against each other
};

}  // namespace licet

#endif  // LICET_REGIME_REGIONS_H_
