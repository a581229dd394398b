#include "licet/regime/overlay.h"

#include <fmt/format.h>

#include <algorithm>

#include "licet/base/text.h"

namespace licet {

namespace {

constexpr std::string_view kParameter = "parameter.";

// A name starts ids, so that it is one word of them.
bool IsName(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

Result<std::vector<std::pair<int, Value>>> ReadParameters(const Yaml& node, const Schema& schema) {
  if (node.kind() != Yaml::Kind::kMap) {
    return node.Bad(ErrorCode::kParse, "expected a map such as {parameter.x: 1}");
  }
  std::vector<std::pair<int, Value>> parameters;
  for (const Yaml::Entry& entry : node.map()) {
    const int fact = schema.Find(entry.key);
    if (fact < 0 || !entry.key.starts_with(kParameter)) {
      std::vector<std::string> known = schema.FactNames();
      std::erase_if(known, [](const std::string& name) { return !name.starts_with(kParameter); });
      std::string hint = DidYouMean(entry.key, known);
      if (hint.empty()) {
        hint = known.empty() ? "; the schema declares none" : "; there are " + Join(known, ", ");
      }
      return Fail(ErrorCode::kUnknownName,
                  fmt::format("{} is not a parameter of the schema{}", Quoted(entry.key), hint),
                  entry.place);
    }
    LICET_ASSIGN_OR_RETURN(std::vector<std::string> words, entry.value.Words());
    auto value = ParseValue(schema.facts()[static_cast<std::size_t>(fact)], Join(words, ","),
                            schema.symbols());
    if (!value) return std::unexpected(value.error().At(entry.value.place()));
    parameters.emplace_back(fact, std::move(*value));
  }
  return parameters;
}

}  // namespace

Status Overlay::ReadName(const Yaml& document, const std::string& key) {
  LICET_ASSIGN_OR_RETURN(const Yaml* name, document.Require(key));
  LICET_ASSIGN_OR_RETURN(name_, name->Text());
  place_ = name->place();
  if (!IsName(name_)) {
    return name->Bad(ErrorCode::kInvalidArgument,
                     fmt::format("{} cannot name an overlay; use a-z, 0-9 and '-'", Quoted(name_)));
  }
  LICET_ASSIGN_OR_RETURN(const Yaml* title, document.Require("title"));
  LICET_ASSIGN_OR_RETURN(title_, title->Text());
  return {};
}

Result<Overlay> Overlay::ParsePatch(const Yaml& document) {
  LICET_ASSIGN_OR_RETURN(Patch patch, Patch::Parse(document));
  Overlay overlay;
  LICET_RETURN_IF_ERROR(overlay.ReadName(document, "patch"));
  const Place& place = document.Find("regime")->place();
  overlay.regimes_.push_back({patch.regime(), place, Yaml()});
  overlay.patch_ = std::move(patch);
  return overlay;
}

Result<Overlay> Overlay::Parse(const Yaml& document, const Schema& schema) {
  if (document.Find("patch") != nullptr) return ParsePatch(document);
  if (document.kind() == Yaml::Kind::kMap && document.Find("overlay") == nullptr) {
    return document.Bad(ErrorCode::kParse,
                        "an overlay starts with 'overlay: NAME', a patch with 'patch: NAME'");
  }
  LICET_RETURN_IF_ERROR(document.ExpectMap({"overlay", "title", "parameters", "regimes"}));
  Overlay overlay;
  LICET_RETURN_IF_ERROR(overlay.ReadName(document, "overlay"));
  if (const Yaml* parameters = document.Find("parameters")) {
    LICET_ASSIGN_OR_RETURN(overlay.parameters_, ReadParameters(*parameters, schema));
  }
  if (const Yaml* regimes = document.Find("regimes")) {
    if (regimes->kind() != Yaml::Kind::kMap) {
      return regimes->Bad(ErrorCode::kParse, "expected a map of regimes");
    }
    overlay.regimes_ = regimes->map();
  }
  if (overlay.parameters_.empty() && overlay.regimes_.empty()) {
    return document.Bad(ErrorCode::kParse,
                        "the overlay adds nothing; give 'regimes' or "
                        "'parameters'");
  }
  return overlay;
}

Result<Overlay> Overlay::Load(Disk& disk, const std::string& path, const Schema& schema) {
  LICET_ASSIGN_OR_RETURN(Yaml document, Yaml::Load(disk, path));
  return Parse(document, schema);
}

const Yaml* Overlay::Find(std::string_view regime) const {
  for (const Yaml::Entry& entry : regimes_) {
    if (entry.key == regime) return &entry.value;
  }
  return nullptr;
}

}  // namespace licet
