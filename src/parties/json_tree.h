// JSON as a tree that keeps what a decision needs and a usual tree loses: a
// number stays the text that was written (no binary floating point), every value
// knows its line and column, and a name given twice is an error.
//
// Thread safety: functions without state; trees are plain values.

#ifndef LICET_PARTIES_JSON_TREE_H_
#define LICET_PARTIES_JSON_TREE_H_

#include <string>
#include <string_view>
#include <vector>

#include "licet/base/error.h"

namespace licet {

struct JsonNode {
  enum class Kind { kNull, kBool, kNumber, kString, kArray, kObject };

  Kind kind = Kind::kNull;
  bool truth = false;
  std::string text;               // of a string, or of a number as written
  std::vector<JsonNode> items;    // of an array, or the values of an object
  std::vector<std::string> keys;  // of an object, one for each value
  int line = 0;
  int column = 0;

  bool Is(Kind wanted) const { return kind == wanted; }
  // The value of a name; nullptr when there is none or this is no object. A null
  // counts as none.
  const JsonNode* Find(std::string_view key) const;
};

// "a string", for sentences.
std::string_view KindText(JsonNode::Kind kind);

// The elements of one array, or the values of a text with one value a line
// (JSON Lines). `file` is what errors show.
Result<std::vector<JsonNode>> ReadJsonValues(std::string_view text, const std::string& file);

}  // namespace licet

#endif  // LICET_PARTIES_JSON_TREE_H_
