// Facts as variables of the solver, atoms as formulas over them.

#ifndef LICET_ANALYSIS_ENCODING_H_
#define LICET_ANALYSIS_ENCODING_H_

#include <z3++.h>

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "licet/rules/atoms.h"
#include "licet/rules/facts.h"

namespace licet {

// A number is an integer of millionths, a symbol an integer (its Symbol), a set one truth
// a word.
class Encoding {
 public:
  // Reads all facts with a stated domain, so that every transaction found is in them.
  Encoding(z3::context* context, const Schema& schema);

  // The atom's truth when every fact is known.
  z3::expr FormulaOf(const Atom& atom);
  // Grows with every fact, word and line that a formula reads.
  std::size_t size() const;
  // What every transaction fulfils, over the facts read so far.
  z3::expr_vector Assumptions();

  // That the facts with a stated domain are in it.
  z3::expr StatedDomains();

  // One unknown of the solver, and that it has the values which it would rather have, the
  // plainest first.
  struct Variable {
    int fact = -1;
    Symbol word = 0;  // of a set: this one is in it
    z3::expr expr;
    std::vector<z3::expr> plain;
  };
  std::vector<Variable> Variables();
  // What a transaction whose facts are all known says of it.
  z3::expr ValueOf(const Variable& variable, const Facts& facts);
  // A transaction with every fact known; what the model does not say is at its plainest.
  Facts FactsOf(const z3::model& model, const std::vector<int>& party_roles);

 private:
  const FactDecl& Decl(int fact) const { return schema_.facts()[static_cast<std::size_t>(fact)]; }
  z3::expr Number(int fact);
  z3::expr Word(int fact);
  z3::expr Bool(int fact);
  z3::expr InSet(int fact, Symbol word);
  z3::expr Int(std::int64_t value) { return context_.int_val(value); }
  z3::expr Compare(const z3::expr& a, Relation relation, const z3::expr& b) const;
  z3::expr Sum(const Node& node);
  z3::expr Ratio(const Node& node);

  std::set<Symbol> AllowedWords(int fact) const;
  // Words that a symbol may be: those that formulas name and some that none does.
  std::set<Symbol> WordsOf(int fact);
  Symbol PlainWord(int fact);
  z3::expr All(const z3::expr_vector& all);
  z3::expr NumberIsIn(int fact, const FactDomain& domain);
  z3::expr WordIsIn(int fact, const std::set<Symbol>& words);
  z3::expr HasOnly(int fact, const std::set<Symbol>& words);
  void AssumeValue(int fact, const Value& value, z3::expr_vector* all);

  z3::context& context_;
  const Schema& schema_;
  std::map<int, std::set<std::int64_t>> numbers_;  // facts read, with the lines that they meet
  std::map<int, std::set<Symbol>> symbols_;
  std::set<int> bools_;
  std::map<int, std::set<Symbol>> sets_;
  std::map<int, std::set<int>> compared_;  // symbols with the symbols that they are compared with
};

}  // namespace licet

#endif  // LICET_ANALYSIS_ENCODING_H_
