// The facts that rules may ask for: name, type, unit, meaning. Read from
// regimes/schema.yaml; a record type's fields (party) are laid flat, so that
// "exporter.headquarters" is one fact with one number.
//
// Thread safety: immutable once loaded, but for the interner, which grows while
// packs and orders are read (see Interner).

#ifndef LICET_RULES_SCHEMA_H_
#define LICET_RULES_SCHEMA_H_

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "licet/base/decimal.h"
#include "licet/base/error.h"
#include "licet/base/intern.h"
#include "licet/base/seams.h"
#include "licet/base/yaml.h"

namespace licet {

enum class FactType { kBool, kNumber, kRatio, kSymbol, kSet, kParties };
std::string_view ToString(FactType type);

struct Value;  // licet/rules/facts.h

// As far as a solver looks for numbers, from 0.
inline constexpr Decimal kMostNumber = Decimal::FromInt(9'000'000'000'000);

struct FactDecl {
  std::string name;  // "item.tpp", "exporter.headquarters"; a party field: "headquarters"
  FactType type = FactType::kBool;
  std::string unit;  // numbers and ratios
  std::string means;
  std::vector<std::string> values;  // symbols: the allowed words; empty: any
  int of = -1;                      // ratios: fact numbers of numerator and denominator
  int per = -1;
  // Numbers: what a solver assumes, wide enough for anything physical; no order is judged by it.
  std::optional<Decimal> least;
  std::optional<Decimal> most;
  bool given_as_date = false;
  std::vector<std::string> owners_with;  // shares: flags of the owners that count
  std::string stage;                     // results: the stage that fills it; "" for facts
  Place place;

  bool is_evidence() const { return name.starts_with("evidence."); }
};

// What a user states of a fact for a solver, in place of what the schema says.
struct FactDomain {
  Decimal least;               // numbers
  Decimal most = kMostNumber;  // numbers
  bool truth = false;          // bools
  std::set<Symbol> words;      // symbols: one of these; sets: no others
};

class Schema {
 public:
  Schema() { symbols_->Intern("(another)"); }
  // `countries` are the words of 'domain: country'.
  static Result<Schema> Load(Disk& disk, const std::string& path,
                             const std::vector<std::string>& countries);
  static Result<Schema> Parse(const Yaml& document, const std::vector<std::string>& countries);

  const std::vector<FactDecl>& facts() const { return facts_; }
  const std::vector<FactDecl>& party_fields() const { return party_fields_; }
  const std::vector<std::string>& party_roles() const { return party_roles_; }
  const std::vector<std::string>& countries() const { return countries_; }

  // Number of a fact or -1.
  int Find(std::string_view name) const;
  int FindPartyField(std::string_view name) const;
  // First fact of a role's record ("exporter" -> number of "exporter.entity").
  int RoleStart(std::string_view role) const;
  // For a did-you-mean.
  std::vector<std::string> FactNames() const;
  std::vector<std::string> PartyFieldNames() const;

  // A value that the fact has in every transaction that does not say otherwise.
  void SetDefault(int fact, std::shared_ptr<const Value> value);
  const std::map<int, std::shared_ptr<const Value>>& defaults() const { return defaults_; }

  // Only solvers ask for domains; see licet/rules/domain.h.
  void SetDomain(int fact, FactDomain domain) { domains_[fact] = std::move(domain); }
  const std::map<int, FactDomain>& domains() const { return domains_; }
  // What was stated of a number, else what the schema says.
  FactDomain NumbersOf(int fact) const;

  Interner& symbols() const { return *symbols_; }
  // A word that no rule and no file can name; stands for all others.
  Symbol AnotherWord() const { return 0; }

 private:
  Status ReadParty(const Yaml& node);
  Status ReadFacts(const Yaml& node);
  Status ReadResults(const Yaml& node);
  Result<FactDecl> ReadDecl(const Yaml::Entry& entry) const;
  Status AddFact(FactDecl decl);
  Status ResolveRatios();

  std::vector<FactDecl> facts_;
  std::vector<FactDecl> party_fields_;
  std::vector<std::string> party_roles_;
  std::vector<std::string> countries_;
  std::vector<std::string> units_;
  std::map<std::string, int, std::less<>> by_name_;
  std::map<std::string, int, std::less<>> role_start_;
  std::map<int, std::pair<std::string, std::string>> ratio_names_;
  std::map<int, std::shared_ptr<const Value>> defaults_;
  std::map<int, FactDomain> domains_;
  std::shared_ptr<Interner> symbols_ = std::make_shared<Interner>();
};

}  // namespace licet

#endif  // LICET_RULES_SCHEMA_H_
