#include "licet/base/yaml.h"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "licet/base/text.h"

namespace licet {

namespace {

constexpr std::size_t kFileBytesMax = 16u << 20;
constexpr std::size_t kDepthMax = 32;
constexpr std::size_t kNodesMax = 1'000'000;
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";  // columns count behind it

// Ends the event parser early; caught in Yaml::Parse and nowhere else.
struct Stop {
  Error error;
};

}  // namespace

// Builds the tree from events. A stack of open lists and maps; a map keeps the
// key that waits for its value.
class YamlBuilder : public YAML::EventHandler {
 public:
  YamlBuilder(std::string_view source, std::string file) : source_(source), file_(std::move(file)) {
    line_starts_.push_back(source.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0);
    for (std::size_t i = 0; i < source.size(); ++i) {
      if (source[i] == '\n') line_starts_.push_back(i + 1);
    }
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (documents_++ > 0) {
      throw Stop{Error(ErrorCode::kParse, "the file holds more than one YAML document; keep one",
                       At(mark))};
    }
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    RefuseAnchor(mark, anchor);
    Leaf(mark, Yaml::Kind::kNull, "");
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    Refuse(mark, "an alias; write the value out");
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    RefuseAnchor(mark, anchor);
    if (!Closed(mark)) {
      throw Stop{Error(ErrorCode::kParse, "this text is not closed; add the quote", At(mark))};
    }
    Leaf(mark, Yaml::Kind::kScalar, value, tag == "!");
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    RefuseAnchor(mark, anchor);
    Open(mark, Yaml::Kind::kList);
  }
  void OnSequenceEnd() override { Close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    RefuseAnchor(mark, anchor);
    Open(mark, Yaml::Kind::kMap);
  }
  void OnMapEnd() override { Close(); }

  Yaml TakeRoot() { return std::move(root_); }

 private:
  struct Frame {
    Yaml node;
    std::set<std::string, std::less<>> keys;
    std::string key;
    Place key_place;
    bool key_waits = false;
  };

  Place At(const YAML::Mark& mark) const { return {file_, mark.line + 1, mark.column + 1}; }

  [[noreturn]] void Refuse(const YAML::Mark& mark, std::string what) const {
    throw Stop{Error(ErrorCode::kParse, "found " + std::move(what), At(mark))};
  }

  void RefuseAnchor(const YAML::Mark& mark, YAML::anchor_t anchor) const {
    if (anchor != 0) Refuse(mark, "an anchor; write each value where it belongs");
  }

  // The file from a place on.
  std::string_view SourceAt(int line, int column) const {
    const auto number = static_cast<std::size_t>(line - 1);
    if (number >= line_starts_.size()) return "";
    const std::size_t at = line_starts_[number] + static_cast<std::size_t>(column - 1);
    return at <= source_.size() ? source_.substr(at) : "";
  }

  // Whether the file has the text as it is, at its mark or behind the quote there.
  bool Verbatim(const Yaml& node) const {
    const int column = node.place_.column + (node.quoted_ ? 1 : 0);
    return SourceAt(node.place_.line, column).starts_with(node.text_);
  }

  // yaml-cpp takes a quoted text whose quote is missing to end with the file.
  bool Closed(const YAML::Mark& mark) const {
    const std::string_view source = SourceAt(mark.line + 1, mark.column + 1);
    const char quote = source.empty() ? '\0' : source[0];
    if (quote != '"' && quote != '\'') return true;
    for (std::size_t i = 1; i < source.size(); ++i) {
      if (quote == '"' && source[i] == '\\') {
        ++i;
      } else if (source[i] == quote) {
        if (quote == '"' || !source.substr(i + 1).starts_with('\'')) return true;
        ++i;  // '' stands for one
      }
    }
    return false;
  }

  Yaml Start(const YAML::Mark& mark, Yaml::Kind kind) {
    if (++nodes_ > kNodesMax) Refuse(mark, "more than a million nodes; split the file");
    Yaml node;
    node.kind_ = kind;
    node.place_ = At(mark);
    return node;
  }

  void Leaf(const YAML::Mark& mark, Yaml::Kind kind, const std::string& text, bool quoted = false) {
    if (!stack_.empty() && stack_.back().node.kind_ == Yaml::Kind::kMap &&
        !stack_.back().key_waits) {
      Frame& frame = stack_.back();
      if (kind == Yaml::Kind::kNull) Refuse(mark, "an empty key");
      if (!frame.keys.insert(text).second) {
        throw Stop{Error(ErrorCode::kDuplicate,
                         fmt::format("the key {} stands twice in one map; keep one", Quoted(text)),
                         At(mark))};
      }
      frame.key = text;
      frame.key_place = At(mark);
      frame.key_waits = true;
      return;
    }
    Yaml node = Start(mark, kind);
    node.text_ = text;
    node.quoted_ = quoted;
    node.verbatim_ = kind == Yaml::Kind::kScalar && Verbatim(node);
    Put(std::move(node));
  }

  void Open(const YAML::Mark& mark, Yaml::Kind kind) {
    if (stack_.size() >= kDepthMax) Refuse(mark, "nesting deeper than 32 levels");
    if (!stack_.empty() && stack_.back().node.kind_ == Yaml::Kind::kMap &&
        !stack_.back().key_waits) {
      Refuse(mark, "a list or map as a key; keys are words");
    }
    stack_.push_back({Start(mark, kind), {}, "", {}, false});
  }

  void Close() {
    Yaml node = std::move(stack_.back().node);
    stack_.pop_back();
    Put(std::move(node));
  }

  void Put(Yaml node) {
    if (stack_.empty()) {
      root_ = std::move(node);
      return;
    }
    Frame& frame = stack_.back();
    if (frame.node.kind_ == Yaml::Kind::kList) {
      frame.node.list_.push_back(std::move(node));
    } else {
      frame.node.map_.push_back({std::move(frame.key), frame.key_place, std::move(node)});
      frame.key_waits = false;
    }
  }

  std::string_view source_;
  std::string file_;
  std::vector<std::size_t> line_starts_;  // offsets into source_
  std::vector<Frame> stack_;
  std::size_t nodes_ = 0;
  int documents_ = 0;
  Yaml root_;
};

Result<Yaml> Yaml::Parse(std::string_view text, const std::string& file) {
  // A NUL is UTF-8, but makes yaml-cpp read the file as UTF-16 or UTF-32.
  const std::size_t bad = std::min(FindInvalidUtf8(text).value_or(text.size()), text.find('\0'));
  if (bad < text.size()) {
    int line = 1;
    for (char c : text.substr(0, bad)) line += c == '\n';
    return Fail(ErrorCode::kParse, "this is not UTF-8 text; save the file as UTF-8",
                {file, line, 0});
  }
  if (Trim(text).empty()) {
    return Fail(ErrorCode::kParse, "the file is empty; it should hold a YAML document",
                {file, 1, 1});
  }
  try {
    std::istringstream in{std::string(text)};
    YAML::Parser parser(in);
    YamlBuilder builder(text, file);
    if (!parser.HandleNextDocument(builder)) {
      return Fail(ErrorCode::kParse, "the file holds no YAML document", {file, 1, 1});
    }
    Yaml root = builder.TakeRoot();
    parser.HandleNextDocument(builder);  // stops at a second one
    return root;
  } catch (const Stop& stop) {
    return std::unexpected(stop.error);
  } catch (const YAML::Exception& e) {
    // The parser's sentence may quote a byte of the file, whatever it is.
    const std::string quoted = Quoted(e.msg, 1000);
    return Fail(ErrorCode::kParse, "not valid YAML: " + quoted.substr(1, quoted.size() - 2),
                {file, e.mark.line + 1, e.mark.column + 1});
  } catch (const std::exception& e) {
    return Fail(ErrorCode::kParse, std::string("not valid YAML: ") + e.what(), {file, 0, 0});
  }
}

Result<Yaml> Yaml::Load(Disk& disk, const std::string& path) {
  LICET_ASSIGN_OR_RETURN(std::string text, disk.ReadAll(path, kFileBytesMax));
  return Parse(text, path);
}

std::unexpected<Error> Yaml::Bad(ErrorCode code, std::string sentence) const {
  return Fail(code, std::move(sentence), place_);
}

const Yaml* Yaml::Find(std::string_view key) const {
  for (const Entry& entry : map_) {
    if (entry.key == key) return &entry.value;
  }
  return nullptr;
}

Yaml Yaml::With(std::string_view key, Yaml value) const {
  Yaml copy = *this;
  const Place place = value.place();
  for (Entry& entry : copy.map_) {
    if (entry.key != key) continue;
    entry.place = place;
    entry.value = std::move(value);
    return copy;
  }
  copy.kind_ = Kind::kMap;
  copy.map_.push_back({std::string(key), place, std::move(value)});
  return copy;
}

Yaml Yaml::Without(std::string_view key) const {
  Yaml copy = *this;
  std::erase_if(copy.map_, [&](const Entry& entry) { return entry.key == key; });
  return copy;
}

Yaml Yaml::At(const Place& place) const {
  Yaml copy = *this;
  copy.place_ = place;
  return copy;
}

Yaml Yaml::Of(std::string text, const Place& place) {
  Yaml node;
  node.kind_ = Kind::kScalar;
  node.place_ = place;
  node.text_ = std::move(text);
  return node;
}

Yaml Yaml::Of(std::vector<Yaml> list, const Place& place) {
  Yaml node;
  node.kind_ = Kind::kList;
  node.place_ = place;
  node.list_ = std::move(list);
  return node;
}

std::string Yaml::Shown() const {
  std::vector<std::string> parts;
  switch (kind_) {
    case Kind::kNull:
      return "none";
    case Kind::kScalar:
      return text_;
    case Kind::kList:
      for (const Yaml& node : list_) parts.push_back(node.Shown());
      return "[" + Join(parts, ", ") + "]";
    case Kind::kMap:
      for (const Entry& entry : map_) parts.push_back(entry.key + ": " + entry.value.Shown());
      return "{" + Join(parts, ", ") + "}";
  }
  return "";
}

Status Yaml::ExpectMap(const std::vector<std::string>& allowed_keys) const {
  if (kind_ != Kind::kMap) {
    return Bad(ErrorCode::kParse, "expected a map with the keys " + Join(allowed_keys, ", "));
  }
  for (const Entry& entry : map_) {
    bool known = false;
    for (const std::string& key : allowed_keys) known = known || key == entry.key;
    if (!known) {
      std::string hint = DidYouMean(entry.key, allowed_keys);
      if (hint.empty()) hint = "; allowed are " + Join(allowed_keys, ", ");
      return Fail(ErrorCode::kUnknownName, fmt::format("unknown key {}{}", Quoted(entry.key), hint),
                  entry.place);
    }
  }
  return {};
}

Status Yaml::ExpectList() const {
  if (kind_ == Kind::kList) return {};
  return Bad(ErrorCode::kParse, "expected a list ('- ...' lines or [a, b])");
}

Result<const Yaml*> Yaml::Require(std::string_view key) const {
  const Yaml* node = Find(key);
  if (node == nullptr || node->kind() == Kind::kNull) {
    return Bad(ErrorCode::kParse, fmt::format("the key '{}' is missing here; add it", key));
  }
  return node;
}

Result<std::string> Yaml::Text() const {
  if (kind_ != Kind::kScalar) return Bad(ErrorCode::kParse, "expected a single word or sentence");
  return text_;
}

Result<bool> Yaml::Bool() const {
  if (kind_ == Kind::kScalar && text_ == "true") return true;
  if (kind_ == Kind::kScalar && text_ == "false") return false;
  return Bad(ErrorCode::kParse, "expected true or false");
}

Result<Date> Yaml::AsDate() const {
  LICET_ASSIGN_OR_RETURN(std::string text, Text());
  auto date = Date::Parse(text);
  if (!date) return std::unexpected(date.error().At(place_));
  return date;
}

Result<Decimal> Yaml::AsDecimal() const {
  LICET_ASSIGN_OR_RETURN(std::string text, Text());
  auto number = Decimal::Parse(text);
  if (!number) return std::unexpected(number.error().At(place_));
  return number;
}

Result<std::vector<std::string>> Yaml::Words() const {
  if (kind_ == Kind::kScalar) return std::vector<std::string>{text_};
  LICET_RETURN_IF_ERROR(ExpectList());
  std::vector<std::string> words;
  for (const Yaml& node : list_) {
    LICET_ASSIGN_OR_RETURN(std::string word, node.Text());
    words.push_back(std::move(word));
  }
  return words;
}

}  // namespace licet
