#include "parties/json_tree.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "licet/base/text.h"

namespace licet {
namespace {

using Kind = JsonNode::Kind;

// Deeper than any statement; bounds the work of reading and of giving back.
constexpr std::size_t kDepthMax = 64;

// Tells how far the parser has read, which its events do not.
class Counted {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  Counted(const char* at, const char** seen) : at_(at), seen_(seen) {}
  reference operator*() const { return *at_; }
  Counted& operator++() {
    *seen_ = ++at_;
    return *this;
  }
  Counted operator++(int) {
    const Counted before = *this;
    ++*this;
    return before;
  }
  friend bool operator==(const Counted& a, const Counted& b) { return a.at_ == b.at_; }

 private:
  const char* at_;
  const char** seen_;
};

// Lines and columns of places that come in the order of the text.
class Lines {
 public:
  Lines(const char* begin, int first_line) : at_(begin), start_(begin), line_(first_line) {}

  std::pair<int, int> Of(const char* place) {
    for (; at_ < place; ++at_) {
      if (*at_ != '\n') continue;
      ++line_;
      start_ = at_ + 1;
    }
    return {line_, static_cast<int>(place - start_) + 1};
  }

 private:
  const char* at_;
  const char* start_;
  int line_;
};

// Builds the tree from the parser's events.
class Builder : public nlohmann::json_sax<nlohmann::json> {
 public:
  Builder(std::string_view text, int first_line, const std::string& file)
      : begin_(text.data()), seen_(begin_), lines_(begin_, first_line), file_(file) {}

  const char** seen() { return &seen_; }
  Result<JsonNode> Take() {
    if (error_) return std::unexpected(*error_);
    return std::move(root_);
  }

  bool null() override { return Add(Kind::kNull, "", 4); }
  bool boolean(bool value) override {
    if (!Add(Kind::kBool, "", value ? 4 : 5)) return false;
    last_->truth = value;
    return true;
  }
  bool number_integer(number_integer_t value) override { return Number(std::to_string(value)); }
  bool number_unsigned(number_unsigned_t value) override { return Number(std::to_string(value)); }
  bool number_float(number_float_t, const string_t& text) override { return Number(text); }
  bool string(string_t& value) override { return Add(Kind::kString, value, StringLength()); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return Open(Kind::kObject); }
  bool start_array(std::size_t) override { return Open(Kind::kArray); }
  bool end_object() override { return Close(); }
  bool end_array() override { return Close(); }

  bool key(string_t& name) override {
    std::vector<std::string>& keys = open_.back()->keys;
    if (std::ranges::find(keys, name) != keys.end()) {
      return Refuse(ErrorCode::kDuplicate,
                    fmt::format("{} is given twice in one object; remove one", Quoted(name)),
                    StringLength());
    }
    keys.push_back(name);
    return true;
  }

  bool parse_error(std::size_t, const std::string& token,
                   const nlohmann::detail::exception&) override {
    std::string_view near = Trim(token);
    if (near == "<U+0000>") near = "";
    return Refuse(ErrorCode::kParse,
                  fmt::format("this is not JSON{}{}; look for a missing comma, quote or bracket",
                              near.empty() ? "" : " at ", near.empty() ? "" : Quoted(near)),
                  1);
  }

 private:
  bool Refuse(ErrorCode code, std::string sentence, std::size_t length) {
    const auto [line, column] = PlaceBack(length);
    error_ = Error(code, std::move(sentence), {file_, line, column});
    return false;
  }

  // Where the token of that length began which was just read.
  std::pair<int, int> PlaceBack(std::size_t length) {
    const auto read = static_cast<std::size_t>(seen_ - begin_);
    return lines_.Of(seen_ - std::min(length, read));
  }

  // With both quotes. A quote inside a string stands behind a backslash, so the
  // nearest one that does not is the first.
  std::size_t StringLength() const {
    const char* at = seen_ - 2;
    while (at > begin_) {
      if (*at == '"') {
        const char* slash = at;
        while (slash > begin_ && slash[-1] == '\\') --slash;
        if ((at - slash) % 2 == 0) break;
      }
      --at;
    }
    return static_cast<std::size_t>(seen_ - at);
  }

  bool Number(const std::string& text) {
    // The parser has read one byte further, to see that the number ends.
    const bool further = seen_ > begin_ && seen_[-1] != text.back();
    return Add(Kind::kNumber, text, text.size() + (further ? 1 : 0));
  }

  bool Add(Kind kind, std::string text, std::size_t length) {
    JsonNode node;
    node.kind = kind;
    node.text = std::move(text);
    std::tie(node.line, node.column) = PlaceBack(length);
    if (open_.empty()) {
      root_ = std::move(node);
      last_ = &root_;
    } else {
      open_.back()->items.push_back(std::move(node));
      last_ = &open_.back()->items.back();
    }
    return true;
  }

  bool Open(Kind kind) {
    if (open_.size() == kDepthMax) {
      return Refuse(ErrorCode::kLimit,
                    fmt::format("values are nested more than {} deep; no statement is", kDepthMax),
                    1);
    }
    if (!Add(kind, "", 1)) return false;
    // Stays where it is while it is open: only the innermost one grows.
    open_.push_back(last_);
    return true;
  }

  bool Close() {
    open_.pop_back();
    return true;
  }

  const char* begin_;
  const char* seen_;
  Lines lines_;
  const std::string& file_;
  JsonNode root_;
  JsonNode* last_ = nullptr;
  std::vector<JsonNode*> open_;
  std::optional<Error> error_;
};

Result<JsonNode> ReadOne(std::string_view text, int first_line, const std::string& file) {
  Builder builder(text, first_line, file);
  nlohmann::json::sax_parse(Counted(&*text.begin(), builder.seen()),
                            Counted(&*text.begin() + text.size(), builder.seen()), &builder);
  return builder.Take();
}

}  // namespace

const JsonNode* JsonNode::Find(std::string_view key) const {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (keys[i] == key) return items[i].Is(Kind::kNull) ? nullptr : &items[i];
  }
  return nullptr;
}

std::string_view KindText(JsonNode::Kind kind) {
  switch (kind) {
    case Kind::kNull:
      return "null";
    case Kind::kBool:
      return "true or false";
    case Kind::kNumber:
      return "a number";
    case Kind::kString:
      return "a string";
    case Kind::kArray:
      return "an array";
    case Kind::kObject:
      return "an object";
  }
  return "";
}

Result<std::vector<JsonNode>> ReadJsonValues(std::string_view text, const std::string& file) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  if (Trim(text).starts_with('[')) {
    LICET_ASSIGN_OR_RETURN(JsonNode array, ReadOne(text, 1, file));
    return std::move(array.items);
  }
  std::vector<JsonNode> values;
  int line = 0;
  for (const std::string_view one : Split(text, '\n')) {
    ++line;
    if (Trim(one).empty()) continue;
    LICET_ASSIGN_OR_RETURN(JsonNode value, ReadOne(one, line, file));
    values.push_back(std::move(value));
  }
  return values;
}

}  // namespace licet
