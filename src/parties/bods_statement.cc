#include "parties/bods_statement.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "licet/base/text.h"

namespace licet {
namespace {

using Kind = JsonNode::Kind;
using Type = BodsStatement::Type;

constexpr std::size_t kNamesMax = 5;

Status CheckVersion(const JsonNode& node, const BodsReader& read) {
  if (node.Find("statementType") != nullptr || node.Find("statementID") != nullptr) {
    return Fail(ErrorCode::kInvalidArgument,
                "this statement follows BODS 0.3 or older (it has a statementType); convert the "
                "file to BODS 0.4",
                read.PlaceOf(node));
  }
  LICET_ASSIGN_OR_RETURN(const JsonNode* published,
                         read.Member(node, "publicationDetails", Kind::kObject));
  if (published == nullptr) return {};
  LICET_ASSIGN_OR_RETURN(const std::string version, read.Text(*published, "bodsVersion"));
  if (version.empty() || version == "0.4" || version.starts_with("0.4.")) return {};
  return Fail(ErrorCode::kInvalidArgument,
              fmt::format("bodsVersion is {}; convert the file to BODS 0.4", Quoted(version)),
              read.PlaceOf(*published));
}

Type TypeOf(std::string_view name) {
  if (name == "entity") return Type::kEntity;
  if (name == "person") return Type::kPerson;
  if (name == "relationship") return Type::kRelationship;
  return Type::kOther;
}

}  // namespace

Result<const JsonNode*> BodsReader::Member(const JsonNode& node, std::string_view name,
                                           Kind kind) const {
  const JsonNode* member = node.Find(name);
  if (member == nullptr || member->Is(kind)) return member;
  return Fail(ErrorCode::kType,
              fmt::format("{} is {}; write {}", name, KindText(member->kind), KindText(kind)),
              PlaceOf(*member));
}

Result<std::string> BodsReader::Text(const JsonNode& node, std::string_view name) const {
  LICET_ASSIGN_OR_RETURN(const JsonNode* member, Member(node, name, Kind::kString));
  return member == nullptr ? "" : std::string(Trim(member->text));
}

Result<BodsStatement> ReadBodsStatement(const JsonNode& node, const std::string& path) {
  const BodsReader read(path);
  BodsStatement statement;
  statement.place = read.PlaceOf(node);
  if (!node.Is(Kind::kObject)) {
    return Fail(ErrorCode::kType,
                fmt::format("a statement is {}; BODS statements are objects", KindText(node.kind)),
                statement.place);
  }
  LICET_RETURN_IF_ERROR(CheckVersion(node, read));
  LICET_ASSIGN_OR_RETURN(const std::string type, read.Text(node, "recordType"));
  LICET_ASSIGN_OR_RETURN(statement.record, read.Text(node, "recordId"));
  LICET_ASSIGN_OR_RETURN(statement.details, read.Member(node, "recordDetails", Kind::kObject));
  const char* lacks = type.empty()                   ? "recordType"
                      : statement.record.empty()     ? "recordId"
                      : statement.details == nullptr ? "recordDetails"
                                                     : nullptr;
  if (lacks != nullptr) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("the statement has no {}; BODS 0.4 asks for it", lacks),
                statement.place);
  }
  statement.type = TypeOf(type);
  LICET_ASSIGN_OR_RETURN(statement.date, read.Text(node, "statementDate"));
  statement.date = statement.date.substr(0, statement.date.find('T'));
  if (!statement.date.empty()) {
    const Result<Date> day = Date::Parse(statement.date);
    if (!day) {
      return Fail(day.error().code(), "statementDate: " + day.error().sentence(),
                  read.PlaceOf(*node.Find("statementDate")));
    }
  }
  LICET_ASSIGN_OR_RETURN(const std::string status, read.Text(node, "recordStatus"));
  statement.closed = status == "closed";
  return statement;
}

BodsNotes::Note& BodsNotes::Of(const std::string& what) {
  const auto found = std::ranges::find(notes_, what, &Note::what);
  if (found != notes_.end()) return *found;
  notes_.push_back({what, 0, {}});
  return notes_.back();
}

void BodsNotes::Count(const std::string& what) { ++Of(what).count; }

void BodsNotes::Name(const std::string& what, const std::string& name) {
  Note& note = Of(what);
  ++note.count;
  if (note.names.size() < kNamesMax) note.names.push_back(Quoted(name));
}

std::vector<std::string> BodsNotes::Sentences(const std::string& path) const {
  std::vector<std::string> sentences;
  for (const Note& note : notes_) {
    std::string names;
    if (!note.names.empty()) {
      names = ": " + Join(note.names, ", ") + (note.count > note.names.size() ? " ..." : "");
    }
    std::string text = fmt::format("{}: {} ({}{})", path, note.what, note.count, names);
    sentences.push_back(std::move(text));
  }
  return sentences;
}

}  // namespace licet
