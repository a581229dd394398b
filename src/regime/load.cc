// Reads a pack's YAML files. Two passes: first all names (sets, provisions), so
// that conditions and defeaters may point forward; then what they say.

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>

#include "licet/base/text.h"
#include "licet/base/yaml.h"
#include "licet/regime/pack.h"

namespace licet {

namespace {

Result<std::string> ReadText(const Yaml& node) { return node.Text(); }
Result<Date> ReadDate(const Yaml& node) { return node.AsDate(); }

// A word that must be one of `allowed`; gives its position.
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

// announced / from|effective / compliance / to|ends / reading, checked for order.
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

class Loader {
 public:
  explicit Loader(const Schema& schema) : schema_(schema) {}

  Result<Pack> Run(const std::map<std::string, std::string>& files) {
    for (const auto& [name, text] : files) {
      LICET_ASSIGN_OR_RETURN(Yaml document, Yaml::Parse(text, name));
      documents_.push_back(std::move(document));
    }
    LICET_RETURN_IF_ERROR(FindHeader());
    LICET_RETURN_IF_ERROR(CollectNames());
    LICET_RETURN_IF_ERROR(ReadHeader());
    LICET_RETURN_IF_ERROR(ReadSets());
    LICET_RETURN_IF_ERROR(ReadProvisions());
    LICET_RETURN_IF_ERROR(CheckSetCycles());
    LICET_RETURN_IF_ERROR(CheckDefeaterCycles());
    return std::move(pack_);
  }

 private:
  Status FindHeader() {
    for (const Yaml& document : documents_) {
      if (document.Find("regime") != nullptr) {
        if (header_ != nullptr) {
          return document.Bad(ErrorCode::kDuplicate, "a second file with 'regime:'; keep one");
        }
        header_ = &document;
      }
    }
    if (header_ == nullptr) {
      return Fail(ErrorCode::kParse, "no file of the pack says 'regime:'; pack.yaml should",
                  {documents_.empty() ? "" : documents_[0].place().file, 0, 0});
    }
    return {};
  }

  Status CollectNames() {
    for (const Yaml& document : documents_) {
      if (&document != header_) {
        LICET_RETURN_IF_ERROR(document.ExpectMap({"provisions", "sets"}));
      }
      if (const Yaml* sets = document.Find("sets")) {
        LICET_RETURN_IF_ERROR(sets->ExpectList());
        for (const Yaml& node : sets->list()) set_nodes_.push_back(&node);
      }
      if (const Yaml* provisions = document.Find("provisions")) {
        LICET_RETURN_IF_ERROR(provisions->ExpectList());
        for (const Yaml& node : provisions->list()) provision_nodes_.push_back(&node);
      }
    }
    for (const Yaml* node : set_nodes_) {
      LICET_RETURN_IF_ERROR(node->ExpectMap({"set", "of", "cite", "members", "except", "note"}));
      LICET_ASSIGN_OR_RETURN(const Yaml* name, node->Require("set"));
      LICET_ASSIGN_OR_RETURN(std::string text, name->Text());
      const int number = static_cast<int>(sets_.numbers.size());
      if (!sets_.numbers.emplace(text, number).second) {
        return name->Bad(ErrorCode::kDuplicate,
                         fmt::format("two sets are called {}; rename one", Quoted(text)));
      }
    }
    constexpr std::size_t kProvisionsMax = 10'000;  // also bounds the search for circles
    if (provision_nodes_.size() > kProvisionsMax || set_nodes_.size() > kProvisionsMax) {
      return header_->Bad(ErrorCode::kLimit, "more than 10,000 provisions or sets; split the pack");
    }
    return SortProvisions();
  }

  // By stage, keeping the order of the files: that is the order of hits.
  Status SortProvisions() {
    std::vector<std::pair<int, const Yaml*>> staged;
    for (const Yaml* node : provision_nodes_) {
      if (node->kind() != Yaml::Kind::kMap) {
        return node->Bad(ErrorCode::kParse, "expected a provision, a map with 'id', 'stage' ...");
      }
      LICET_ASSIGN_OR_RETURN(const Yaml* stage, node->Require("stage"));
      LICET_ASSIGN_OR_RETURN(int number, ReadChoice(*stage, StageNames()));
      staged.emplace_back(number, node);
    }
    std::stable_sort(staged.begin(), staged.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (std::size_t i = 0; i < staged.size(); ++i) {
      provision_nodes_[i] = staged[i].second;
      LICET_ASSIGN_OR_RETURN(const Yaml* id, staged[i].second->Require("id"));
      LICET_ASSIGN_OR_RETURN(std::string text, id->Text());
      auto [first, added] = ids_.emplace(text, static_cast<int>(i));
      if (!added) {
        const Place& other = provision_nodes_[static_cast<std::size_t>(first->second)]->place();
        return id->Bad(ErrorCode::kDuplicate,
                       fmt::format("the id {} is taken already ({}:{}); rename one", Quoted(text),
                                   other.file, other.line));
      }
    }
    return {};
  }

  Status ReadHeader() {
    LICET_RETURN_IF_ERROR(
        header_->ExpectMap({"regime", "title", "authority", "gate", "covers", "applies",
                            "default_code", "authorisation", "stages", "provisions", "sets"}));
    LICET_ASSIGN_OR_RETURN(pack_.regime, header_->Find("regime")->Text());
    LICET_ASSIGN_OR_RETURN(const Yaml* title, header_->Require("title"));
    LICET_ASSIGN_OR_RETURN(pack_.title, title->Text());
    LICET_ASSIGN_OR_RETURN(pack_.authority,
                           Optional<std::string>(*header_, "authority", "", ReadText));
    LICET_ASSIGN_OR_RETURN(const Yaml* gate, header_->Require("gate"));
    LICET_ASSIGN_OR_RETURN(int side, ReadChoice(*gate, {"export", "import"}));
    pack_.gate = side == 0 ? "export" : "import";
    LICET_ASSIGN_OR_RETURN(pack_.default_code,
                           Optional<std::string>(*header_, "default_code", "", ReadText));
    LICET_ASSIGN_OR_RETURN(pack_.covers, Optional<Date>(*header_, "covers", Date::Min(), ReadDate));
    if (const Yaml* applies = header_->Find("applies")) {
      LICET_ASSIGN_OR_RETURN(pack_.applies, Condition(*applies));
      LICET_RETURN_IF_ERROR(
          CheckStageOrder(pack_.applies, 0, "'applies' is asked before all stages", *applies));
    }
    if (const Yaml* authorisation = header_->Find("authorisation")) {
      LICET_RETURN_IF_ERROR(ReadAuthorisation(*authorisation));
    }
    if (const Yaml* stages = header_->Find("stages")) return ReadStages(*stages);
    return {};
  }

  Status ReadAuthorisation(const Yaml& node) {
    LICET_RETURN_IF_ERROR(node.ExpectMap({"evidence", "called", "apply"}));
    LICET_ASSIGN_OR_RETURN(const Yaml* evidence, node.Require("evidence"));
    pack_.authorisation = schema_.Find(evidence->text());
    if (pack_.authorisation < 0 ||
        schema_.facts()[static_cast<std::size_t>(pack_.authorisation)].type != FactType::kSymbol) {
      return evidence->Bad(
          ErrorCode::kUnknownName,
          fmt::format("{} is not a symbol fact of the schema{}", Quoted(evidence->text()),
                      DidYouMean(evidence->text(), schema_.FactNames())));
    }
    LICET_ASSIGN_OR_RETURN(const Yaml* called, node.Require("called"));
    LICET_ASSIGN_OR_RETURN(pack_.authorisation_called, called->Text());
    LICET_ASSIGN_OR_RETURN(const Yaml* apply, node.Require("apply"));
    LICET_ASSIGN_OR_RETURN(pack_.authorisation_apply, apply->Text());
    return {};
  }

  Status ReadStages(const Yaml& node) {
    LICET_RETURN_IF_ERROR(node.ExpectMap(StageNames()));
    for (const Yaml::Entry& entry : node.map()) {
      const auto names = StageNames();
      const auto stage = static_cast<std::size_t>(std::find(names.begin(), names.end(), entry.key) -
                                                  names.begin());
      LICET_RETURN_IF_ERROR(entry.value.ExpectMap({"hit", "order"}));
      LICET_ASSIGN_OR_RETURN(const Yaml* hit, entry.value.Require("hit"));
      LICET_ASSIGN_OR_RETURN(int policy, ReadChoice(*hit, {"collect", "first", "priority"}));
      pack_.hit[stage] = static_cast<Hit>(policy);
      if (const Yaml* order = entry.value.Find("order")) {
        LICET_ASSIGN_OR_RETURN(pack_.order[stage], order->Words());
      }
      if (pack_.hit[stage] == Hit::kPriority && pack_.order[stage].empty()) {
        return entry.value.Bad(ErrorCode::kParse, "'hit: priority' needs an 'order'");
      }
    }
    return {};
  }

  Result<Expression> Condition(const Yaml& node) const {
    LICET_ASSIGN_OR_RETURN(std::string text, node.Text());
    Place place = node.place();
    // A quoted text starts one byte after its mark. In a folded one, where
    // columns would mislead, the place stays that of the mark.
    const bool one_line = node.verbatim() && text.find('\n') == std::string::npos;
    if (one_line && node.quoted()) place.column += 1;
    return Expression::Compile(text, schema_, sets_, place, one_line);
  }

  Status ReadSets() {
    pack_.sets.resize(set_nodes_.size());
    for (std::size_t i = 0; i < set_nodes_.size(); ++i) {
      const Yaml& node = *set_nodes_[i];
      NamedSet& set = pack_.sets[i];
      set.name = node.Find("set")->text();
      set.place = node.place();
      if (const Yaml* cite = node.Find("cite")) {
        LICET_ASSIGN_OR_RETURN(set.cite, ReadCite(*cite));
      }
      LICET_ASSIGN_OR_RETURN(const Yaml* of, node.Require("of"));
      LICET_ASSIGN_OR_RETURN(int kind, ReadChoice(*of, {"country", "entity", "item", "word"}));
      LICET_ASSIGN_OR_RETURN(const Yaml* members, node.Require("members"));
      LICET_RETURN_IF_ERROR(ReadMembers(*members, kind == 0, &set.members));
      if (const Yaml* except = node.Find("except")) {
        LICET_RETURN_IF_ERROR(ReadMembers(*except, kind == 0, &set.except));
      }
    }
    return {};
  }

  Status ReadMembers(const Yaml& node, bool countries, std::vector<SetMember>* out) const {
    LICET_RETURN_IF_ERROR(node.ExpectList());
    for (const Yaml& entry : node.list()) {
      LICET_RETURN_IF_ERROR(entry.ExpectMap(
          {"list", "set", "from", "to", "announced", "ends_announced", "reading", "note", "cite"}));
      SetMember member;
      LICET_ASSIGN_OR_RETURN(member.validity, ReadValidity(entry, "from", "to"));
      const Yaml* list = entry.Find("list");
      const Yaml* inner = entry.Find("set");
      if ((list == nullptr) == (inner == nullptr)) {
        return entry.Bad(ErrorCode::kParse, "a member is either a 'list' of words or a 'set'");
      }
      if (inner != nullptr) {
        LICET_ASSIGN_OR_RETURN(member.set, SetNumber(*inner));
      } else {
        LICET_ASSIGN_OR_RETURN(member.words, ReadWords(*list, countries));
      }
      out->push_back(std::move(member));
    }
    return {};
  }

  Result<int> SetNumber(const Yaml& node) const {
    LICET_ASSIGN_OR_RETURN(std::string name, node.Text());
    auto found = sets_.numbers.find(name);
    if (found != sets_.numbers.end()) return found->second;
    return node.Bad(ErrorCode::kUnknownName, fmt::format("no set is called {}{}", Quoted(name),
                                                         DidYouMean(name, sets_.Names())));
  }

  Result<std::vector<Symbol>> ReadWords(const Yaml& node, bool countries) const {
    LICET_ASSIGN_OR_RETURN(std::vector<std::string> words, node.Words());
    std::vector<Symbol> symbols;
    for (const std::string& word : words) {
      const auto& known = schema_.countries();
      if (countries && std::find(known.begin(), known.end(), word) == known.end()) {
        return node.Bad(ErrorCode::kUnknownName,
                        fmt::format("{} is not an ISO 3166-1 alpha-2 country code", Quoted(word)));
      }
      symbols.push_back(schema_.symbols().Intern(word));
    }
    return symbols;
  }

  Status ReadProvisions() {
    for (std::size_t i = 0; i < provision_nodes_.size(); ++i) {
      LICET_ASSIGN_OR_RETURN(Provision provision, ReadProvision(*provision_nodes_[i]));
      pack_.provisions.push_back(std::move(provision));
    }
    return {};
  }

  Result<Provision> ReadProvision(const Yaml& node) {
    LICET_RETURN_IF_ERROR(node.ExpectMap({"id", "stage", "cite", "announced", "effective",
                                          "compliance", "ends", "ends_announced", "reading",
                                          "confidence", "when", "unless", "gives", "note"}));
    Provision p;
    p.place = node.place();
    p.id = node.Find("id")->text();
    if (!p.id.starts_with(pack_.regime + ".")) {
      return node.Find("id")->Bad(
          ErrorCode::kInvalidArgument,
          fmt::format("an id of this regime starts with '{}.'", pack_.regime));
    }
    LICET_ASSIGN_OR_RETURN(int stage, ReadChoice(*node.Find("stage"), StageNames()));
    p.stage = static_cast<Stage>(stage);
    LICET_ASSIGN_OR_RETURN(const Yaml* cite, node.Require("cite"));
    LICET_ASSIGN_OR_RETURN(p.cite, ReadCite(*cite));
    LICET_RETURN_IF_ERROR(node.Require("announced"));
    LICET_RETURN_IF_ERROR(node.Require("effective"));
    LICET_ASSIGN_OR_RETURN(p.validity, ReadValidity(node, "effective", "ends"));
    LICET_ASSIGN_OR_RETURN(const Yaml* confidence, node.Require("confidence"));
    LICET_ASSIGN_OR_RETURN(
        int rank, ReadChoice(*confidence, {"unverified", "press", "secondary", "primary"}));
    p.confidence = static_cast<Confidence>(rank);
    LICET_ASSIGN_OR_RETURN(p.note, Optional<std::string>(node, "note", "", ReadText));
    LICET_ASSIGN_OR_RETURN(const Yaml* when, node.Require("when"));
    LICET_ASSIGN_OR_RETURN(p.when, Condition(*when));
    LICET_RETURN_IF_ERROR(CheckStageOrder(
        p.when, stage, fmt::format("this provision is of stage '{}'", ToString(p.stage)), *when));
    LICET_RETURN_IF_ERROR(ReadUnless(node, &p));
    if (const Yaml* gives = node.Find("gives")) {
      LICET_ASSIGN_OR_RETURN(Gives read, ReadGives(*gives, p.stage));
      p.gives = std::move(read);
    }
    return p;
  }

  // A condition may use only what earlier stages have found.
  Status CheckStageOrder(const Expression& condition, int stage, std::string_view asker,
                         const Yaml& node) const {
    for (FactRef ref : condition.FactsRead(schema_)) {
      if (ref.of_party) continue;
      const FactDecl& decl = schema_.facts()[static_cast<std::size_t>(ref.fact)];
      if (decl.stage.empty()) continue;
      const auto names = StageNames();
      const auto filled = std::find(names.begin(), names.end(), decl.stage) - names.begin();
      if (filled >= stage) {
        return node.Bad(ErrorCode::kType, fmt::format("{} is only known after the stage '{}'; {}",
                                                      decl.name, decl.stage, asker));
      }
    }
    return {};
  }

  Status ReadUnless(const Yaml& node, Provision* p) const {
    const Yaml* unless = node.Find("unless");
    if (unless == nullptr) return {};
    LICET_ASSIGN_OR_RETURN(std::vector<std::string> ids, unless->Words());
    for (const std::string& id : ids) {
      auto found = ids_.find(id);
      if (found == ids_.end()) {
        std::vector<std::string> known;
        for (const auto& [name, number] : ids_) known.push_back(name);
        return unless->Bad(ErrorCode::kUnknownName, fmt::format("no provision is called {}{}",
                                                                Quoted(id), DidYouMean(id, known)));
      }
      const Yaml& other = *provision_nodes_[static_cast<std::size_t>(found->second)];
      LICET_ASSIGN_OR_RETURN(int stage, ReadChoice(*other.Find("stage"), StageNames()));
      if (stage > static_cast<int>(p->stage)) {
        return unless->Bad(ErrorCode::kType,
                           fmt::format("{} is of a later stage and cannot defeat this one", id));
      }
      p->unless.push_back(found->second);
    }
    return {};
  }

  Result<Gives> ReadGives(const Yaml& node, Stage stage) const {
    static const std::vector<std::string> kKeys[kStageCount] = {
        {"code"},
        {"requirement"},
        {"restriction", "outcome", "bars"},
        {"exception"},
        {"review"},
        {"condition", "test", "duty", "for"},
        {"permit", "bar"},
        {"charge", "rate", "base"}};
    const auto& keys = kKeys[static_cast<std::size_t>(stage)];
    LICET_RETURN_IF_ERROR(node.ExpectMap(keys));
    Gives gives;
    if (stage != Stage::kPlace) {
      LICET_ASSIGN_OR_RETURN(const Yaml* name, node.Require(keys[0]));
      LICET_ASSIGN_OR_RETURN(gives.name, name->Text());
      gives.word = schema_.symbols().Intern(gives.name);
    }
    switch (stage) {
      case Stage::kRestrict:
        LICET_RETURN_IF_ERROR(ReadRestriction(node, &gives));
        break;
      case Stage::kCondition:
        LICET_RETURN_IF_ERROR(ReadConditionDuty(node, &gives));
        break;
      case Stage::kPlace:
        LICET_RETURN_IF_ERROR(ReadPlaces(node, &gives));
        break;
      case Stage::kCharge:
        LICET_RETURN_IF_ERROR(ReadCharge(node, &gives));
        break;
      default:
        break;
    }
    return gives;
  }

  static Status ReadRestriction(const Yaml& node, Gives* gives) {
    LICET_ASSIGN_OR_RETURN(const Yaml* outcome, node.Require("outcome"));
    LICET_ASSIGN_OR_RETURN(int which, ReadChoice(*outcome, {"prohibited", "licence-required"}));
    gives->prohibits = which == 0;
    if (const Yaml* bars = node.Find("bars")) {
      LICET_ASSIGN_OR_RETURN(int what, ReadChoice(*bars, {"exceptions"}));
      gives->bars_exceptions = what == 0;
    }
    return {};
  }

  Status ReadConditionDuty(const Yaml& node, Gives* gives) const {
    LICET_ASSIGN_OR_RETURN(const Yaml* test, node.Require("test"));
    LICET_ASSIGN_OR_RETURN(Expression expression, Condition(*test));
    gives->test = std::move(expression);
    LICET_ASSIGN_OR_RETURN(const Yaml* duty, node.Require("duty"));
    LICET_ASSIGN_OR_RETURN(gives->duty, duty->Text());
    LICET_ASSIGN_OR_RETURN(const Yaml* route, node.Require("for"));
    LICET_ASSIGN_OR_RETURN(std::vector<std::string> words, route->Words());
    if (words.size() != 1)
      return route->Bad(ErrorCode::kParse, "one route: licence or exception X");
    if (words[0] == "licence") return {};
    if (!words[0].starts_with("exception ")) {
      return route->Bad(ErrorCode::kParse, "write 'for: licence' or 'for: [exception NAME]'");
    }
    gives->for_exception = words[0].substr(10);
    return {};
  }

  Status ReadPlaces(const Yaml& node, Gives* gives) const {
    const Yaml* permit = node.Find("permit");
    const Yaml* bar = node.Find("bar");
    if ((permit == nullptr) == (bar == nullptr)) {
      return node.Bad(ErrorCode::kParse, "a place provision has either 'permit' or 'bar'");
    }
    gives->bars_places = bar != nullptr;
    const Yaml& places = permit != nullptr ? *permit : *bar;
    if (places.kind() == Yaml::Kind::kScalar && places.text().starts_with("group(")) {
      std::string name = places.text().substr(6);
      while (!name.empty() && (name.back() == ')' || name.back() == '"')) name.pop_back();
      if (!name.empty() && name.front() == '"') name.erase(0, 1);
      auto found = sets_.numbers.find(name);
      if (found == sets_.numbers.end()) {
        return places.Bad(
            ErrorCode::kUnknownName,
            fmt::format("no set is called {}{}", Quoted(name), DidYouMean(name, sets_.Names())));
      }
      gives->place_set = found->second;
      return {};
    }
    LICET_ASSIGN_OR_RETURN(gives->places, ReadWords(places, true));
    return {};
  }

  static Status ReadCharge(const Yaml& node, Gives* gives) {
    LICET_ASSIGN_OR_RETURN(const Yaml* rate, node.Require("rate"));
    LICET_ASSIGN_OR_RETURN(gives->rate, rate->AsDecimal());
    if (gives->rate < Decimal() || gives->rate > Decimal::FromInt(10)) {
      return rate->Bad(ErrorCode::kInvalidArgument, "a rate is a share such as 0.25");
    }
    LICET_ASSIGN_OR_RETURN(const Yaml* base, node.Require("base"));
    LICET_ASSIGN_OR_RETURN(int which, ReadChoice(*base, {"customs-value", "revenue"}));
    gives->base = which == 0 ? "customs-value" : "revenue";
    return {};
  }

  // Depth-first over "points to"; reports the chain that closes.
  template <typename Next>
  static std::vector<std::size_t> FindCycle(std::size_t count, Next next) {
    std::vector<int> state(count, 0);  // 0 new, 1 on the path, 2 done
    std::vector<std::size_t> path;
    std::vector<std::size_t> cycle;
    std::function<bool(std::size_t)> visit = [&](std::size_t at) {
      state[at] = 1;
      path.push_back(at);
      for (std::size_t to : next(at)) {
        if (state[to] == 1) {
          cycle.assign(std::find(path.begin(), path.end(), to), path.end());
          cycle.push_back(to);
          return true;
        }
        if (state[to] == 0 && visit(to)) return true;
      }
      path.pop_back();
      state[at] = 2;
      return false;
    };
    for (std::size_t i = 0; i < count; ++i) {
      if (state[i] == 0 && visit(i)) break;
    }
    return cycle;
  }

  Status CheckDefeaterCycles() const {
    const auto& provisions = pack_.provisions;
    const auto cycle = FindCycle(provisions.size(), [&](std::size_t at) {
      return std::vector<std::size_t>(provisions[at].unless.begin(), provisions[at].unless.end());
    });
    if (cycle.empty()) return {};
    std::vector<std::string> names;
    for (std::size_t at : cycle) names.push_back(provisions[at].id);
    return Fail(ErrorCode::kCycle,
                "these 'unless' defeat each other in a circle: " + Join(names, " -> "),
                provisions[cycle[0]].place);
  }

  Status CheckSetCycles() const {
    const auto cycle = FindCycle(pack_.sets.size(), [&](std::size_t at) {
      std::vector<std::size_t> inner;
      for (const auto* members : {&pack_.sets[at].members, &pack_.sets[at].except}) {
        for (const SetMember& member : *members) {
          if (member.set >= 0) inner.push_back(static_cast<std::size_t>(member.set));
        }
      }
      return inner;
    });
    if (cycle.empty()) return {};
    std::vector<std::string> names;
    for (std::size_t at : cycle) names.push_back(pack_.sets[at].name);
    return Fail(ErrorCode::kCycle, "these sets contain each other: " + Join(names, " -> "),
                pack_.sets[cycle[0]].place);
  }

  const Schema& schema_;
  std::vector<Yaml> documents_;
  const Yaml* header_ = nullptr;
  std::vector<const Yaml*> set_nodes_;
  std::vector<const Yaml*> provision_nodes_;  // in the order of pack_.provisions
  std::map<std::string, int> ids_;
  SetNames sets_;
  Pack pack_;
};

}  // namespace

Result<Pack> Pack::Parse(const std::map<std::string, std::string>& files, const Schema& schema) {
  return Loader(schema).Run(files);
}

Result<Pack> Pack::Load(Disk& disk, const std::string& folder, const Schema& schema) {
  constexpr std::size_t kFileBytesMax = 16u << 20;
  LICET_ASSIGN_OR_RETURN(std::vector<std::string> names, disk.ListFiles(folder));
  std::map<std::string, std::string> files;
  for (const std::string& name : names) {
    if (!name.ends_with(".yaml")) continue;
    const std::string path = folder + "/" + name;
    LICET_ASSIGN_OR_RETURN(files[path], disk.ReadAll(path, kFileBytesMax));
  }
  if (files.empty()) {
    return Fail(ErrorCode::kIo, "this folder holds no .yaml file; a pack has at least pack.yaml",
                {folder, 0, 0});
  }
  return Parse(files, schema);
}

}  // namespace licet
