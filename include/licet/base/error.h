// Errors are values. An Error carries a stable code for programs, one sentence
// for the user (what is wrong and what to do), and the place it came from.
//
// Thread safety: immutable values, safe to share.

#ifndef LICET_BASE_ERROR_H_
#define LICET_BASE_ERROR_H_

#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace licet {

enum class ErrorCode {
  kInvalidArgument,  // a value that no rule of its type allows
  kParse,            // text that does not follow its grammar
  kType,             // an expression whose parts do not fit together
  kUnit,             // numbers of different units compared or added
  kUnknownName,      // a fact, provision, item, party, country ... nobody declared
  kAmbiguousName,    // a name that fits several things
  kDuplicate,        // two things with one id
  kCycle,            // a chain that returns to its start
  kOverflow,         // a number outside the exact range
  kIo,               // the disk said no
  kLimit,            // an input larger than the stated bound
  kInternal,         // should never happen; a defect of this program
};

// "kParse" -> "parse", for JSON and logs.
std::string_view ErrorCodeName(ErrorCode code);

// Where an error was found. Lines and columns count from 1; 0 means unknown.
// Columns count bytes.
struct Place {
  std::string file;
  int line = 0;
  int column = 0;
};

class Error {
 public:
  Error(ErrorCode code, std::string sentence, Place place = {})
      : code_(code), sentence_(std::move(sentence)), place_(std::move(place)) {}

  ErrorCode code() const { return code_; }
  const std::string& sentence() const { return sentence_; }
  const Place& place() const { return place_; }

  // The same error, with a place if it had none.
  Error At(Place place) const;

  // "orders.csv:12:5: unknown country code 'XX'; ..." (parts that are unknown
  // are left out).
  std::string ToString() const;

 private:
  ErrorCode code_;
  std::string sentence_;
  Place place_;
};

template <typename T>
using Result = std::expected<T, Error>;
using Status = std::expected<void, Error>;

inline std::unexpected<Error> Fail(ErrorCode code, std::string sentence, Place place = {}) {
  return std::unexpected<Error>(Error(code, std::move(sentence), std::move(place)));
}

}  // namespace licet

#define LICET_CONCAT_INNER_(a, b) a##b
#define LICET_CONCAT_(a, b) LICET_CONCAT_INNER_(a, b)

// Leaves the enclosing function with the error, if there is one.
#define LICET_RETURN_IF_ERROR(expression)                    \
  if (auto licet_status = (expression); !licet_status) {     \
    return std::unexpected(std::move(licet_status).error()); \
  }                                                          \
  static_assert(true, "needs a semicolon")

// LICET_ASSIGN_OR_RETURN(Decimal x, Decimal::Parse(text));
#define LICET_ASSIGN_OR_RETURN(target, expression) \
  LICET_ASSIGN_OR_RETURN_INNER_(LICET_CONCAT_(licet_result_, __LINE__), target, expression)
#define LICET_ASSIGN_OR_RETURN_INNER_(result, target, expression) \
  auto result = (expression);                                     \
  if (!result) {                                                  \
    return std::unexpected(std::move(result).error());            \
  }                                                               \
  target = std::move(*result)

#endif  // LICET_BASE_ERROR_H_
