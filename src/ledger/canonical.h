// Canonical JSON of structures that list their fields (docs/formats.md, Records).
// A writer and a reader for the same list; the reader takes nothing that the
// writer would not have written, so that a record has one sequence of bytes.

#ifndef LICET_LEDGER_CANONICAL_H_
#define LICET_LEDGER_CANONICAL_H_

#include <charconv>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "licet/base/date.h"
#include "licet/ledger/terms.h"

namespace licet {

// Records are written and read by the million: where the name of a field is known
// when this is compiled, comparing and copying it takes an instruction or two.
#define LICET_KNOWS_NAMES [[gnu::always_inline]] inline

template <class T>
bool IsDefault(const T& value) {
  if constexpr (requires { value.empty(); }) {
    return value.empty();
  } else {
    return value == T{};
  }
}

// Appends to *out, which has it all when the writer is gone.
class CanonicalWriter {
 public:
  explicit CanonicalWriter(std::string* out) : out_(*out), size_(out->size()) {}
  CanonicalWriter(const CanonicalWriter&) = delete;
  CanonicalWriter& operator=(const CanonicalWriter&) = delete;
  ~CanonicalWriter() { out_.resize(size_); }

  template <class T>
  void Object(const T& value) {
    const bool first = first_;
    first_ = true;
    Put('{');
    T::Fields(value, *this);
    Put('}');
    first_ = first;
  }

  template <class T>
  LICET_KNOWS_NAMES void operator()(std::string_view name, const T& value) {
    if (IsDefault(value)) return;
    Key(name);
    Value(value);
  }
  template <class T>
  LICET_KNOWS_NAMES void operator()(std::string_view name, const T& value, const T& usual) {
    if (value == usual) return;
    Key(name);
    Value(value);
  }

  LICET_KNOWS_NAMES void Key(std::string_view name) {
    char* at = Room(name.size() + 4);
    if (!first_) *at++ = ',';
    if (first_) --size_;
    first_ = false;
    *at++ = '"';
    std::memcpy(at, name.data(), name.size());
    std::memcpy(at + name.size(), "\":", 2);
  }
  void Put(char c) { *Room(1) = c; }
  void Value(std::string_view text);
  void Value(const std::string& text) { Value(std::string_view(text)); }
  void Value(bool) { std::memcpy(Room(4), "true", 4); }
  void Value(std::int64_t number) {
    constexpr std::size_t kMostDigits = 20;
    char* at = Room(kMostDigits);
    size_ -= static_cast<std::size_t>(at + kMostDigits -
                                      std::to_chars(at, at + kMostDigits, number).ptr);
  }
  void Value(Date day) { Value(std::string_view(day.ToString())); }
  template <class E>
    requires std::is_enum_v<E>
  void Value(E e) {
    Value(NamesOf<E>::kNames[static_cast<std::size_t>(e)]);
  }
  template <class T>
  void Value(const std::vector<T>& values) {
    Put('[');
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i > 0) Put(',');
      Value(values[i]);
    }
    Put(']');
  }
  template <class T>
    requires requires(const T& t, CanonicalWriter& w) { T::Fields(t, w); }
  void Value(const T& value) {
    Object(value);
  }

 private:
  // Where the next `count` bytes go.
  char* Room(std::size_t count) {
    if (out_.size() - size_ < count) Grow(count);
    char* at = out_.data() + size_;
    size_ += count;
    return at;
  }
  void Grow(std::size_t count);

  std::string& out_;  // has bytes to spare at its end
  std::size_t size_;
  bool first_ = true;
};

// A day that a record can hold.
bool IsWritable(Date day);

// Whether the writer can write a structure so that the reader takes it, and about
// how many bytes that will be.
class CanonicalCheck {
 public:
  // The first field that cannot be written; "" when all can.
  std::string_view wrong() const { return wrong_; }
  std::size_t bytes() const { return bytes_; }

  template <class T>
  void operator()(std::string_view name, const T& value) {
    if (!IsDefault(value)) Field(name, value);
  }
  template <class T>
  void operator()(std::string_view name, const T& value, const T& usual) {
    if (!(value == usual)) Field(name, value);
  }

  void Value(const std::string& text);
  void Value(bool) {}
  void Value(std::int64_t number) { Expect(number >= -kMaxAmount && number <= kMaxAmount); }
  void Value(Date day) { Expect(IsWritable(day)); }
  template <class E>
    requires std::is_enum_v<E>
  void Value(E e) {
    Expect(static_cast<std::size_t>(e) < NamesOf<E>::kNames.size());
  }
  template <class T>
  void Value(const std::vector<T>& values) {
    for (const T& value : values) {
      bytes_ += 4;
      Value(value);
    }
  }
  template <class T>
    requires requires(const T& t, CanonicalCheck& c) { T::Fields(t, c); }
  void Value(const T& value) {
    T::Fields(value, *this);
  }

 private:
  template <class T>
  void Field(std::string_view name, const T& value) {
    name_ = name;
    bytes_ += name.size() + 24;
    Value(value);
  }
  void Expect(bool ok) {
    if (!ok && wrong_.empty()) wrong_ = name_;
  }

  std::string_view name_;
  std::string_view wrong_;
  std::size_t bytes_ = 0;
};

// Stops at the first byte that does not fit; ok() tells.
class CanonicalReader {
 public:
  explicit CanonicalReader(std::string_view text) : rest_(text), size_(text.size()) {}

  bool ok() const { return ok_; }
  bool AtEnd() const { return ok_ && rest_.empty(); }
  std::size_t position() const { return size_ - rest_.size(); }
  std::string_view rest() const { return rest_; }
  bool Expect(std::string_view text) {
    if (!ok_ || !rest_.starts_with(text)) return ok_ = false;
    rest_.remove_prefix(text.size());
    return true;
  }

  template <class T>
  void Object(T* value) {
    const bool first = first_;
    first_ = true;
    Expect("{");
    T::Fields(*value, *this);
    Expect("}");
    first_ = first;
  }

  // A field that is not there gets its default, whatever it was before.
  template <class T>
  LICET_KNOWS_NAMES void operator()(std::string_view name, T& value) {
    if (!Key(name)) return Clear(&value);
    Value(&value);
    ok_ = ok_ && !IsDefault(value);
  }
  template <class T>
  LICET_KNOWS_NAMES void operator()(std::string_view name, T& value, const T& usual) {
    value = usual;
    if (!Key(name)) return;
    Value(&value);
    ok_ = ok_ && !(value == usual);
  }

  // Takes the key if it is the next one.
  LICET_KNOWS_NAMES bool Key(std::string_view name) {
    const std::size_t comma = first_ ? 0 : 1;
    const std::size_t length = comma + name.size() + 3;
    if (!ok_ || rest_.size() < length) return false;
    const char* at = rest_.data() + comma;
    if ((!first_ && rest_[0] != ',') || *at != '"' ||
        std::memcmp(at + 1, name.data(), name.size()) != 0 ||
        std::memcmp(at + 1 + name.size(), "\":", 2) != 0) {
      return false;
    }
    rest_.remove_prefix(length);
    first_ = false;
    return true;
  }
  // A text without escapes, where it stands.
  std::string_view Word();
  void Value(std::string* text);
  void Value(bool* flag) {
    Expect("true");
    *flag = true;
  }
  void Value(std::int64_t* number);
  void Value(Date* day);
  template <class E>
    requires std::is_enum_v<E>
  void Value(E* e) {
    const std::string_view word = Word();
    for (std::size_t i = 0; i < NamesOf<E>::kNames.size(); ++i) {
      if (NamesOf<E>::kNames[i] == word) {
        *e = static_cast<E>(i);
        return;
      }
    }
    ok_ = false;
  }
  template <class T>
  void Value(std::vector<T>* values) {
    std::size_t count = 0;
    Expect("[");
    while (ok_) {
      if (count == values->size()) values->emplace_back();
      Value(&(*values)[count++]);
      if (!ok_ || rest_.empty() || rest_[0] != ',') break;
      rest_.remove_prefix(1);
    }
    values->resize(count);
    Expect("]");
  }
  template <class T>
    requires requires(T& t, CanonicalReader& r) { T::Fields(t, r); }
  void Value(T* value) {
    Object(value);
  }

 private:
  // Texts and lists keep their memory for the next record.
  static void Clear(std::string* text) { text->clear(); }
  template <class T>
  static void Clear(std::vector<T>* values) {
    values->clear();
  }
  template <class T>
  static void Clear(T* value) {
    *value = T{};
  }

  std::string_view rest_;
  std::size_t size_;
  bool ok_ = true;
  bool first_ = true;
};

#undef LICET_KNOWS_NAMES

}  // namespace licet

#endif  // LICET_LEDGER_CANONICAL_H_
