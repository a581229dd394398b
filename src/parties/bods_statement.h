// One BODS statement, its envelope checked; and the notes about what was not read.
//
// Thread safety: plain values.

#ifndef LICET_PARTIES_BODS_STATEMENT_H_
#define LICET_PARTIES_BODS_STATEMENT_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "licet/base/date.h"
#include "licet/base/error.h"
#include "parties/json_tree.h"

namespace licet {

struct BodsStatement {
  enum class Type { kEntity, kPerson, kRelationship, kOther };

  Type type = Type::kOther;
  std::string record;  // recordId
  std::string date;    // statementDate, its day; "" when it says none
  bool closed = false;
  const JsonNode* details = nullptr;  // recordDetails
  Place place;
};

// REQUIRES: `node` outlives the statement.
Result<BodsStatement> ReadBodsStatement(const JsonNode& node, const std::string& path);

// Typed access; errors name the member and say what it must be.
class BodsReader {
 public:
  explicit BodsReader(const std::string& path) : path_(path) {}

  Place PlaceOf(const JsonNode& node) const { return {path_, node.line, node.column}; }
  // nullptr when absent; an error when of another kind.
  Result<const JsonNode*> Member(const JsonNode& node, std::string_view name,
                                 JsonNode::Kind kind) const;
  // "" when absent.
  Result<std::string> Text(const JsonNode& node, std::string_view name) const;

 private:
  const std::string& path_;
};

// Counts what was left out, so that one sentence tells of all of a kind.
class BodsNotes {
 public:
  // Becomes "bods.json: statements not read (3)".
  void Count(const std::string& what);
  // With the names of those it happened to.
  void Name(const std::string& what, const std::string& name);
  std::vector<std::string> Sentences(const std::string& path) const;

 private:
  struct Note {
    std::string what;
    std::size_t count = 0;
    std::vector<std::string> names;
  };
  std::vector<Note> notes_;  // in order of their first appearance
  Note& Of(const std::string& what);
};

}  // namespace licet

#endif  // LICET_PARTIES_BODS_STATEMENT_H_
