#include "postgres_refusal.h"

#include <fmt/format.h>

#include <array>

namespace licet {
namespace {

// Appendix A of PostgreSQL's manual; the first entry whose code begins the state
// counts. {0}: the server's words, {1}: the user.
struct Meaning {
  std::string_view code;
  std::string_view sentence;
  bool again = false;
  ErrorCode error = ErrorCode::kIo;
};

constexpr auto kMeanings = std::to_array<Meaning>({
    {"08", "the connection to the server broke ({0}); try again", true},
    {"22021",
     "the server's text is not UTF-8 or the id of a record is not ({0}); make the "
     "database with ENCODING 'UTF8'",
     false, ErrorCode::kInternal},
    {"23",
     "the database refused what the program had allowed ({0}); nothing was written, please "
     "report it",
     false, ErrorCode::kInternal},
    {"25006", "the server takes no writes, as a replica does ({0}); name the primary"},
    {"25P03", "the server ended a transaction that took too long ({0}); try again", true},
    {"28",
     "the server does not let user '{1}' in ({0}); correct the user, the password or the "
     "server's pg_hba.conf"},
    {"3D000", "the database is not on the server ({0}); make it with createdb or correct its name"},
    {"40003", "whether the last write was made is not known ({0}); look for it in the journal"},
    {"40", "other writers were in the way again and again ({0}); try again", true},
    {"42501", "user '{1}' may not do this ({0}); grant it as docs/journal.md says"},
    {"42P01", "there is no journal in the database ({0}); make one or correct the address"},
    {"53100", "the server's disk is full ({0}); make room there"},
    {"53300", "the server has no connection left ({0}); close others or raise max_connections"},
    {"53", "the server has no room left ({0}); make room there"},
    {"55P03", "another writer has held the journal for too long ({0}); end it or try again"},
    {"57P", "the server ended the connection ({0}); try again", true},
    {"XX001", "the database is damaged ({0}); restore a backup"},
    {"XX002", "the database is damaged ({0}); restore a backup"},
});

}  // namespace

Setback SetbackOf(const PostgresRefusal& refusal, const std::string& place,
                  const std::string& user) {
  const std::string& state = refusal.state;
  const Place where{place, 0, 0};
  if (state == sqlstate::kNoServer) {
    return {Error(ErrorCode::kIo,
                  fmt::format("no server answers ({}); start it or correct the address",
                              refusal.message),
                  where),
            true};
  }
  for (const Meaning& meaning : kMeanings) {
    if (!state.starts_with(meaning.code)) continue;
    return {Error(meaning.error, fmt::format(fmt::runtime(meaning.sentence), refusal.message, user),
                  where),
            meaning.again};
  }
  return {Error(ErrorCode::kIo,
                fmt::format("the server refused a statement ({}: {}); see its log", state,
                            refusal.message),
                where),
          false};
}

bool IsRaceOfMakers(const PostgresRefusal& refusal) {
  // A table of that name, or a name of its type, that was not there a moment ago.
  return refusal.state == "42P07" || refusal.state == "42710" || refusal.state == "23505" ||
         refusal.state.starts_with("40");
}

}  // namespace licet
