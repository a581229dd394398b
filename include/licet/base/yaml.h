// YAML documents as plain trees with the place of every node. A strict reader:
// one document, no anchors or aliases, no duplicate keys, bounded depth and
// size; a key that nobody asked for is an error with a did-you-mean.
//
// Built on yaml-cpp's event parser; its exceptions do not leave this file.
// Thread safety: immutable values once parsed.

#ifndef LICET_BASE_YAML_H_
#define LICET_BASE_YAML_H_

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "licet/base/date.h"
#include "licet/base/decimal.h"
#include "licet/base/error.h"
#include "licet/base/seams.h"

namespace licet {

class Yaml {
 public:
  enum class Kind { kNull, kScalar, kList, kMap };
  struct Entry;

  static Result<Yaml> Parse(std::string_view text, const std::string& file);
  static Result<Yaml> Load(Disk& disk, const std::string& path);

  Kind kind() const { return kind_; }
  const Place& place() const { return place_; }
  const std::string& text() const { return text_; }  // scalars
  // True when the scalar was written in quotes, so that "no" stays a word.
  bool quoted() const { return quoted_; }
  // True when the file has text() as it is, behind the quote if there is one:
  // not folded, not a block, no escapes. Only then can columns inside be told.
  bool verbatim() const { return verbatim_; }
  const std::vector<Yaml>& list() const { return list_; }
  const std::vector<Entry>& map() const { return map_; }

  // The value of a key, or nullptr.
  const Yaml* Find(std::string_view key) const;
  // REQUIRES of the document, as errors with places:
  Status ExpectMap(const std::vector<std::string>& allowed_keys) const;
  Status ExpectList() const;
  Result<const Yaml*> Require(std::string_view key) const;
  Result<std::string> Text() const;
  Result<bool> Bool() const;
  Result<Date> AsDate() const;
  Result<Decimal> AsDecimal() const;
  // A list of words; a single word counts as a list of one.
  Result<std::vector<std::string>> Words() const;

  // Copies that say something else: with a key's value in place of what stood
  // there, without a key, at another place of a file.
  Yaml With(std::string_view key, Yaml value) const;
  Yaml Without(std::string_view key) const;
  Yaml At(const Place& place) const;
  // A word or a list that no file has.
  static Yaml Of(std::string text, const Place& place);
  static Yaml Of(std::vector<Yaml> list, const Place& place);
  // As one line of YAML's flow style, for showing.
  std::string Shown() const;

  // Error with this node's place.
  std::unexpected<Error> Bad(ErrorCode code, std::string sentence) const;

 private:
  friend class YamlBuilder;
  Kind kind_ = Kind::kNull;
  Place place_;
  std::string text_;
  bool quoted_ = false;
  bool verbatim_ = false;
  std::vector<Yaml> list_;
  std::vector<Entry> map_;
};

struct Yaml::Entry {
  std::string key;
  Place place;
  Yaml value;
};

// Optional keys: the value of `key` read by `read`, or `fallback` when absent.
template <typename T, typename Read>
Result<T> Optional(const Yaml& map, std::string_view key, T fallback, Read read) {
  const Yaml* node = map.Find(key);
  if (node == nullptr || node->kind() == Yaml::Kind::kNull) return fallback;
  return read(*node);
}

}  // namespace licet

#endif  // LICET_BASE_YAML_H_
