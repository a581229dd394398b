#include "licet/ledger/places.h"

#include <algorithm>
#include <iterator>

#include "licet/ledger/state.h"
#include "rules.h"

namespace licet {
namespace {

std::vector<std::string> Sorted(std::vector<std::string> places) {
  std::ranges::sort(places);
  const auto again = std::ranges::unique(places);
  places.erase(again.begin(), again.end());
  return places;
}

void AddClauses(const Authorisation& authorisation, std::vector<PlaceClause>* clauses) {
  const std::string& id = authorisation.application.authorisation;
  // An application that was not approved yet is judged by what it asks for.
  const bool approved = authorisation.decided != kNoDay;
  const Scope& scope = approved ? authorisation.terms.scope : authorisation.application.scope;
  const auto add = [&](std::string clause, const std::vector<std::string>& places) {
    clauses->push_back({.authorisation = id,
                        .regime = authorisation.application.regime,
                        .clause = std::move(clause),
                        .draft = !approved,
                        .places = Sorted(places)});
  };
  if (!scope.places.empty()) add("scope", scope.places);
  for (const Condition& condition : authorisation.terms.conditions) {
    if (condition.places.empty()) continue;
    add(condition.condition, condition.places);
    clauses->back().text = condition.text;
    clauses->back().cite = condition.cite;
    clauses->back().draft = condition.draft;
  }
}

std::vector<std::string> Common(const std::vector<PlaceClause>& clauses) {
  if (clauses.empty()) return {};
  std::vector<std::string> common = clauses.front().places;
  for (const PlaceClause& clause : clauses) {
    std::vector<std::string> next;
    std::ranges::set_intersection(common, clause.places, std::back_inserter(next));
    common = std::move(next);
  }
  return common;
}

// Two that exclude each other; else what is left when no clause can be spared.
std::vector<PlaceClause> Conflict(const std::vector<PlaceClause>& clauses) {
  for (std::size_t i = 0; i < clauses.size(); ++i) {
    for (std::size_t j = i + 1; j < clauses.size(); ++j) {
      std::vector<PlaceClause> two = {clauses[i], clauses[j]};
      if (Common(two).empty()) return two;
    }
  }
  std::vector<PlaceClause> needed = clauses;
  for (std::size_t i = needed.size(); i-- > 0;) {
    std::vector<PlaceClause> without = needed;
    without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
    if (Common(without).empty()) needed = std::move(without);
  }
  return needed;
}

}  // namespace

std::string PlaceClause::Called() const {
  if (clause == "scope") return fmt::format("the scope of '{}'", authorisation);
  return fmt::format("condition '{}' of '{}'", clause, authorisation);
}

CommonPlaces PlacesOf(std::span<const Authorisation* const> authorisations) {
  CommonPlaces result;
  for (const Authorisation* one : authorisations) AddClauses(*one, &result.clauses);
  result.any = result.clauses.empty();
  result.places = Common(result.clauses);
  if (result.Deadlock()) result.conflict = Conflict(result.clauses);
  return result;
}

}  // namespace licet
