// Moves a number of a provision: a line of its condition or of what it asks for, a
// rate, a term of days.

#include <fmt/format.h>

#include <algorithm>

#include "lay_patch.h"
#include "licet/base/text.h"

namespace licet {

namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsWord(char c) {
  return IsDigit(c) || c == '_' || c == '.' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Numbers of a comparison, as [begin, end) of the whole text.
std::vector<std::pair<std::size_t, std::size_t>> NumbersIn(std::string_view text,
                                                           const Node& node) {
  std::vector<std::pair<std::size_t, std::size_t>> found;
  const auto end = static_cast<std::size_t>(node.end);
  for (auto i = static_cast<std::size_t>(node.begin); i < end; ++i) {
    if (!IsDigit(text[i]) || (i > 0 && IsWord(text[i - 1]))) continue;
    const std::size_t begin = i;
    while (i < end && (IsDigit(text[i]) || text[i] == '.')) ++i;
    found.emplace_back(begin, i);
  }
  return found;
}

std::vector<std::string> FactsOf(const Node& node, const Schema& schema) {
  std::vector<std::string> names;
  const auto add = [&](FactRef ref) {
    if (ref.fact < 0) return;
    const auto number = static_cast<std::size_t>(ref.fact);
    names.push_back(ref.of_party ? schema.party_fields()[number].name
                                 : schema.facts()[number].name);
  };
  for (const Term& term : node.terms) add(term.ref);
  add(node.ref);
  return names;
}

}  // namespace

Status PatchLayer::Move(const At& at) {
  const Yaml& body = at.change.body;
  LICET_RETURN_IF_ERROR(body.ExpectMap({"provision", "from", "to", "of"}));
  LICET_ASSIGN_OR_RETURN(const Yaml* subject, body.Require("provision"));
  LICET_ASSIGN_OR_RETURN(const std::vector<std::string> ids, subject->Words());
  for (const std::string& id : ids) LICET_RETURN_IF_ERROR(MoveIn(at, *subject, id));
  return {};
}

Status PatchLayer::MoveIn(const At& at, const Yaml& subject, const std::string& id) {
  const Yaml& body = at.change.body;
  LICET_ASSIGN_OR_RETURN(const Yaml* from, body.Require("from"));
  LICET_ASSIGN_OR_RETURN(const Decimal old, from->AsDecimal());
  LICET_ASSIGN_OR_RETURN(const Yaml* to, body.Require("to"));
  LICET_ASSIGN_OR_RETURN(const Decimal fresh, to->AsDecimal());
  if (old == fresh) return to->Bad(ErrorCode::kInvalidArgument, "this moves nothing");
  LICET_ASSIGN_OR_RETURN(const std::size_t base, BaseOf(at, subject, id));
  const Yaml& node = *provisions_[base].node;
  LICET_ASSIGN_OR_RETURN(const std::vector<Spot> all, SpotsOf(node));
  LICET_ASSIGN_OR_RETURN(const Spot spot, SpotOf(at, id, all, old));

  const Yaml* gives = node.Find("gives");
  const Yaml& text = *(spot.field == "when" ? node.Find("when") : gives->Find(spot.field));
  std::string moved = text.text();
  moved.replace(spot.begin, spot.end - spot.begin, to->text());
  LawChange change = ChangeOf(at, LawChangeKind::kMoved, id);
  change.fields.push_back({spot.field, text.text(), moved});
  Yaml value = Yaml::Of(moved, to->place());
  std::vector<Yaml::Entry> fields;
  if (spot.field == "when") {
    fields.push_back({"when", to->place(), std::move(value)});
  } else {
    fields.push_back({"gives", to->place(), gives->With(spot.field, std::move(value))});
  }
  LICET_RETURN_IF_ERROR(Succeed(at, base, fields, std::move(change)));
  moved_.push_back({changes_.size() - 1, spot, at.change.day});
  return {};
}

// A line often stands in several provisions. Where it is moved in one only, its
// author hears of the others.
void PatchLayer::NoteWhatStays() {
  std::set<std::pair<std::string, Date>> told;
  for (const Moved& moved : moved_) {
    if (moved.spot.field == "rate" || moved.spot.field == "days") continue;
    const std::string what =
        fmt::format("{} of {}", moved.spot.number.ToString(), Join(moved.spot.facts, " + "));
    const std::vector<std::string> others = AlsoIn(moved);
    if (others.empty() || !told.insert({what, moved.day}).second) continue;
    std::string& note = changes_[moved.change].note;
    note += fmt::format("{}{} stays in {}", note.empty() ? "" : "; ", what, Join(others, ", "));
  }
}

std::vector<std::string> PatchLayer::AlsoIn(const Moved& moved) const {
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < provisions_.size(); ++i) {
    const std::string id = IdOf(i);
    const auto ends = DateOf(i, "ends", Date::Max());
    const auto ended = ended_.find(RootOf(id));
    const bool gone = heirs_.contains(id) || !ends || !(moved.day < *ends) ||
                      (ended != ended_.end() && !(moved.day < ended->second.first));
    if (gone) continue;
    const auto spots = SpotsOf(*provisions_[i].node);
    if (!spots) continue;  // the pack's own reader says what is wrong with it
    for (const Spot& spot : *spots) {
      if (spot.number != moved.spot.number || spot.facts != moved.spot.facts) continue;
      ids.push_back(id);
      break;
    }
  }
  return ids;
}

// The one place that holds the number.
Result<PatchLayer::Spot> PatchLayer::SpotOf(const At& at, const std::string& id,
                                            const std::vector<Spot>& all, Decimal number) const {
  const Yaml& body = at.change.body;
  const Yaml* of = body.Find("of");
  const Yaml& from = *body.Find("from");
  std::vector<Spot> fit;
  std::vector<std::string> known;
  std::vector<std::string> facts;
  for (const Spot& spot : all) {
    known.push_back(fmt::format("{} ({})", spot.number.ToString(), Join(spot.facts, " + ")));
    facts.insert(facts.end(), spot.facts.begin(), spot.facts.end());
    const bool asked =
        of == nullptr || std::ranges::find(spot.facts, of->text()) != spot.facts.end();
    if (asked && spot.number == number) fit.push_back(spot);
  }
  if (fit.size() == 1) return fit[0];
  if (of != nullptr && std::ranges::find(facts, of->text()) == facts.end()) {
    return of->Bad(ErrorCode::kUnknownName, fmt::format("{} compares no {} with a number{}", id,
                                                        of->text(), DidYouMean(of->text(), facts)));
  }
  if (fit.empty()) {
    const std::string has = known.empty() ? "no number" : Join(known, ", ");
    return from.Bad(ErrorCode::kInvalidArgument,
                    fmt::format("{} holds no {}; it has {}", id, number.ToString(), has));
  }
  std::vector<std::string> shown;
  for (const Spot& spot : fit) shown.push_back(spot.shown);
  return from.Bad(ErrorCode::kInvalidArgument,
                  fmt::format("{} holds {} {} times ({}); {}", id, number.ToString(), fit.size(),
                              Join(shown, "; "),
                              of == nullptr ? "say which with 'of: FACT', or replace the condition"
                                            : "replace the whole condition instead"));
}

Result<std::vector<PatchLayer::Spot>> PatchLayer::SpotsOf(const Yaml& provision) const {
  std::vector<Spot> spots;
  LICET_ASSIGN_OR_RETURN(const Yaml* when, provision.Require("when"));
  LICET_RETURN_IF_ERROR(SpotsIn(*when, "when", &spots));
  const Yaml* gives = provision.Find("gives");
  if (gives == nullptr) return spots;
  if (const Yaml* test = gives->Find("test")) {
    LICET_RETURN_IF_ERROR(SpotsIn(*test, "test", &spots));
  }
  for (const char* field : {"rate", "days"}) {
    const Yaml* amount = gives->Find(field);
    if (amount == nullptr) continue;
    LICET_ASSIGN_OR_RETURN(const Decimal number, amount->AsDecimal());
    spots.push_back({field,
                     number,
                     fmt::format("{}: {}", field, amount->text()),
                     {field},
                     0,
                     amount->text().size()});
  }
  return spots;
}

Status PatchLayer::SpotsIn(const Yaml& text, const std::string& field,
                           std::vector<Spot>* out) const {
  LICET_ASSIGN_OR_RETURN(const Expression condition, ReadCondition(names_, text));
  std::set<std::size_t> seen;  // one comparison may have become two nodes
  for (const Node& node : condition.nodes()) {
    if (node.op != Op::kCompare && node.op != Op::kCompareRatio) continue;
    for (const auto& [begin, end] : NumbersIn(text.text(), node)) {
      if (!seen.insert(begin).second) continue;
      LICET_ASSIGN_OR_RETURN(const Decimal number,
                             Decimal::Parse(text.text().substr(begin, end - begin)));
      out->push_back({field, number, std::string(condition.TextOf(node)),
                      FactsOf(node, names_.schema), begin, end});
    }
  }
  return {};
}

}  // namespace licet
