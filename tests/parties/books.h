// Books of parties for tests, from rows of text.

#ifndef LICET_TESTS_PARTIES_BOOKS_H_
#define LICET_TESTS_PARTIES_BOOKS_H_

#include <gtest/gtest.h>

#include <string>

#include "licet/parties/party.h"

namespace licet {

// Parties: "x,X,CN,CN,,,entity-list\n" ...; owners: "x,a,50,,\n" ..., or the text
// of a whole BODS file.
inline Result<PartyBook> BookOf(const std::string& parties, const std::string& owners = "") {
  MemoryDisk disk;
  PartyFiles files;
  files.parties = "parties.csv";
  EXPECT_TRUE(disk.WriteAtomically(
      files.parties, "party,name,country,headquarters,parent,tier,flags\n" + parties));
  if (!owners.empty()) {
    const bool statements = owners[0] == '[' || owners[0] == '{';
    files.owners = statements ? "bods.json" : "owners.csv";
    EXPECT_TRUE(disk.WriteAtomically(files.owners,
                                     (statements ? "" : "owner,owned,share,from,to\n") + owners));
  }
  return PartyBook::Load(disk, files, {"AE", "CN", "GB", "SG", "US"});
}

inline Date DayOf(const char* text) { return Date::Parse(text).value(); }

// "code file:line:column" of the error, or "loaded".
inline std::string FaultOf(const Result<PartyBook>& result) {
  if (result) return "loaded";
  const Error& error = result.error();
  return std::string(ErrorCodeName(error.code())) + " " + error.place().file + ":" +
         std::to_string(error.place().line) + ":" + std::to_string(error.place().column);
}

// "x>a 40..60 2025-01-01 to open; ..." of all shares held in a party on a day.
inline std::string SharesIn(const PartyBook& book, const char* party, const char* day) {
  std::string text;
  for (const OwnerShare* share : book.OwnersOf(party, DayOf(day))) {
    text += (text.empty() ? "" : "; ") + share->owner + " " + share->share.ToString();
  }
  return text;
}

}  // namespace licet

#endif  // LICET_TESTS_PARTIES_BOOKS_H_
