// Pieces that the readers of packs and overlays share.

#ifndef LICET_REGIME_READ_H_
#define LICET_REGIME_READ_H_

#include <map>
#include <string>
#include <vector>

#include "licet/base/yaml.h"
#include "licet/regime/pack.h"

namespace licet {

Result<std::string> ReadText(const Yaml& node);
Result<Date> ReadDate(const Yaml& node);
// A word that must be one of `allowed`; gives its position.
Result<int> ReadChoice(const Yaml& node, const std::vector<std::string>& allowed);
std::vector<std::string> StageNames();
Result<Cite> ReadCite(const Yaml& node);
// announced / from|effective / compliance / to|ends / reading, checked for order.
Result<Validity> ReadValidity(const Yaml& node, const char* from, const char* to);

// 'lint: {gap: "reason"}'.
Result<std::map<std::string, std::string>> ReadLint(const Yaml& node);

// The names that conditions and lists of one pack may use.
struct PackNames {
  const Schema& schema;
  const SetNames& sets;
};
Result<Expression> ReadCondition(const PackNames& names, const Yaml& node);
Result<std::vector<Symbol>> ReadSymbols(const Schema& schema, const Yaml& node, bool countries);
// What a provision of that stage gives.
Result<Gives> ReadGives(const PackNames& names, const Yaml& node, Stage stage);

}  // namespace licet

#endif  // LICET_REGIME_READ_H_
