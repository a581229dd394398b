// Reads a pack's YAML files. Two passes: first all names (sets, provisions), so
// that conditions and defeaters may point forward; then what they say.

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>

#include "lay_patch.h"
#include "licet/base/text.h"
#include "licet/base/yaml.h"
#include "licet/regime/determine.h"
#include "licet/regime/pack.h"
#include "read.h"

namespace licet {

namespace {

class Loader {
 public:
  Loader(const Schema& schema, const std::vector<Overlay>& overlays)
      : schema_(schema),
        overlays_(overlays),
        patches_({schema_, sets_}, &provision_nodes_, &set_nodes_, &pack_.changes) {}

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
    LICET_RETURN_IF_ERROR(ReadDefeats());
    LICET_RETURN_IF_ERROR(CheckSetCycles());
    LICET_RETURN_IF_ERROR(EditSets());
    LICET_RETURN_IF_ERROR(CheckDefeaterCycles());
    return std::move(pack_);
  }

 private:
  PackNames Names() const { return {schema_, sets_}; }

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
      LICET_RETURN_IF_ERROR(CollectFrom(document, nullptr));
    }
    LICET_RETURN_IF_ERROR(CollectSetNames());
    for (const Overlay& overlay : overlays_) LICET_RETURN_IF_ERROR(LayOver(overlay));
    constexpr std::size_t kProvisionsMax = 10'000;  // also bounds the search for circles
    if (provision_nodes_.size() > kProvisionsMax || set_nodes_.size() > kProvisionsMax) {
      return header_->Bad(ErrorCode::kLimit, "more than 10,000 provisions or sets; split the pack");
    }
    return SortProvisions();
  }

  Status LayOver(const Overlay& overlay) {
    pack_.overlays.push_back(overlay.name());
    const Yaml* body = overlay.Find(header_->Find("regime")->text());
    if (body == nullptr) return {};
    if (overlay.patch()) {
      LICET_RETURN_IF_ERROR(patches_.Add(overlay));
      LICET_RETURN_IF_ERROR(CollectSetNames());
      return patches_.Change(overlay);
    }
    LICET_RETURN_IF_ERROR(body->ExpectMap({"provisions", "sets"}));
    LICET_RETURN_IF_ERROR(CollectFrom(*body, &overlay));
    return CollectSetNames();
  }

  Status CollectFrom(const Yaml& map, const Overlay* overlay) {
    if (const Yaml* sets = map.Find("sets")) {
      LICET_RETURN_IF_ERROR(sets->ExpectList());
      for (const Yaml& node : sets->list()) set_nodes_.push_back({&node, overlay});
    }
    if (const Yaml* provisions = map.Find("provisions")) {
      LICET_RETURN_IF_ERROR(provisions->ExpectList());
      for (const Yaml& node : provisions->list()) provision_nodes_.push_back({&node, overlay});
    }
    return {};
  }

  // Of the sets that came since the last time.
  Status CollectSetNames() {
    while (sets_.numbers.size() < set_nodes_.size()) {
      LICET_RETURN_IF_ERROR(CollectSetName(set_nodes_[sets_.numbers.size()]));
    }
    return {};
  }

  Status CollectSetName(const Written& source) {
    const Yaml& node = *source.node;
    LICET_RETURN_IF_ERROR(
        node.ExpectMap({"set", "of", "cite", "members", "except", "note", "lint"}));
    LICET_ASSIGN_OR_RETURN(const Yaml* name, node.Require("set"));
    LICET_ASSIGN_OR_RETURN(std::string text, name->Text());
    if (source.overlay != nullptr) LICET_RETURN_IF_ERROR(ExpectPrefix(*name, source.overlay));
    const int number = static_cast<int>(sets_.numbers.size());
    if (!sets_.numbers.emplace(text, number).second) {
      return name->Bad(ErrorCode::kDuplicate,
                       fmt::format("two sets are called {}; rename one", Quoted(text)));
    }
    return {};
  }

  // What an overlay adds is told from the law by its name.
  Status ExpectPrefix(const Yaml& name, const Overlay* overlay) const {
    const std::string prefix = (overlay == nullptr ? pack_.regime : overlay->name()) + ".";
    if (name.text().starts_with(prefix)) return {};
    return name.Bad(ErrorCode::kInvalidArgument,
                    overlay == nullptr
                        ? fmt::format("an id of this regime starts with '{}'", prefix)
                        : fmt::format("what this overlay adds is named '{}...'", prefix));
  }

  // By stage, keeping the order of the files: that is the order of hits.
  Status SortProvisions() {
    std::vector<std::pair<int, Written>> staged;
    for (const Written& source : provision_nodes_) {
      const Yaml& node = *source.node;
      if (node.kind() != Yaml::Kind::kMap) {
        return node.Bad(ErrorCode::kParse, "expected a provision, a map with 'id', 'stage' ...");
      }
      LICET_ASSIGN_OR_RETURN(const Yaml* stage, node.Require("stage"));
      LICET_ASSIGN_OR_RETURN(int number, ReadChoice(*stage, StageNames()));
      staged.emplace_back(number, source);
    }
    std::stable_sort(staged.begin(), staged.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (std::size_t i = 0; i < staged.size(); ++i) {
      provision_nodes_[i] = staged[i].second;
      LICET_ASSIGN_OR_RETURN(const Yaml* id, staged[i].second.node->Require("id"));
      LICET_ASSIGN_OR_RETURN(std::string text, id->Text());
      auto [first, added] = ids_.emplace(text, static_cast<int>(i));
      if (!added) {
        const Place& other = NodeOf(first->second).place();
        return id->Bad(ErrorCode::kDuplicate,
                       fmt::format("the id {} is taken already ({}:{}); rename one", Quoted(text),
                                   other.file, other.line));
      }
    }
    return {};
  }

  const Yaml& NodeOf(int provision) const {
    return *provision_nodes_[static_cast<std::size_t>(provision)].node;
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
      LICET_ASSIGN_OR_RETURN(pack_.applies, ReadCondition(Names(), *applies));
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

  Status ReadSets() {
    pack_.sets.resize(set_nodes_.size());
    for (std::size_t i = 0; i < set_nodes_.size(); ++i) {
      const Yaml& node = *set_nodes_[i].node;
      NamedSet& set = pack_.sets[i];
      set.name = node.Find("set")->text();
      if (set_nodes_[i].overlay != nullptr) set.overlay = set_nodes_[i].overlay->name();
      set.place = node.place();
      if (const Yaml* cite = node.Find("cite")) {
        LICET_ASSIGN_OR_RETURN(set.cite, ReadCite(*cite));
      }
      if (const Yaml* lint = node.Find("lint")) {
        LICET_ASSIGN_OR_RETURN(set.lint, ReadLint(*lint));
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

  // Who joins or leaves a set by a patch, in the order of the patches.
  Status EditSets() {
    for (const MemberEdit& edit : patches_.edits()) {
      LICET_ASSIGN_OR_RETURN(const int number, SetNumber(*edit.set));
      NamedSet& set = pack_.sets[static_cast<std::size_t>(number)];
      const Yaml& of = *set_nodes_[static_cast<std::size_t>(number)].node->Find("of");
      SetMember member;
      LICET_ASSIGN_OR_RETURN(member.words,
                             ReadSymbols(schema_, *edit.words, of.text() == "country"));
      member.validity.announced = edit.announced;
      member.validity.effective = edit.day;
      member.validity.ends_announced = edit.announced;
      member.patched = edit.change;
      LICET_RETURN_IF_ERROR(CheckMembers(edit, number, member, false));
      (edit.joins ? set.members : set.except).push_back(member);
      LICET_RETURN_IF_ERROR(CheckMembers(edit, number, member, true));
    }
    return {};
  }

  // Whether each word is where the edit finds it, or leaves it.
  Status CheckMembers(const MemberEdit& edit, int number, const SetMember& member,
                      bool done) const {
    const std::string day = edit.day.ToString();
    for (Symbol word : member.words) {
      int readings = 0;
      for (Reading reading : {Reading::kEnforced, Reading::kCodified}) {
        const Snapshot snapshot = TakeSnapshot(pack_, edit.day, Date::Max(), reading);
        readings +=
            std::ranges::binary_search(snapshot.sets[static_cast<std::size_t>(number)], word);
      }
      const std::string name = schema_.symbols().Text(word);
      const std::string set = edit.set->text();
      const auto bad = [&](const std::string& sentence) {
        return edit.words->Bad(ErrorCode::kInvalidArgument, sentence);
      };
      if (done && edit.joins && readings < 2) {
        return bad(fmt::format("{} does not join {}: 'except' takes it out on {}", name, set, day));
      }
      if (done) continue;
      if (edit.joins && readings == 2) {
        return bad(fmt::format("{} is in {} on {} already", name, set, day));
      }
      if (!edit.joins && readings == 0) {
        return bad(fmt::format("{} is not in {} on {}, so that it cannot leave", name, set, day));
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
        LICET_ASSIGN_OR_RETURN(member.words, ReadSymbols(schema_, *list, countries));
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

  Status ReadProvisions() {
    for (std::size_t i = 0; i < provision_nodes_.size(); ++i) {
      LICET_ASSIGN_OR_RETURN(Provision provision, ReadProvision(provision_nodes_[i]));
      pack_.provisions.push_back(std::move(provision));
    }
    return {};
  }

  Result<Provision> ReadProvision(const Written& source) {
    const Yaml& node = *source.node;
    std::vector<std::string> keys = {"id",        "stage",      "cite", "announced",
                                     "effective", "compliance", "ends", "ends_announced",
                                     "reading",   "confidence", "when", "unless",
                                     "gives",     "note",       "lint"};
    if (source.overlay != nullptr) keys.push_back("defeats");
    LICET_RETURN_IF_ERROR(node.ExpectMap(keys));
    Provision p;
    p.place = node.place();
    p.id = node.Find("id")->text();
    LICET_RETURN_IF_ERROR(ExpectPrefix(*node.Find("id"), source.overlay));
    if (source.overlay != nullptr) p.overlay = source.overlay->name();
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
    if (const Yaml* lint = node.Find("lint")) {
      LICET_ASSIGN_OR_RETURN(p.lint, ReadLint(*lint));
    }
    LICET_ASSIGN_OR_RETURN(p.note, Optional<std::string>(node, "note", "", ReadText));
    LICET_ASSIGN_OR_RETURN(const Yaml* when, node.Require("when"));
    LICET_ASSIGN_OR_RETURN(p.when, ReadCondition(Names(), *when));
    LICET_RETURN_IF_ERROR(CheckStageOrder(
        p.when, stage, fmt::format("this provision is of stage '{}'", ToString(p.stage)), *when));
    LICET_RETURN_IF_ERROR(ReadUnless(node, &p));
    if (const Yaml* gives = node.Find("gives")) {
      LICET_ASSIGN_OR_RETURN(Gives read, ReadGives(Names(), *gives, p.stage));
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
      LICET_ASSIGN_OR_RETURN(int number, Named(*unless, id));
      LICET_ASSIGN_OR_RETURN(int stage, ReadChoice(*NodeOf(number).Find("stage"), StageNames()));
      if (stage > static_cast<int>(p->stage)) {
        return unless->Bad(ErrorCode::kType,
                           fmt::format("{} is of a later stage and cannot defeat this one", id));
      }
      // Whatever names a provision names those that a patch puts in its place.
      for (const std::string& one : patches_.Family(id)) {
        if (one != p->id || one == id) p->unless.push_back(ids_.at(one));
      }
    }
    return {};
  }

  Result<int> Named(const Yaml& node, const std::string& id) const {
    auto found = ids_.find(id);
    if (found != ids_.end()) return found->second;
    std::vector<std::string> known;
    for (const auto& [name, number] : ids_) known.push_back(name);
    return node.Bad(ErrorCode::kUnknownName,
                    fmt::format("no provision is called {}{}", Quoted(id), DidYouMean(id, known)));
  }

  // An overlay's 'defeats' is 'unless' written at the other end, since it may
  // not edit what it defeats.
  Status ReadDefeats() {
    for (std::size_t i = 0; i < provision_nodes_.size(); ++i) {
      for (const std::string& id : provision_nodes_[i].ends) Defeat(id, i);
      const Yaml* defeats = provision_nodes_[i].node->Find("defeats");
      if (defeats == nullptr) continue;
      LICET_ASSIGN_OR_RETURN(std::vector<std::string> ids, defeats->Words());
      for (const std::string& id : ids) {
        LICET_ASSIGN_OR_RETURN(int number, Named(*defeats, id));
        if (pack_.provisions[i].stage > pack_.provisions[static_cast<std::size_t>(number)].stage) {
          return defeats->Bad(ErrorCode::kType,
                              fmt::format("{} is of an earlier stage and cannot be defeated by "
                                          "this one",
                                          id));
        }
        for (const std::string& one : patches_.Family(id)) Defeat(one, i);
      }
    }
    return {};
  }

  void Defeat(const std::string& id, std::size_t by) {
    pack_.provisions[static_cast<std::size_t>(ids_.at(id))].unless.push_back(static_cast<int>(by));
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
  const std::vector<Overlay>& overlays_;
  std::vector<Yaml> documents_;
  const Yaml* header_ = nullptr;
  std::vector<Written> set_nodes_;
  std::vector<Written> provision_nodes_;  // in the order of pack_.provisions
  std::map<std::string, int> ids_;
  SetNames sets_;
  Pack pack_;
  PatchLayer patches_;
};

}  // namespace

Result<Pack> Pack::Parse(const std::map<std::string, std::string>& files, const Schema& schema,
                         const std::vector<Overlay>& overlays) {
  return Loader(schema, overlays).Run(files);
}

Result<Pack> Pack::Load(Disk& disk, const std::string& folder, const Schema& schema,
                        const std::vector<Overlay>& overlays) {
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
  return Parse(files, schema, overlays);
}

}  // namespace licet
