#include "read.h"

#include <fmt/format.h>

#include <algorithm>

#include "licet/base/text.h"
#include "licet/regime/lint.h"

namespace licet {

Result<std::string> ReadText(const Yaml& node) { return node.Text(); }
Result<Date> ReadDate(const Yaml& node) { return node.AsDate(); }

Result<int> ReadChoice(const Yaml& node, const std::vector<std::string>& allowed) {
  LICET_ASSIGN_OR_RETURN(std::string word, node.Text());
  for (std::size_t i = 0; i < allowed.size(); ++i) {
    if (allowed[i] == word) return static_cast<int>(i);
  }
  std::string hint = DidYouMean(word, allowed);
  if (hint.empty()) hint = "; allowed are " + Join(allowed, ", ");
  return node.Bad(ErrorCode::kUnknownName, Quoted(word) + " is not known here" + hint);
}

std::vector<std::string> StageNames() {
  std::vector<std::string> names;
  for (int i = 0; i < kStageCount; ++i) names.emplace_back(ToString(static_cast<Stage>(i)));
  return names;
}

Result<Cite> ReadCite(const Yaml& node) {
  LICET_RETURN_IF_ERROR(node.ExpectMap({"ref", "doc", "url"}));
  Cite cite;
  LICET_ASSIGN_OR_RETURN(const Yaml* ref, node.Require("ref"));
  LICET_ASSIGN_OR_RETURN(cite.ref, ref->Text());
  LICET_ASSIGN_OR_RETURN(cite.doc, Optional<std::string>(node, "doc", "", ReadText));
  LICET_ASSIGN_OR_RETURN(cite.url, Optional<std::string>(node, "url", "", ReadText));
  return cite;
}

Result<Validity> ReadValidity(const Yaml& node, const char* from, const char* to) {
  Validity v;
  LICET_ASSIGN_OR_RETURN(v.effective, Optional<Date>(node, from, Date::Min(), ReadDate));
  LICET_ASSIGN_OR_RETURN(v.announced, Optional<Date>(node, "announced", Date::Min(), ReadDate));
  LICET_ASSIGN_OR_RETURN(v.compliance, Optional<Date>(node, "compliance", Date::Min(), ReadDate));
  LICET_ASSIGN_OR_RETURN(v.ends, Optional<Date>(node, to, Date::Max(), ReadDate));
  LICET_ASSIGN_OR_RETURN(v.ends_announced,
                         Optional<Date>(node, "ends_announced", v.announced, ReadDate));
  if (!(v.effective < v.ends)) {
    return node.Bad(ErrorCode::kInvalidArgument,
                    fmt::format("'{}' {} is not after '{}' {}; an end is the first day it no "
                                "longer binds",
                                to, v.ends.ToString(), from, v.effective.ToString()));
  }
  if (v.compliance != Date::Min() && v.compliance < v.effective) {
    return node.Bad(ErrorCode::kInvalidArgument, "'compliance' lies before 'effective'");
  }
  if (const Yaml* reading = node.Find("reading")) {
    LICET_ASSIGN_OR_RETURN(int which, ReadChoice(*reading, {"enforced", "codified"}));
    v.enforced = which == 0;
    v.codified = which == 1;
  }
  return v;
}

Result<std::map<std::string, std::string>> ReadLint(const Yaml& node) {
  std::vector<std::string> checks;
  for (const LintCheck& check : LintChecks()) checks.push_back(check.name);
  LICET_RETURN_IF_ERROR(node.ExpectMap(checks));
  std::map<std::string, std::string> allowed;
  for (const Yaml::Entry& entry : node.map()) {
    LICET_ASSIGN_OR_RETURN(allowed[entry.key], entry.value.Text());
    if (!Trim(allowed[entry.key]).empty()) continue;
    return entry.value.Bad(ErrorCode::kParse, "say why it is meant");
  }
  return allowed;
}

Result<Expression> ReadCondition(const PackNames& names, const Yaml& node) {
  LICET_ASSIGN_OR_RETURN(std::string text, node.Text());
  Place place = node.place();
  // A quoted text starts one byte after its mark. In a folded one, where
  // columns would mislead, the place stays that of the mark.
  const bool one_line = node.verbatim() && text.find('\n') == std::string::npos;
  if (one_line && node.quoted()) place.column += 1;
  return Expression::Compile(text, names.schema, names.sets, place, one_line);
}

Result<std::vector<Symbol>> ReadSymbols(const Schema& schema, const Yaml& node, bool countries) {
  LICET_ASSIGN_OR_RETURN(std::vector<std::string> words, node.Words());
  std::vector<Symbol> symbols;
  for (const std::string& word : words) {
    const auto& known = schema.countries();
    if (countries && std::find(known.begin(), known.end(), word) == known.end()) {
      return node.Bad(ErrorCode::kUnknownName,
                      fmt::format("{} is not an ISO 3166-1 alpha-2 country code", Quoted(word)));
    }
    symbols.push_back(schema.symbols().Intern(word));
  }
  return symbols;
}

}  // namespace licet
