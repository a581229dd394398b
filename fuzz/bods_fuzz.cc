// Reads any bytes as statements about owners. What loads must answer for every
// party without a contradiction: shares within the whole, the analysis as the
// plain share says, and walks through circles that end.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "licet/parties/ownership.h"

namespace {

using licet::Decimal;
using licet::Range;
using licet::Truth;

constexpr std::size_t kPartiesMax = 12;  // more of them ask nothing new
constexpr const char* kParties =
    "party,name,country,headquarters,parent,tier,flags\n"
    "x,Xenon Works,CN,CN,,,entity-list\n"
    "shop,Lion City Compute,SG,SG,?,,\n";

void Check(bool good, const char* what, const std::string& party) {
  if (good) return;
  std::fprintf(stderr, "%s: %s\n", party.c_str(), what);
  std::abort();
}

void Ask(const licet::PartyBook& book, const licet::Party& party, licet::Date day) {
  const std::vector<std::string> flags = {"entity-list"};
  const licet::OwnershipFinding found = AnalyseOwnership(book, party, day, flags);
  const Range share = found.aggregate;
  Check(share == book.ListedOwnership(party, day, flags), "two shares", party.id);
  Check(
      Decimal() <= *share.low && *share.low <= *share.high && *share.high <= Decimal::FromInt(100),
      "a share outside the whole", party.id);
  const bool asks = found.by_ownership == Truth::kUnknown && found.listed.empty();
  Check(asks == !found.settle.empty(), "unknown without a question, or the reverse", party.id);
  OwnerChains(book, party, day);
  HoldingChains(book, party, day);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  licet::MemoryDisk disk;
  if (!disk.WriteAtomically("parties.csv", kParties)) std::abort();
  if (!disk.WriteAtomically("bods.json", text)) std::abort();
  const auto book =
      licet::PartyBook::Load(disk, {"parties.csv", "bods.json", ""}, {"CN", "GB", "SG", "US"});
  if (!book) {
    Check(!book.error().sentence().empty(), "an error without a sentence", "");
    return 0;
  }
  std::size_t asked = 0;
  for (const licet::Party& party : book->parties()) {
    if (++asked > kPartiesMax) break;
    Ask(*book, party, licet::Date::FromDays(20'000));
  }
  return 0;
}
