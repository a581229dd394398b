#include "lay_patch.h"

#include <fmt/format.h>

#include <algorithm>

#include "licet/base/text.h"

namespace licet {

namespace {

// The members of a list; a single word counts as a list of one.
std::vector<const Yaml*> WordNodes(const Yaml& node) {
  if (node.kind() != Yaml::Kind::kList) return {&node};
  std::vector<const Yaml*> nodes;
  for (const Yaml& one : node.list()) nodes.push_back(&one);
  return nodes;
}

const Yaml* FieldOf(const std::vector<Yaml::Entry>& fields, std::string_view key) {
  for (const Yaml::Entry& entry : fields) {
    if (entry.key == key) return &entry.value;
  }
  return nullptr;
}

Yaml CiteNode(const Cite& cite, const std::string& ref, const Place& place) {
  Yaml node = Yaml().At(place).With("ref", Yaml::Of(ref, place));
  if (!cite.doc.empty()) node = node.With("doc", Yaml::Of(cite.doc, place));
  if (!cite.url.empty()) node = node.With("url", Yaml::Of(cite.url, place));
  return node;
}

std::string ShownField(const Yaml& node, std::string_view key) {
  const Yaml* field = node.Find(key);
  return field == nullptr ? "" : field->Shown();
}

}  // namespace

// ---- what is new

Status PatchLayer::Add(const Overlay& overlay) {
  for (const PatchChange& change : overlay.patch()->changes()) {
    if (change.kind != PatchKind::kAdd) continue;
    LICET_RETURN_IF_ERROR(change.body.ExpectMap({"provisions", "sets"}));
    if (change.body.map().empty()) {
      return change.body.Bad(ErrorCode::kParse, "this adds nothing; give 'provisions' or 'sets'");
    }
    LICET_RETURN_IF_ERROR(AddParts({overlay, change}, "sets", &sets_));
    LICET_RETURN_IF_ERROR(AddParts({overlay, change}, "provisions", &provisions_));
  }
  return {};
}

Status PatchLayer::AddParts(const At& at, const std::string& key, std::vector<Written>* all) {
  const Yaml* parts = at.change.body.Find(key);
  if (parts == nullptr) return {};
  LICET_RETURN_IF_ERROR(parts->ExpectList());
  const bool sets = key == "sets";
  for (const Yaml& part : parts->list()) {
    LICET_ASSIGN_OR_RETURN(const Yaml* node, sets ? DatedMembers(at, part) : Dated(at, part));
    all->push_back({node, &at.overlay});
    LawChange change = ChangeOf(at, LawChangeKind::kAdded, ShownField(*node, sets ? "set" : "id"));
    if (const Yaml* cite = node->Find("cite")) {
      LICET_ASSIGN_OR_RETURN(change.cite, ReadCite(*cite));
    }
    if (sets) {
      change.fields.push_back({"members", "", ShownField(part, "members")});
    } else {
      LICET_ASSIGN_OR_RETURN(change.day, node->Find("effective")->AsDate());
      LICET_ASSIGN_OR_RETURN(change.announced, node->Find("announced")->AsDate());
      for (const char* field : {"stage", "when", "gives", "unless", "defeats"}) {
        const std::string shown = ShownField(*node, field);
        if (!shown.empty()) change.fields.push_back({field, "", shown});
      }
    }
    changes_.push_back(std::move(change));
  }
  return {};
}

// Days that it does not give are the change's own; none may be earlier.
Result<Yaml> PatchLayer::DatedNode(const At& at, Yaml node, const std::string& from) {
  if (node.kind() != Yaml::Kind::kMap) {
    return node.Bad(ErrorCode::kParse, "expected a map, as a pack has it");
  }
  const std::pair<std::string, Date> days[] = {{"announced", at.patch().announced()},
                                               {from, at.change.day}};
  for (const auto& [key, first] : days) {
    const Yaml* given = node.Find(key);
    if (given == nullptr) {
      node = node.With(key, Yaml::Of(first.ToString(), node.place()));
      continue;
    }
    LICET_ASSIGN_OR_RETURN(const Date day, given->AsDate());
    if (!(day < first)) continue;
    return given->Bad(ErrorCode::kInvalidArgument,
                      fmt::format("'{}' {} lies before that of the patch, {}; it may only be later",
                                  key, day.ToString(), first.ToString()));
  }
  return node;
}

Result<const Yaml*> PatchLayer::Dated(const At& at, const Yaml& node) {
  LICET_ASSIGN_OR_RETURN(Yaml dated, DatedNode(at, node, "effective"));
  if (dated.Find("cite") == nullptr) {
    dated = dated.With("cite", CiteNode(at.change.cite, at.change.cite.ref, node.place()));
  }
  return Keep(std::move(dated));
}

Result<const Yaml*> PatchLayer::DatedMembers(const At& at, const Yaml& set) {
  Yaml dated = set;
  for (const char* key : {"members", "except"}) {
    const Yaml* members = set.Find(key);
    if (members == nullptr) continue;
    LICET_RETURN_IF_ERROR(members->ExpectList());
    std::vector<Yaml> all;
    for (const Yaml& member : members->list()) {
      LICET_ASSIGN_OR_RETURN(Yaml one, DatedNode(at, member, "from"));
      all.push_back(std::move(one));
    }
    dated = dated.With(key, Yaml::Of(std::move(all), members->place()));
  }
  return Keep(std::move(dated));
}

// ---- what changes

Status PatchLayer::Change(const Overlay& overlay) {
  moved_.clear();
  for (const PatchChange& change : overlay.patch()->changes()) {
    const At at{overlay, change};
    switch (change.kind) {
      case PatchKind::kEnd:
        LICET_RETURN_IF_ERROR(End(at));
        break;
      case PatchKind::kReplace:
        LICET_RETURN_IF_ERROR(Replace(at));
        break;
      case PatchKind::kMove:
        LICET_RETURN_IF_ERROR(Move(at));
        break;
      case PatchKind::kMembers:
        LICET_RETURN_IF_ERROR(Members(at));
        break;
      case PatchKind::kAdd:
        break;
    }
  }
  NoteWhatStays();
  return {};
}

Status PatchLayer::End(const At& at) {
  LICET_RETURN_IF_ERROR(at.change.body.Words());
  for (const Yaml* node : WordNodes(at.change.body)) {
    const std::string& id = node->text();
    LICET_ASSIGN_OR_RETURN(const std::size_t named, NumberOf(*node, id));
    const std::vector<std::string> family = Family(RootOf(id));
    LICET_ASSIGN_OR_RETURN(const std::size_t last, NumberOf(*node, family.back()));
    LICET_RETURN_IF_ERROR(CheckAlive(at, *node, last));
    ended_[RootOf(id)] = {at.change.day, at.overlay.name()};
    LawChange change = ChangeOf(at, LawChangeKind::kEnds, IdOf(named));
    change.fields.push_back({"when", ShownField(*provisions_[last].node, "when"), ""});
    changes_.push_back(std::move(change));
    SetAside(at, id, family, at.patch().announced());
  }
  return {};
}

Status PatchLayer::Replace(const At& at) {
  LICET_ASSIGN_OR_RETURN(const std::string id, at.change.body.Text());
  LICET_ASSIGN_OR_RETURN(const std::size_t base, BaseOf(at, at.change.body, id));
  LICET_RETURN_IF_ERROR(
      at.change.with.ExpectMap({"when", "unless", "gives", "cite", "confidence", "compliance",
                                "ends", "ends_announced", "reading", "note"}));
  LawChange change = ChangeOf(at, LawChangeKind::kReplaced, IdOf(base));
  for (const Yaml::Entry& entry : at.change.with.map()) {
    change.fields.push_back(
        {entry.key, ShownField(*provisions_[base].node, entry.key), entry.value.Shown()});
  }
  if (change.fields.empty()) {
    return at.change.with.Bad(ErrorCode::kParse, "'with' says nothing new; name the fields");
  }
  return Succeed(at, base, at.change.with.map(), std::move(change));
}

Status PatchLayer::Members(const At& at) {
  const Yaml& body = at.change.body;
  LICET_RETURN_IF_ERROR(body.ExpectMap({"set", "add", "end"}));
  LICET_ASSIGN_OR_RETURN(const Yaml* set, body.Require("set"));
  LICET_ASSIGN_OR_RETURN(const std::string name, set->Text());
  if (body.Find("add") == nullptr && body.Find("end") == nullptr) {
    return body.Bad(ErrorCode::kParse, "say who joins ('add') or leaves ('end') the set");
  }
  for (const bool joins : {true, false}) {
    const Yaml* words = body.Find(joins ? "add" : "end");
    if (words == nullptr) continue;
    LICET_RETURN_IF_ERROR(words->Words());
    LawChange change = ChangeOf(at, joins ? LawChangeKind::kJoins : LawChangeKind::kLeaves, name);
    change.fields.push_back({"members", joins ? "" : words->Shown(), joins ? words->Shown() : ""});
    edits_.push_back({set, words, joins, at.change.day, at.patch().announced(),
                      static_cast<int>(changes_.size())});
    changes_.push_back(std::move(change));
  }
  return {};
}

// ---- who stands for what

Result<std::size_t> PatchLayer::NumberOf(const Yaml& node, const std::string& id) const {
  std::vector<std::string> known;
  for (std::size_t i = 0; i < provisions_.size(); ++i) {
    known.push_back(IdOf(i));
    if (known.back() == id) return i;
  }
  return node.Bad(ErrorCode::kUnknownName,
                  fmt::format("no provision is called {}{}", Quoted(id), DidYouMean(id, known)));
}

std::string PatchLayer::IdOf(std::size_t provision) const {
  const Yaml* id = provisions_[provision].node->Find("id");
  return id == nullptr ? "" : id->text();
}

std::string PatchLayer::RootOf(std::string id) const {
  for (bool found = true; found;) {
    found = false;
    for (const auto& [base, heirs] : heirs_) {
      if (std::ranges::find(heirs, id) == heirs.end()) continue;
      id = base;
      found = true;
      break;
    }
  }
  return id;
}

std::vector<std::string> PatchLayer::Family(const std::string& id) const {
  std::vector<std::string> family = {id};
  for (std::size_t i = 0; i < family.size(); ++i) {
    const auto heirs = heirs_.find(family[i]);
    if (heirs == heirs_.end()) continue;
    family.insert(family.end(), heirs->second.begin(), heirs->second.end());
  }
  return family;
}

std::string PatchLayer::FreeId(const std::string& wanted) const {
  std::string id = wanted;
  const auto taken = [&] {
    for (std::size_t i = 0; i < provisions_.size(); ++i) {
      if (IdOf(i) == id) return true;
    }
    return false;
  };
  for (int number = 2; taken(); ++number) id = fmt::format("{}.{}", wanted, number);
  return id;
}

Result<Date> PatchLayer::DateOf(std::size_t provision, const std::string& key,
                                Date fallback) const {
  return Optional<Date>(*provisions_[provision].node, key, fallback, ReadDate);
}

// The words that a successor is made of were not known before they were announced.
Result<Date> PatchLayer::KnownFrom(const At& at, std::size_t base) const {
  LICET_ASSIGN_OR_RETURN(const Date announced, DateOf(base, "announced", Date::Min()));
  return std::max(announced, at.patch().announced());
}

Status PatchLayer::CheckAlive(const At& at, const Yaml& node, std::size_t base) {
  LICET_ASSIGN_OR_RETURN(const Date ends, DateOf(base, "ends", Date::Max()));
  const std::string day = at.change.day.ToString();
  if (!(at.change.day < ends)) {
    return node.Bad(ErrorCode::kInvalidArgument,
                    fmt::format("{} ended on {}; nothing of it is left to change on {}", IdOf(base),
                                ends.ToString(), day));
  }
  const auto ended = ended_.find(RootOf(IdOf(base)));
  if (ended == ended_.end()) return {};
  return node.Bad(
      ErrorCode::kInvalidArgument,
      fmt::format("{} ends on {} by the patch {} already; nothing of it is left to "
                  "change on {}",
                  IdOf(base), ended->second.first.ToString(), ended->second.second, day));
}

Result<std::size_t> PatchLayer::BaseOf(const At& at, const Yaml& node, const std::string& id) {
  LICET_RETURN_IF_ERROR(NumberOf(node, id));
  LICET_ASSIGN_OR_RETURN(const std::size_t base, NumberOf(node, Family(RootOf(id)).back()));
  LICET_RETURN_IF_ERROR(CheckAlive(at, node, base));
  LICET_ASSIGN_OR_RETURN(const Date begins, DateOf(base, "effective", Date::Min()));
  if (provisions_[base].succeeds.empty() || !(at.change.day < begins)) return base;
  return node.Bad(ErrorCode::kInvalidArgument,
                  fmt::format("{} is changed on {} by the patch {} already; write changes in the "
                              "order of their days",
                              RootOf(id), begins.ToString(), provisions_[base].overlay->name()));
}

// ---- what takes a provision's place

Status PatchLayer::Succeed(const At& at, std::size_t base, const std::vector<Yaml::Entry>& fields,
                           LawChange change) {
  const std::string old = IdOf(base);
  LICET_ASSIGN_OR_RETURN(const Date begins, DateOf(base, "effective", Date::Min()));
  LICET_ASSIGN_OR_RETURN(const Date known, KnownFrom(at, base));
  // Two changes of one patch on one day make one successor.
  const bool same = !provisions_[base].succeeds.empty() &&
                    provisions_[base].overlay == &at.overlay && begins == at.change.day;
  const std::string id = same ? old : FreeId(at.overlay.name() + "." + RootOf(old));
  LICET_ASSIGN_OR_RETURN(Yaml node, SuccessorNode(at, base, id, fields));
  change.subject = same ? provisions_[base].succeeds : old;
  change.successor = id;
  changes_.push_back(std::move(change));
  if (same) {
    provisions_[base].node = Keep(std::move(node));
    return {};
  }
  const std::vector<std::string> family = Family(RootOf(old));
  // Right behind the old one: that is its place in the order of hits.
  provisions_.insert(provisions_.begin() + static_cast<std::ptrdiff_t>(base) + 1,
                     {Keep(std::move(node)), &at.overlay, old});
  heirs_[old].push_back(id);
  SetAside(at, old, family, known);
  return {};
}

Result<Yaml> PatchLayer::SuccessorNode(const At& at, std::size_t base, const std::string& id,
                                       const std::vector<Yaml::Entry>& fields) const {
  const Place& place = at.change.place;
  const auto word = [&](const std::string& text) { return Yaml::Of(text, place); };
  const bool renewed = id == IdOf(base);
  LICET_ASSIGN_OR_RETURN(const Date old_begins, DateOf(base, "effective", Date::Min()));
  LICET_ASSIGN_OR_RETURN(const Date compliance, DateOf(base, "compliance", Date::Min()));
  LICET_ASSIGN_OR_RETURN(const Date known, KnownFrom(at, base));
  const Date begins = std::max(old_begins, at.change.day);
  Yaml node = provisions_[base].node->Without("lint").At(place);
  if (!renewed) {
    LICET_ASSIGN_OR_RETURN(const Yaml* cite, node.Require("cite"));
    LICET_ASSIGN_OR_RETURN(const Cite old, ReadCite(*cite));
    // A planned end stays as known as it was.
    if (node.Find("ends") != nullptr && node.Find("ends_announced") == nullptr) {
      node = node.With("ends_announced", word(ShownField(node, "announced")));
    }
    node =
        node.Without("note")
            .With("id", word(id))
            .With("cite",
                  CiteNode(at.change.cite,
                           fmt::format("{}, as changed by {}", old.ref, at.change.cite.ref), place))
            .With("announced", word(known.ToString()))
            .With("effective", word(begins.ToString()));
    if (!(begins < compliance)) node = node.Without("compliance");
  }
  if (!at.change.note.empty()) node = node.With("note", word(at.change.note));
  if (FieldOf(fields, "ends") != nullptr) node = node.Without("ends_announced");
  for (const Yaml::Entry& entry : fields) node = node.With(entry.key, entry.value);
  return node;
}

// A provision of the patch that gives nothing and holds always: what it defeats
// does not fire from its day on. One for all of a family, which is of one stage.
void PatchLayer::SetAside(const At& at, const std::string& id, const std::vector<std::string>& ends,
                          Date known) {
  const Place& place = at.change.place;
  const auto word = [&](const std::string& text) { return Yaml::Of(text, place); };
  const std::string wanted = at.overlay.name() + ".end." + RootOf(id);
  const std::string note =
      at.change.note.empty() ? fmt::format("{} holds no longer", id) : at.change.note;
  std::string stage;
  for (std::size_t i = 0; i < provisions_.size(); ++i) {
    if (IdOf(i) == id) stage = ShownField(*provisions_[i].node, "stage");
  }
  Yaml node = Yaml()
                  .At(place)
                  .With("id", word(FreeId(wanted)))
                  .With("stage", word(stage))
                  .With("cite", CiteNode(at.change.cite, at.change.cite.ref, place))
                  .With("announced", word(known.ToString()))
                  .With("effective", word(at.change.day.ToString()))
                  .With("confidence", word("primary"))
                  .With("when", word("true"))
                  .With("note", word(note));
  provisions_.push_back({Keep(std::move(node)), &at.overlay, "", ends});
}

LawChange PatchLayer::ChangeOf(const At& at, LawChangeKind kind, std::string subject) const {
  LawChange change;
  change.kind = kind;
  change.patch = at.overlay.name();
  change.subject = std::move(subject);
  change.announced = at.patch().announced();
  change.day = at.change.day;
  change.cite = at.change.cite;
  change.note = at.change.note;
  return change;
}

const Yaml* PatchLayer::Keep(Yaml node) {
  made_.push_back(std::move(node));
  return &made_.back();
}

}  // namespace licet
