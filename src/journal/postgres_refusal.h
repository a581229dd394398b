// What a PostgreSQL server refused, as one sentence for the user.

#ifndef LICET_JOURNAL_POSTGRES_REFUSAL_H_
#define LICET_JOURNAL_POSTGRES_REFUSAL_H_

#include <expected>
#include <string>
#include <string_view>

#include "licet/base/error.h"
#include "postgres_connection.h"

namespace licet {

// An error, and whether trying again may help. What was asked had no effect when
// it may.
struct Setback {
  Error error;
  bool again = false;
};

template <typename T>
using Tried = std::expected<T, Setback>;

// States that the program expects and answers.
namespace sqlstate {
inline constexpr std::string_view kNoSuchTable = "42P01";
inline constexpr std::string_view kNoServer = "";
inline constexpr std::string_view kReadOnly = "25006";
inline constexpr std::string_view kStartsUp = "57P03";
}  // namespace sqlstate

// `place` and `user` are those of the connection.
Setback SetbackOf(const PostgresRefusal& refusal, const std::string& place,
                  const std::string& user);

// Another process makes the same tables at the same time.
bool IsRaceOfMakers(const PostgresRefusal& refusal);

}  // namespace licet

#endif  // LICET_JOURNAL_POSTGRES_REFUSAL_H_
